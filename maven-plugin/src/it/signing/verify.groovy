def log = new File(basedir, 'build.log').text
def summaries = log.readLines().findAll { it ==~ /.*\d aspects?: .*/ }.collect { it.replaceFirst(/^\S+ /, '') }
def compiled = '1 aspect: 1 compiled, 0 up to date, 0 stale files deleted'
def upToDate = '1 aspect: 0 compiled, 1 up to date, 0 stale files deleted'
assert summaries == [compiled, upToDate, compiled, compiled, compiled]
assert log.contains('sign: no key; signingKey, aspectvm.signingKey or ASPECTVM_SIGNING_KEY names its file')
assert log =~ /signingKey \S*no-key\.pem: /

// The signature, verified by nothing of this project's: over a domain, the format, the key and the manifest's digest.
def bytes = new File(basedir, 'target/classes/META-INF/aspects/hello.aspect').bytes
def part = { int from, int length -> Arrays.copyOfRange(bytes, from, from + length) }
def manifest = part(24, java.nio.ByteBuffer.wrap(bytes).getInt(20))
def end = bytes.length - 32
def key = part(end - 96, 32)
def encodedKey = new File(basedir, 'one.public').bytes
assert Arrays.copyOfRange(encodedKey, encodedKey.length - 32, encodedKey.length) == key

def verifier = java.security.Signature.getInstance('Ed25519')
verifier.initVerify(java.security.KeyFactory.getInstance('Ed25519')
    .generatePublic(new java.security.spec.X509EncodedKeySpec(encodedKey)))
verifier.update('aspectvm artefact signature 1\0'.getBytes('US-ASCII'))
verifier.update(part(8, 4))
verifier.update(key)
verifier.update(java.security.MessageDigest.getInstance('SHA-256').digest(manifest))
assert verifier.verify(part(end - 64, 64))
