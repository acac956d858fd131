package io.aspectvm.compiler.determinism;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.testing.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The hashes of {@link ResultHash} are those that are committed, and the same in other JVMs. {@code
 * tools/hash-matrix.sh} compares many more.
 */
@Timeout(300)
class ResultHashTest {

  private static final Path COMMITTED =
      Path.of("src/test/resources/determinism/result-hash.expected.txt");

  private static List<String> here;
  private static final List<String> lines = new ArrayList<>();

  @BeforeAll
  static void runHere() throws Exception {
    here = ResultHash.hashes(lines::add);
  }

  /**
   * What was compiled may change from compiler to compiler, and is compared between JVMs only;
   * through this file those of CI are.
   */
  @Test
  void resultsAreTheCommitted() throws Exception {
    List<String> results =
        here.stream().filter(line -> !line.startsWith(ResultHash.ARTEFACTS)).toList();
    if (Boolean.getBoolean("aspectvm.updateGoldens")) {
      Files.createDirectories(COMMITTED.getParent());
      Files.write(COMMITTED, results, StandardCharsets.UTF_8);
    }
    assertEquals(Files.readAllLines(COMMITTED, StandardCharsets.UTF_8), results);
  }

  /** The set has what can differ. */
  @Test
  void theSetIsWorthIt() {
    for (String part :
        List.of("OUT_OF_GAS", "out of gas", "integer divide by zero", "VALUE", "frames", "log ")) {
      long count = lines.stream().filter(line -> line.contains(part)).count();
      assertTrue(count >= 10, () -> part + " in " + count + " lines");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xint -Duser.language=tr -Duser.country=TR -Duser.timezone=Asia/Kathmandu"
            + " -Dfile.encoding=ISO-8859-1",
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+UnlockExperimentalVMOptions -XX:hashCode=2",
        "-XX:-TieredCompilation -XX:+UseParallelGC -Xmx160m",
      })
  void theSameInAnotherJvm(String flags) throws Exception {
    assertEquals(here, ChildJvm.run(List.of(flags.split(" ")), ResultHash.class));
  }
}
