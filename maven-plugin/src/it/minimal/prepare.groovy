def folder = new File(basedir, 'src/main/aspects')
folder.mkdirs()
new File(folder, 'hello.wasm').bytes = new File(basedir, '../../../../examples/wasm/hello.wasm').bytes
return true
