def folder = new File(basedir, 'src/main/aspects')
folder.mkdirs()
['hello.wasm', 'guard.wasm', 'pricing.wasm'].each {
  new File(folder, it).bytes = new File(basedir, "../../../../examples/wasm/$it").bytes
}
return true
