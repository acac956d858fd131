package io.aspectvm.runtime.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.HostFunction.ValueKind;
import io.aspectvm.runtime.support.HostCall;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HostModulesTest {

  @Test
  void standardHasTheFunctionsOfTheSpecificationAndAbort() {
    Map<String, String> signatures = new TreeMap<>();
    for (HostFunction function : HostModules.standard().functions()) {
      signatures.put(function.module() + " " + function.field(), function.signature().toString());
    }

    Map<String, String> expected = new TreeMap<>();
    for (String line : STANDARD.strip().split("\n")) {
      String[] parts = line.split(" ", 3);
      expected.put(parts[0] + " " + parts[1], parts[2]);
    }
    assertEquals(29, expected.size());
    assertEquals(expected, signatures);
  }

  @Test
  void standardKeepsStringBytes() {
    for (HostFunction function : HostModules.standard().functions()) {
      assertFalse(function.parameters().contains(ValueKind.STRING), function.field());
      assertTrue(function.takesContext(), function.field());
    }
  }

  @Test
  void everyValueKindHasItsMethodsInHostCall() throws Exception {
    for (ValueKind kind : ValueKind.values()) {
      if (kind.isRaw()) {
        continue;
      }
      Method reader = HostCall.class.getMethod(kind.reader(), int.class);
      assertEquals(kind.descriptor(), reader.getReturnType().descriptorString());
      Method writer = HostCall.class.getMethod(kind.writer(), reader.getReturnType());
      assertEquals(int.class, writer.getReturnType());
    }
  }

  @Test
  void readsKindsPricesAndDescriptor() {
    HostModules modules = HostModules.builder().add(Typed.class).build();

    HostFunction all = modules.find("acme", "all").orElseThrow();
    assertEquals(
        List.of(ValueKind.STRING, ValueKind.GUEST_STRING, ValueKind.BYTES), all.parameters());
    assertEquals(ValueKind.UINT64, all.result());
    assertEquals(
        "(Lio/aspectvm/runtime/HostContext;Ljava/lang/String;"
            + "Lio/aspectvm/runtime/host/GuestString;[B)J",
        all.descriptor());
    assertEquals("io/aspectvm/runtime/host/HostModulesTest$Typed", all.owner());
    assertEquals(7, all.fixedGas());
    assertEquals(3, all.gasPerByte());

    HostFunction numbers = modules.find("acme", "numbers").orElseThrow();
    assertFalse(numbers.takesContext());
    assertEquals(List.of(ValueKind.BOOL, ValueKind.INT32, ValueKind.INT64), numbers.parameters());
    assertEquals("(i32, i32, i32) -> ()", numbers.signature().toString());

    HostFunction raw = modules.find("acme", "raw").orElseThrow();
    assertTrue(raw.raw());
    assertEquals(FunctionSignature.parse("(i32, i64, f32, f64) -> (f64)"), raw.signature());
    assertTrue(modules.find("acme", "none").isEmpty());
    assertTrue(modules.find("other", "all").isEmpty());
  }

  @Test
  void plusLeavesTheOriginalAlone() {
    HostModules standard = HostModules.standard();
    HostModules more = standard.plus(Typed.class, Typed.class);

    assertTrue(more.find("acme", "all").isPresent());
    assertTrue(more.find("util-api", "__UtilApi__.gas").isPresent());
    assertTrue(standard.find("acme", "all").isEmpty());
    assertTrue(more.classes().contains(Typed.class));
    assertFalse(standard.classes().contains(Typed.class));
  }

  @Test
  void digestDependsOnTheFunctionsAlone() {
    HostModules standard = HostModules.standard();
    assertEquals(64, standard.digest().length());
    assertEquals(standard.digest(), standard.plus().digest());
    assertNotEquals(standard.digest(), standard.plus(Typed.class).digest());
    assertEquals(
        HostModules.builder().add(Typed.class).add(Other.class).build().digest(),
        HostModules.builder().add(Other.class).add(Typed.class).build().digest());
  }

  @Test
  void refusesWhatCompiledCodeCannotCall() {
    refuses(NotPublic.class, "is not public");
    refuses(InterfaceHost.class, "no ordinary class");
    refuses(NothingAnnotated.class, "no method annotated");
    refuses(NotStatic.class, "must be public and static");
    refuses(HiddenMethod.class, "must be public and static");
    refuses(FourParameters.class, "at most 3");
    refuses(WrongParameter.class, "parameter 2 has type java.lang.Object");
    refuses(WrongResult.class, "result has type float");
    refuses(WrongRaw.class, "has type java.lang.String");
    refuses(WrongUnsigned.class, "@Unsigned belongs to a long");
    refuses(UnsignedVoid.class, "@Unsigned needs a long result");
    refuses(NegativePrice.class, "cannot be negative");
    refuses(RawPerByte.class, "no price per byte");
    refuses(LateContext.class, "parameter 2 has type io.aspectvm.runtime.HostContext");
  }

  @Test
  void refusesAnImportThatIsTaken() {
    HostModuleException taken =
        assertThrows(HostModuleException.class, () -> HostModules.standard().plus(TakesGas.class));
    assertTrue(taken.getMessage().contains("util-api __UtilApi__.gas"), taken.getMessage());
  }

  private static void refuses(Class<?> owner, String fragment) {
    HostModuleException refused =
        assertThrows(HostModuleException.class, () -> HostModules.builder().add(owner));
    assertTrue(refused.getMessage().contains(fragment), refused.getMessage());
  }

  /** Every kind of parameter. */
  public static final class Typed {
    @HostImport(module = "acme", field = "all", fixedGas = 7, gasPerByte = 3)
    @Unsigned
    public static long all(HostContext context, String a, GuestString b, byte[] c) {
      return 0;
    }

    @HostImport(module = "acme", field = "numbers")
    public static void numbers(boolean a, int b, long c) {}

    @HostImport(module = "acme", field = "raw", raw = true)
    public static double raw(HostContext context, int a, long b, float c, double d) {
      return 0;
    }

    public static void notOffered(Object anything) {}
  }

  public static final class Other {
    @HostImport(module = "acme", field = "other")
    public static String other(@Unsigned long a) {
      return "";
    }
  }

  static final class NotPublic {
    @HostImport(module = "m", field = "f")
    public static void f() {}
  }

  public interface InterfaceHost {
    @HostImport(module = "m", field = "f")
    static void f() {}
  }

  public static final class NothingAnnotated {}

  public static final class NotStatic {
    @HostImport(module = "m", field = "f")
    public void f() {}
  }

  public static final class HiddenMethod {
    @HostImport(module = "m", field = "f")
    static void f() {}
  }

  public static final class FourParameters {
    @HostImport(module = "m", field = "f")
    public static void f(int a, int b, int c, int d) {}
  }

  public static final class WrongParameter {
    @HostImport(module = "m", field = "f")
    public static void f(int a, Object b) {}
  }

  public static final class WrongResult {
    @HostImport(module = "m", field = "f")
    public static float f() {
      return 0;
    }
  }

  public static final class WrongRaw {
    @HostImport(module = "m", field = "f", raw = true)
    public static void f(String a) {}
  }

  public static final class WrongUnsigned {
    @HostImport(module = "m", field = "f")
    public static void f(@Unsigned int a) {}
  }

  public static final class UnsignedVoid {
    @HostImport(module = "m", field = "f")
    @Unsigned
    public static void f() {}
  }

  public static final class NegativePrice {
    @HostImport(module = "m", field = "f", fixedGas = -1)
    public static void f() {}
  }

  public static final class RawPerByte {
    @HostImport(module = "m", field = "f", gasPerByte = 1, raw = true)
    public static void f() {}
  }

  public static final class LateContext {
    @HostImport(module = "m", field = "f")
    public static void f(int a, HostContext context) {}
  }

  public static final class TakesGas {
    @HostImport(module = "util-api", field = "__UtilApi__.gas")
    public static long gas() {
      return 0;
    }
  }

  /** host-apis.md, section 1: module, field, wasm type. */
  private static final String STANDARD =
      """
      crypto-api __CryptoApi__.sha256 (i32) -> (i32)
      crypto-api __CryptoApi__.ripemd160 (i32) -> (i32)
      crypto-api __CryptoApi__.keccak (i32) -> (i32)
      crypto-api __CryptoApi__.ecRecover (i32) -> (i32)
      crypto-api __CryptoApi__.bigModExp (i32, i32, i32) -> (i32)
      crypto-api __CryptoApi__.bn256Add (i32) -> (i32)
      crypto-api __CryptoApi__.bn256ScalarMul (i32) -> (i32)
      crypto-api __CryptoApi__.bn256Pairing (i32) -> (i32)
      crypto-api __CryptoApi__.blake2F (i32) -> (i32)
      util-api __UtilApi__.revert (i32) -> ()
      util-api __UtilApi__.sLog (i32) -> ()
      util-api __UtilApi__.gas () -> (i32)
      runtime-api __RuntimeContextApi__.get (i32) -> (i32)
      statedb-api __StateDbApi__.getBalance (i32) -> (i32)
      statedb-api __StateDbApi__.getState (i32, i32) -> (i32)
      statedb-api __StateDbApi__.getCodeHash (i32) -> (i32)
      statedb-api __StateDbApi__.getCodeSize (i32) -> (i32)
      statedb-api __StateDbApi__.getNonce (i32) -> (i32)
      statedb-api __StateDbApi__.hasSuicided (i32) -> (i32)
      aspect-property-api __AspectPropertyApi__.get (i32) -> (i32)
      aspect-state-api __AspectStateApi__.get (i32) -> (i32)
      aspect-state-api __AspectStateApi__.set (i32, i32) -> ()
      aspect-transient-storage-api __AspectTransientStorageApi__.get (i32, i32) -> (i32)
      aspect-transient-storage-api __AspectTransientStorageApi__.set (i32, i32) -> ()
      evm-call-api __EvmCallApi__.staticCall (i32) -> (i32)
      evm-call-api __EvmCallApi__.jitCall (i32) -> (i32)
      trace-api __TraceApi__.queryStateChange (i32) -> (i32)
      trace-api __TraceApi__.queryCallTree (i32) -> (i32)
      env abort (i32, i32, i32, i32) -> ()
      """;
}
