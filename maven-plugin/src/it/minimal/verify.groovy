import java.util.jar.JarFile

def log = new File(basedir, 'build.log').text
assert log.contains('compiled src/main/aspects/hello.wasm to META-INF/aspects/hello.aspect')
assert log.contains('1 aspect: 1 compiled, 0 up to date, 0 stale files deleted')

new JarFile(new File(basedir, 'target/minimal-1.jar')).withCloseable { jar ->
  assert jar.getEntry('META-INF/aspects/hello.aspect') != null
  assert jar.getEntry('example/aspects/HelloAspect.class') != null
}

// The help knows the parameters and their properties.
assert log.contains('aspectvm:compile')
assert log.contains('User property: aspectvm.schedule')
