package io.aspectvm.runtime.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.artefact.ArtefactReader;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.Digests;
import io.aspectvm.runtime.code.TestModule;
import io.aspectvm.runtime.code.TestModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** Modules for tests of the cache: each number another, all of about the same size. */
final class CacheModules {

  private CacheModules() {}

  static CompiledModule module(int number) {
    return module(number, 0);
  }

  /**
   * A module with more bytes of wasm, to take longer to write.
   *
   * @param more bytes
   */
  static CompiledModule module(int number, int more) {
    TestModule module = TestModules.canary();
    module
        .manifest()
        .getIdentityBuilder()
        .setOptions(String.format(Locale.ROOT, "number %06d", number));
    return more == 0 ? module.build() : module.data(0, content(number, more)).build();
  }

  private static byte[] content(int number, int bytes) {
    byte[] content = new byte[bytes];
    new Random(number).nextBytes(content);
    return content;
  }

  static Identity identity(int number) {
    return module(number).manifest().getIdentity();
  }

  /** Bytes that each entry takes. */
  static int size() {
    return ArtefactWriter.write(module(0)).length;
  }

  static String name(Identity identity) {
    return HexFormat.of().formatHex(Digests.identity(identity));
  }

  static Path entry(Path directory, int number) {
    return directory.resolve(name(identity(number)) + ".aspect");
  }

  /**
   * That every entry is whole, and the one of its name.
   *
   * @param except one that need not be
   * @return how many there are
   */
  static int assertWhole(Path directory, Path except) throws IOException {
    List<Path> entries;
    try (Stream<Path> files = Files.list(directory)) {
      entries =
          files
              .filter(file -> file.toString().endsWith(".aspect") && !file.equals(except))
              .toList();
    }
    for (Path entry : entries) {
      Identity identity = new ArtefactReader().read(entry).manifest().getIdentity();
      assertEquals(name(identity) + ".aspect", entry.getFileName().toString());
    }
    return entries.size();
  }
}
