package io.aspectvm.maven.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.artefact.SigningKey;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.HostModules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time of outputs, lines of progress, host classes, and where keys come from. */
class SmallPartsTest {

  @TempDir Path folder;

  @Test
  void timesAreThoseOfOtherPlugins() throws Exception {
    assertEquals(Optional.empty(), OutputTime.parse(null));
    assertEquals(Optional.empty(), OutputTime.parse("x"));
    assertEquals(Optional.of(Instant.ofEpochSecond(1_600_000_000)), OutputTime.parse("1600000000"));
    assertEquals(
        Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
        OutputTime.parse("2026-01-01T02:00:00+02:00"));
    BuildException refusal =
        assertThrows(BuildException.class, () -> OutputTime.parse("yesterday"));
    assertTrue(refusal.getMessage().startsWith("project.build.outputTimestamp 'yesterday': "));
  }

  @Test
  void longCompilationsTellHowFarTheyAre() throws Exception {
    Project project = new Project(folder);
    AtomicLong clock = new AtomicLong();
    ProgressLine progress =
        new ProgressLine("big.wasm", project.buildLog(), TimeUnit.SECONDS.toNanos(5), clock::get);
    List<String> expected = new ArrayList<>();
    for (int second = 0; second <= 12; second++) {
      clock.set(TimeUnit.SECONDS.toNanos(second));
      progress.reached(second * 1_000, 20_000);
    }
    expected.add("big.wasm: still compiling, function 5,000 of 20,000 after 5.0 s");
    expected.add("big.wasm: still compiling, function 10,000 of 20,000 after 10.0 s");
    assertEquals(expected, project.log);
  }

  @Test
  void keysComeFromTheConfigurationOrTheEnvironment() throws Exception {
    SigningKey one = SigningKey.generate();
    SigningKey other = SigningKey.generate();
    Path configured = Files.writeString(folder.resolve("one.pem"), one.toPem());
    String variable = Files.writeString(folder.resolve("other.pem"), other.toPem()).toString();
    assertEquals(one.verificationKey(), signer(null, configured, variable));
    assertEquals(other.verificationKey(), signer(true, null, variable));
    assertEquals(Optional.empty(), SigningKeys.find(false, configured, variable));
    assertEquals(Optional.empty(), SigningKeys.find(null, null, ""));
  }

  private static Object signer(Boolean sign, Path configured, String variable) throws Exception {
    return SigningKeys.find(sign, configured, variable).orElseThrow().verificationKey();
  }

  @Test
  void badKeysAreOneLine() throws Exception {
    Path absent = folder.resolve("absent.pem");
    assertEquals(
        "signingKey " + absent + ": cannot be read, no such file or folder",
        assertThrows(BuildException.class, () -> SigningKeys.find(null, absent, null))
            .getMessage());
    Path text = Files.writeString(folder.resolve("text.pem"), "Dear key");
    BuildException refusal =
        assertThrows(BuildException.class, () -> SigningKeys.find(null, null, text.toString()));
    assertTrue(refusal.getMessage().startsWith("ASPECTVM_SIGNING_KEY=" + text + ": "));
    assertEquals(1, refusal.getMessage().lines().count());
    assertThrows(BuildException.class, () -> SigningKeys.find(true, null, null));
  }

  /** A host function of a user's. */
  public static final class Clock {
    private Clock() {}

    @HostImport(module = "clock-api", field = "__ClockApi__.now", fixedGas = 100, gasPerByte = 0)
    public static long now(HostContext context) {
      return 7;
    }
  }

  @Test
  void hostClassesAreLinkedOrRefusedInOneLine() throws Exception {
    ClassLoader loader = SmallPartsTest.class.getClassLoader();
    HostModules modules = HostClasses.load(List.of(Clock.class.getName()), loader);
    assertTrue(modules.find("clock-api", "__ClockApi__.now").isPresent());
    assertTrue(modules.find("util-api", "__UtilApi__.gas").isPresent());
    assertEquals(
        "host class example.Absent: not found among the plugin's dependencies",
        assertThrows(
                BuildException.class, () -> HostClasses.load(List.of("example.Absent"), loader))
            .getMessage());
    BuildException refusal =
        assertThrows(
            BuildException.class, () -> HostClasses.load(List.of("java.lang.String"), loader));
    assertTrue(refusal.getMessage().startsWith("host class java.lang.String: refused, "));
  }
}
