package io.aspectvm.gas.inject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

public class JvmGasInjectorTest {

  /** What compiled code calls: here the floor is the reserve alone. */
  public static final class Meter {
    private long reserve;

    public static long charge(long gas, int amount, Meter meter) {
      return chargeLarge(gas, amount, meter);
    }

    public static long chargeLarge(long gas, long amount, Meter meter) {
      long left = gas - amount;
      checkGas(left, meter);
      return left;
    }

    public static void checkGas(long gas, Meter meter) {
      if (gas < -meter.reserve) {
        throw new IllegalStateException("out of gas at " + gas);
      }
    }
  }

  private static final String METER = Type.getInternalName(Meter.class);

  /** Writes charges into the code of a method {@code (meter, gas) -> gas}. */
  @FunctionalInterface
  private interface Charges {
    void write(JvmGasInjector injector, MethodVisitor code);
  }

  private static MethodHandle method(long... amounts) throws ReflectiveOperationException {
    return method(
        (injector, code) -> {
          for (long amount : amounts) {
            injector.charge(code, amount, 1, 0);
          }
        });
  }

  private static MethodHandle method(Charges charges) throws ReflectiveOperationException {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    String name = Type.getInternalName(JvmGasInjectorTest.class) + "$Generated";
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
    String descriptor = "(L" + METER + ";J)J";
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "run", descriptor, null, null);
    code.visitCode();
    charges.write(new JvmGasInjector(METER, METER), code);
    code.visitVarInsn(Opcodes.LLOAD, 1);
    code.visitInsn(Opcodes.LRETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    MethodHandles.Lookup lookup =
        MethodHandles.lookup().defineHiddenClass(writer.toByteArray(), true);
    MethodType type = MethodType.methodType(long.class, Meter.class, long.class);
    return lookup.findStatic(lookup.lookupClass(), "run", type);
  }

  private static long run(MethodHandle method, long reserve, long gas) throws Throwable {
    Meter meter = new Meter();
    meter.reserve = reserve;
    return (long) method.invokeExact(meter, gas);
  }

  @Test
  void chargesAreSubtracted() throws Throwable {
    MethodHandle method = method(1116, 1, 40_000, Long.MAX_VALUE / 2);
    long sum = 1116 + 1 + 40_000 + Long.MAX_VALUE / 2;
    assertEquals(7, run(method, 0, sum + 7));
    assertEquals(0, run(method, 0, sum));
  }

  @Test
  void theCheckSeesTheNegativeRest() throws Throwable {
    MethodHandle method = method(100, 50);
    assertEquals(-30, run(method, 30, 120));
    IllegalStateException e = assertThrows(IllegalStateException.class, () -> run(method, 29, 120));
    assertEquals("out of gas at -30", e.getMessage());
  }

  @Test
  void aCheckPaysForAllChargesBefore() throws Throwable {
    MethodHandle method =
        method(
            (injector, code) -> {
              injector.chargeUnchecked(code, 100, 1);
              injector.chargeUnchecked(code, 40_000, 1);
              injector.chargeUnchecked(code, 5_000_000_000L, 1);
              injector.check(code, 1, 0);
            });
    assertEquals(0, run(method, 0, 5_000_040_100L));
    assertEquals(-5_000_040_100L, run(method, 5_000_040_100L, 0));
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> run(method, 0, 5_000_040_099L));
    assertEquals("out of gas at -1", e.getMessage());
  }

  @Test
  void theLargestAmountDoesNotOverflow() throws Throwable {
    MethodHandle method = method(Long.MAX_VALUE);
    assertEquals(0, run(method, 0, Long.MAX_VALUE));
    assertThrows(IllegalStateException.class, () -> run(method, 0, 0));
    assertThrows(IllegalStateException.class, () -> run(method, Long.MAX_VALUE - 1, 0));
  }

  @Test
  void amountsArePositive() {
    assertThrows(IllegalArgumentException.class, () -> method(0));
    assertThrows(IllegalArgumentException.class, () -> method(-1));
  }
}
