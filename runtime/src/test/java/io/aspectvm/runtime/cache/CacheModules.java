package io.aspectvm.runtime.cache;

import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.Digests;
import io.aspectvm.runtime.code.TestModule;
import io.aspectvm.runtime.code.TestModules;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;

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
}
