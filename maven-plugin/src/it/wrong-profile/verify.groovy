def log = new File(basedir, 'build.log').text
assert log =~ /src\/main\/aspects\/floats\.wasm: unsupported: .*float/
assert log.contains("profile 'chain': expected aspect or wasm")
assert log.count('compiled src/main/aspects/floats.wasm') == 2
assert log.contains("aspect 'gloats.wasm': fits none of 1 file")

def aspects = new File(basedir, 'target/classes/META-INF/aspects')
assert new File(aspects, 'numbers/half.aspect').isFile()
// The first name's file went with the name.
assert log.contains('deleted target/classes/META-INF/aspects/floats.aspect')
assert !new File(aspects, 'floats.aspect').exists()
