// A module whose export 'half' returns an f32; numbers are those of the binary format.
def folder = new File(basedir, 'src/main/aspects')
folder.mkdirs()
new File(folder, 'floats.wasm').bytes = [
  0, 0x61, 0x73, 0x6D, 1, 0, 0, 0,
  1, 5, 1, 0x60, 0, 1, 0x7D,
  3, 2, 1, 0,
  7, 8, 1, 4, 0x68, 0x61, 0x6C, 0x66, 0, 0,
  10, 9, 1, 7, 0, 0x43, 0, 0, 0, 0x3F, 0x0B,
] as byte[]
return true
