package io.aspectvm.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A short run of each target: always the same inputs, as far as the time suffices. Long runs are
 * those of {@code tools/fuzz.sh}.
 */
class FuzzingTest {

  /** A run ends after so many seconds, on a machine that is too busy for all of its inputs. */
  private static final int SECONDS = Integer.getInteger("aspectvm.fuzz.seconds", 5);

  private static final int MOST_SECONDS = SECONDS + 180;

  private static final Pattern EXECUTED =
      Pattern.compile("stat::number_of_executed_units: +([0-9]+)");

  @TempDir private Path folder;

  @BeforeAll
  static void onAPlatformOfTheFuzzer() {
    String system = System.getProperty("os.name");
    String processor = System.getProperty("os.arch");
    assumeTrue(
        system.equals("Linux") || system.equals("Mac OS X") || system.startsWith("Windows"),
        () -> "no fuzzer for " + system);
    assumeTrue(
        processor.equals("amd64") || processor.equals("x86_64") || processor.equals("aarch64"),
        () -> "no fuzzer for " + processor);
  }

  @ParameterizedTest
  @EnumSource(FuzzTarget.class)
  void findsNothing(FuzzTarget target) throws Exception {
    FuzzRun run = FuzzRun.of(target, folder);
    String log = run(run, target.runs(), SECONDS);
    assertEquals(List.of(), inHex(run.findings()), log);
    Matcher executed = EXECUTED.matcher(log);
    assertTrue(executed.find(), log);
    int least = Seeds.of(target).size();
    assertTrue(Integer.parseInt(executed.group(1)) >= least, log);
  }

  /** That there is nothing to find is worth something only if there would be. */
  @Test
  void findsAFault() throws Exception {
    FuzzRun run = new FuzzRun(folder, FaultyTarget.class, List.of());
    String log = run(run, 1_000_000, MOST_SECONDS / 2);
    List<Path> findings = run.findings();
    assertEquals(1, findings.size(), log);
    byte[] input = Files.readAllBytes(findings.get(0));
    assertEquals(FaultyTarget.SECRET, new String(input, StandardCharsets.UTF_8).substring(0, 8));
  }

  private static List<String> inHex(List<Path> files) throws IOException {
    List<String> all = new ArrayList<>();
    for (Path file : files) {
      all.add(file.getFileName() + " " + HexFormat.of().formatHex(Files.readAllBytes(file)));
    }
    return all;
  }

  /** What the fuzzer prints. */
  private String run(FuzzRun run, int inputs, int seconds)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process process =
        run.process(
                // Short lives: what starts fast is done first.
                List.of("-XX:TieredStopAtLevel=1"),
                List.of("-seed=1", "-runs=" + inputs, "-max_total_time=" + seconds))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertTrue(ended, () -> "still running after " + MOST_SECONDS + " s");
    return Files.readString(log);
  }
}
