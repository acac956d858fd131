package io.aspectvm.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.testing.ChildJava;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that were told not to verify classes (hazard H38): no runtime is made in one. */
class UnverifiedJvmTest {

  /** Tries to make a runtime, and says what came of it. */
  public static final class MakeRuntime {

    private MakeRuntime() {}

    public static void main(String[] arguments) throws IOException {
      try (AspectRuntime runtime = AspectRuntime.builder().build()) {
        print("made one with " + runtime.isolation());
      } catch (UnsafeJvmException refusal) {
        print(refusal.getMessage());
      }
    }

    private static void print(String line) throws IOException {
      try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
        out.write(line.getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  private static List<String> makeRuntime(String flag) throws Exception {
    Process process =
        ChildJava.start(List.of("-XX:+UnlockDiagnosticVMOptions", flag), MakeRuntime.class);
    List<String> lines = process.inputReader().lines().toList();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue());
    // The JVM warns of some of these flags, on the same stream.
    return lines.stream().filter(line -> !line.contains("VM warning")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:-BytecodeVerificationRemote", "-Xverify:none", "-noverify"})
  void noRuntimeIsMadeInOne(String flag) throws Exception {
    assertEquals(
        List.of(
            "this JVM does not verify classes, so no aspect is run in it:"
                + " start it without -XX:-BytecodeVerificationRemote and -Xverify:none"),
        makeRuntime(flag));
  }

  /** The classes of the boot loader alone are left out with this one. */
  @Test
  void othersAreFine() throws Exception {
    assertEquals(
        List.of("made one with CLASS_LOADER"), makeRuntime("-XX:-BytecodeVerificationLocal"));
  }
}
