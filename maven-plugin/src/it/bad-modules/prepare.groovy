// Modules that are wrong in different ways; numbers are those of the binary format.
def folder = new File(basedir, 'src/main/aspects')
folder.mkdirs()
def good = new File(basedir, '../../../../examples/wasm/hello.wasm').bytes
def head = [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0]
def type = [1, 4, 1, 0x60, 0, 0]
def functions = [3, 2, 1, 0]
def entry = '__aspect_start__'.bytes.toList()
def exported = [7, entry.size() + 4, 1, entry.size()] + entry + [0, 0]
def module = { List<Integer> body ->
  (head + type + functions + exported + [10, body.size() + 2, 1, body.size()] + body) as byte[]
}

new File(folder, 'hello.wasm').bytes = good
new File(folder, 'empty.wasm').bytes = [] as byte[]
new File(folder, 'cut.wasm').bytes = Arrays.copyOf(good, good.length.intdiv(2))
new File(folder, 'text.wasm').text = '(module)'
// i32.const 0 left on the stack.
new File(folder, 'wrong-type.wasm').bytes = module([0, 0x41, 0, 0x0B])
// One run of 5,000 locals of type i32.
new File(folder, 'many-locals.wasm').bytes = module([1, 0x88, 0x27, 0x7F, 0x0B])
// A folder by the name of a module is none.
new File(folder, 'folder.wasm').mkdirs()
return true
