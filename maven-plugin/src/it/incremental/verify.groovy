def log = new File(basedir, 'build.log').text
def summaries = log.readLines().findAll { it ==~ /.*\d aspects?: .*/ }.collect { it.replaceFirst(/^\S+ /, '') }
assert summaries == [
  '3 aspects: 3 compiled, 0 up to date, 0 stale files deleted',
  '3 aspects: 0 compiled, 3 up to date, 0 stale files deleted',
  '3 aspects: 1 compiled, 2 up to date, 0 stale files deleted',
  '3 aspects: 3 compiled, 0 up to date, 0 stale files deleted',
  // Artefacts and facades of the two that are gone.
  '2 aspects: 1 compiled, 1 up to date, 4 stale files deleted',
]
// Two modules of the same name.
assert log.contains('src/third/hello.wasm: would become hello.aspect, as src/first/hello.wasm')

def made = []
new File(basedir, 'target').eachFileRecurse(groovy.io.FileType.FILES) {
  made << basedir.toPath().relativize(it.toPath()).toString().replace('\\', '/')
}
assert made.sort() == [
  'target/aspectvm/default.outputs',
  'target/classes/META-INF/aspects/hello.aspect',
  'target/classes/META-INF/aspects/values.aspect',
  'target/generated-sources/aspectvm/example/aspects/HelloAspect.java',
  'target/generated-sources/aspectvm/example/aspects/ValuesAspect.java',
]
