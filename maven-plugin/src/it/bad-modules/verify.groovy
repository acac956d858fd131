def log = new File(basedir, 'build.log').text
// By compile and by validate.
assert log.count('5 problems:') == 2
assert log.count('wrong-type.wasm: invalid: ') == 2
assert log =~ /src\/main\/aspects\/cut\.wasm: malformed: .+offset 0x/
assert log =~ /src\/main\/aspects\/empty\.wasm: malformed: /
assert log =~ /src\/main\/aspects\/text\.wasm: malformed: /
// File, function, limit and value.
assert log =~ /src\/main\/aspects\/many-locals\.wasm: limit: too many locals in a function: 5000, limit 4096 \(func 0.*, offset 0x[0-9a-f]+\)/
assert log =~ /src\/main\/aspects\/wrong-type\.wasm: invalid: type mismatch.*\(func 0 '__aspect_start__', offset 0x[0-9a-f]+\)/
assert !log.contains('folder.wasm')
// Nothing is written, not even of the good module.
assert !new File(basedir, 'target').exists()
