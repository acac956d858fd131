package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Backtrace;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.ByteWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are the module author's: they name things, and change nothing (hazards H04, H14). */
class NamesTest {

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.ASPECT);

  private static final int LONGEST_NAME = 512;

  private static final GuestModule TRAPPING =
      GuestModule.aspect()
          .export("execute", "-> i32", "call $inner; i32.const 0")
          .function("inner", "->", "unreachable");

  /** The name section with a name for function 3, which is {@code inner}. */
  private static GuestModule named(String name) {
    byte[] names = new ByteWriter().writeU32(1).writeU32(3).writeName(name).toByteArray();
    return TRAPPING.custom("name", new ByteWriter().writeByte(1).writeSized(names).toByteArray());
  }

  private static List<String> hostileNames() {
    return List.of(
        "java/lang/System",
        "a.b;c[d/e<f>",
        "../../etc",
        "line\r\nbreak",
        "\u001b[31mred",
        "\u202eright to left",
        "nul\0",
        "\u009b31mC1",
        "line\u2028separator",
        "",
        "n".repeat(10_000));
  }

  @ParameterizedTest
  @MethodSource("hostileNames")
  void functionNamesShowInBacktracesOnly(String name) throws Exception {
    Aspects.underEachPolicy(
        named(name).toByteArray(),
        OPTIONS,
        aspect -> {
          ExecutionResult result = call(aspect, "execute");
          assertEquals(plain().error(), result.error());
          assertEquals(plain().wasmGasUsed(), result.wasmGasUsed());
          Backtrace.Frame frame = result.backtrace().frames().get(0);
          assertEquals(3, frame.functionIndex());
          boolean usable = !name.isEmpty() && name.length() <= LONGEST_NAME;
          assertEquals(usable ? name : null, frame.name());
          assertFalse(frame.toString().matches("(?s).*[\\p{C}\\p{Zl}\\p{Zp}].*"), "not plain");
          assertEquals(2, result.backtrace().frames().get(1).functionIndex());
          assertEquals("execute", result.backtrace().frames().get(1).name(), "its export");
        });
  }

  private static ExecutionResult plain() {
    ExecutionResult[] result = new ExecutionResult[1];
    try {
      Aspects.underEachPolicy(
          TRAPPING.toByteArray(), OPTIONS, aspect -> result[0] = call(aspect, "execute"));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    assertEquals(3, result[0].backtrace().frames().get(0).functionIndex());
    return result[0];
  }

  private static ExecutionResult call(io.aspectvm.runtime.Aspect aspect, String method) {
    return aspect.call(ExecutionContext.builder().build(), method, 1_000_000);
  }

  /** A name section that cannot be read is as good as none. */
  @Test
  void brokenNameSections() throws Exception {
    List<byte[]> broken =
        List.of(
            new byte[] {1},
            new byte[] {1, 5, 1},
            new byte[] {1, 5, -1, -1, -1, -1, 15},
            new byte[] {1, 4, 1, 3, 1, -1},
            new byte[] {9, 9, 9, 9});
    for (byte[] content : broken) {
      Aspects.underEachPolicy(
          TRAPPING.custom("name", content).toByteArray(),
          OPTIONS,
          aspect -> {
            ExecutionResult result = call(aspect, "execute");
            assertEquals(plain().error(), result.error());
            assertEquals(3, result.backtrace().frames().get(0).functionIndex());
          });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "java.lang.Object",
        "<init>",
        "f/0;[",
        "class",
        "\u0000",
        "\uD83D\uDE00"
      })
  void anyExportCanBeCalledByItsName(String name) throws Exception {
    Aspects.underEachPolicy(
        GuestModule.aspect().export(name, "-> i32", "i32.const 0").toByteArray(),
        OPTIONS,
        aspect -> {
          assertTrue(call(aspect, name).isSuccess());
          assertEquals("method " + name + "x does not exist", call(aspect, name + "x").error());
        });
  }
}
