// As the README says.
def examples = new File(basedir, '../../../../examples/wasm')
def aspects = new File(basedir, 'src/main/aspects')
aspects.mkdirs()
new File(aspects, 'hello.wasm').bytes = new File(examples, 'hello.wasm').bytes
return true
