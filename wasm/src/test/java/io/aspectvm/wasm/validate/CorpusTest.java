package io.aspectvm.wasm.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The project's own aspects, cut off anywhere and changed anywhere (hazard H01). */
@Timeout(60)
class CorpusTest {

  private static final Path EXAMPLES = Path.of("../examples/wasm");
  private static final int CHANGES = 1_000;

  static List<Path> modules() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".wasm")).sorted().toList();
    }
  }

  private static boolean isValid(byte[] bytes) {
    try {
      Validator.validate(bytes, Profile.ASPECT);
      return true;
    } catch (WasmException refusal) {
      assertTrue(refusal.getMessage().length() < 500, refusal.getMessage());
      return false;
    }
  }

  /** Only the data section, which comes last, and custom sections behind it may be missing. */
  @ParameterizedTest
  @MethodSource("modules")
  void fewPrefixesOfAnAspectAreAspects(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    long customs = Validator.validate(bytes, Profile.ASPECT).module().sections().customs().size();
    long valid = 0;
    for (int length = 0; length < bytes.length; length++) {
      valid += isValid(Arrays.copyOf(bytes, length)) ? 1 : 0;
    }
    assertEquals(1 + customs, valid);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void anyChangeIsRefusedOrAModule(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Random random = new Random(bytes.length);
    int refused = 0;
    for (int i = 0; i < CHANGES; i++) {
      byte[] changed = bytes.clone();
      changed[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
      refused += isValid(changed) ? 0 : 1;
    }
    assertTrue(refused > CHANGES / 4 && refused < CHANGES, "refused: " + refused);
  }
}
