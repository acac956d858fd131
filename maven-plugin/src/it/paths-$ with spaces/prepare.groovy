import java.nio.charset.Charset
import java.nio.file.Files

def folder = basedir.toPath().resolve('src/main/aspects')
def example = basedir.toPath().resolve('../../../../examples/wasm/hello.wasm')
Files.createDirectories(folder.resolve('more $aspects'))
Files.copy(example, folder.resolve('more $aspects/two words $1.wasm'))

// Names that this JVM cannot say, as its locale is, cannot be made here: then the ASCII ones have to do.
def name = 'ключ-été'
def encoding = Charset.forName(System.getProperty('sun.jnu.encoding') ?: 'UTF-8')
if (encoding.newEncoder().canEncode(name)) {
  Files.copy(example, folder.resolve(name + '.wasm'))
}
return true
