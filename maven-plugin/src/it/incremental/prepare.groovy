// In the second folder one file has other content, in the third one is gone and another there.
def examples = new File(basedir, '../../../../examples/wasm')
[
  'src/first': ['hello': 'hello', 'counter': 'counter', 'guard': 'guard'],
  'src/second': ['hello': 'hello', 'counter': 'values', 'guard': 'guard'],
  'src/third': ['hello': 'hello', 'values': 'values'],
].each { path, files ->
  def folder = new File(basedir, path)
  folder.mkdirs()
  files.each { name, example ->
    new File(folder, name + '.wasm').bytes = new File(examples, example + '.wasm').bytes
  }
}

// Contents differ, times do not.
new File(basedir, 'src').eachFileRecurse { it.setLastModified(1_750_000_000_000L) }
return true
