def contents = { String name ->
  def folder = new File(basedir, "target/$name")
  def found = new TreeMap<String, String>()
  folder.eachFileRecurse(groovy.io.FileType.FILES) {
    found[folder.toPath().relativize(it.toPath()).toString()] = it.bytes.encodeHex().toString()
  }
  found
}
def one = contents('one')
assert one.size() == 6
assert one == contents('two')
assert new File(basedir, 'target/one/example/aspects/HelloAspect.java').text.contains('date = "2026-01-01T00:00:00Z"')
