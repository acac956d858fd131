import java.nio.charset.Charset

def name = 'ключ-été'
def encoding = Charset.forName(System.getProperty('sun.jnu.encoding') ?: 'UTF-8')
def spoken = encoding.newEncoder().canEncode(name)
def log = new File(basedir, 'build.log').getText('UTF-8')
def aspects = new File(basedir, 'target/classes/META-INF/aspects')
assert new File(aspects, 'more $aspects/two words $1.aspect').isFile()
assert new File(basedir, 'target/generated-sources/aspectvm/example/aspects/MoreAspectsTwoWords1Aspect.java').isFile()
if (spoken) {
  assert new File(aspects, name + '.aspect').isFile()
  assert log.contains('2 aspects: 2 compiled, 0 up to date')
  assert log.contains('2 aspects: 0 compiled, 2 up to date, 0 stale files deleted')
} else {
  assert log.contains('1 aspect: 0 compiled, 1 up to date, 0 stale files deleted')
}
