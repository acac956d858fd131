[
  'guarding/src/main/aspects': 'guard.wasm',
  'counting/src/main/aspects': 'counter.wasm',
  'counting/src/main/aspects/deep': 'values.wasm',
  'counting/src/main/aspects/deep/er': 'pricing.wasm',
].each { path, example ->
  def folder = new File(basedir, path)
  folder.mkdirs()
  new File(folder, example).bytes = new File(basedir, "../../../../examples/wasm/$example").bytes
}
return true
