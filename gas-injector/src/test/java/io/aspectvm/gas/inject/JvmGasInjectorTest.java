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

  /** What a slow path does in this test: trap, or load another slice. */
  public static final class Meter {
    private long reserve;

    public static long refill(Meter meter, long gas) {
      long left = meter.reserve + gas;
      if (left < 0) {
        throw new IllegalStateException("out of gas at " + gas);
      }
      meter.reserve = 0;
      return left;
    }
  }

  private static final String METER = Type.getInternalName(Meter.class);

  private static MethodHandle method(long... amounts) throws ReflectiveOperationException {
    ClassWriter writer = new ClassWriter(0);
    String name = Type.getInternalName(JvmGasInjectorTest.class) + "$Generated";
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
    String descriptor = "(L" + METER + ";J)J";
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "run", descriptor, null, null);
    JvmGasInjector injector = new JvmGasInjector(METER, "refill", METER);
    code.visitCode();
    for (long amount : amounts) {
      injector.charge(
          code,
          amount,
          1,
          0,
          label -> {
            code.visitLabel(label);
            code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
            code.visitInsn(Opcodes.NOP); // two frames may not stand at one place
          });
    }
    code.visitVarInsn(Opcodes.LLOAD, 1);
    code.visitInsn(Opcodes.LRETURN);
    code.visitMaxs(4, 3);
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
  void theSlowPathSeesTheNegativeRest() throws Throwable {
    MethodHandle method = method(100, 50);
    assertEquals(1000 - 150, run(method, 1000 - 120, 120));
    assertEquals(0, run(method, 30, 120));
    IllegalStateException e = assertThrows(IllegalStateException.class, () -> run(method, 29, 120));
    assertEquals("out of gas at -30", e.getMessage());
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
