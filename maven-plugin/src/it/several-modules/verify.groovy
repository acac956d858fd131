def artefacts = [
  'guarding/target/classes/META-INF/aspects/guard.aspect',
  'counting/target/classes/META-INF/aspects/counter.aspect',
  'counting/target/classes/META-INF/aspects/deep/values.aspect',
  'counting/target/classes/META-INF/aspects/deep/er/pricing.aspect',
]
artefacts.each { assert new File(basedir, it).isFile() : it }

def log = new File(basedir, 'build.log').text
assert log.count('1 aspect: 1 compiled, 0 up to date') == 2
assert log.count('3 aspects: 3 compiled, 0 up to date') == 2
// The parent and the module without aspects.
assert log.count('0 aspects: 0 compiled, 0 up to date') == 4
assert log.count('3 aspects are valid') == 2
assert log.count('skipped, as aspectvm.skip says') == 4
assert !log.contains('not marked as @threadSafe')
