def folder = new File(basedir, 'src/main/aspects')
folder.mkdirs()
new File(folder, 'hello.wasm').bytes = new File(basedir, '../../../../examples/wasm/hello.wasm').bytes

// Keys as `openssl genpkey -algorithm ed25519` writes them.
['one', 'other'].each { name ->
  def pair = java.security.KeyPairGenerator.getInstance('Ed25519').generateKeyPair()
  def key = pair.private.encoded
  new File(basedir, name + '.public').bytes = pair.public.encoded
  new File(basedir, name + '.pem').text =
      "-----BEGIN PRIVATE KEY-----\n${key.encodeBase64()}\n-----END PRIVATE KEY-----\n"
}
new File(basedir, 'no-key.pem').text = 'Dear key'
return true
