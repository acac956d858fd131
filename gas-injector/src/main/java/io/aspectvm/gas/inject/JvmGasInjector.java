package io.aspectvm.gas.inject;

import java.util.Objects;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes charges into JVM code while a method is emitted. The method keeps gas in a local variable.
 * A charge takes an amount from it and looks whether that was there; the two can also stand apart:
 *
 * <pre>{@code
 * gas = Owner.charge(gas, amount, instance);       // both
 * gas -= amount;                                   // unchecked: some check must follow
 * Owner.checkGas(gas, instance);                   // the check alone
 * }</pre>
 *
 * <p>A static method of a few bytes takes a third of the code that the test inline takes, is always
 * inlined by the JIT compilers, and leaves the block that it stands in whole: HotSpot recognises a
 * counted loop by the jump at the end of its first block.
 *
 * <p>The methods return or throw; they never change the variable but by the amount. So no call that
 * returns stands in a loop for the sake of gas, and the JIT compiler has nothing to save around it.
 *
 * <p>Immutable and thread-safe.
 */
public final class JvmGasInjector {

  /** The largest amount that {@code charge} takes, in WASM gas; {@code chargeLarge} takes any. */
  public static final int MAX_SMALL = 50_000_000;

  private final String owner;
  private final String instance;

  /**
   * @param owner internal name of the class with the static methods {@code long charge(long gas,
   *     int amount, Instance)} for amounts up to {@link #MAX_SMALL}, {@code long chargeLarge(long
   *     gas, long amount, Instance)} for others and {@code void checkGas(long gas, Instance)}
   * @param instanceType internal name of the type of their last parameter
   */
  public JvmGasInjector(String owner, String instanceType) {
    this.owner = Objects.requireNonNull(owner);
    this.instance = "L" + instanceType + ";";
  }

  /**
   * Writes a charge with its check. The JVM operand stack may hold anything and is left as it was.
   *
   * @param amount WASM gas; positive
   * @param gasSlot slot of the variable that holds gas (a long)
   * @param instanceSlot slot of the instance
   */
  public void charge(MethodVisitor code, long amount, int gasSlot, int instanceSlot) {
    requirePositive(amount);
    boolean small = amount <= MAX_SMALL;
    code.visitVarInsn(Opcodes.LLOAD, gasSlot);
    pushAmount(code, amount, small);
    code.visitVarInsn(Opcodes.ALOAD, instanceSlot);
    call(code, small ? "charge" : "chargeLarge", small ? "(JI" : "(JJ", "J");
    code.visitVarInsn(Opcodes.LSTORE, gasSlot);
  }

  /**
   * Writes a charge without check. The variable may be below what the check allows until the next
   * check; nothing that others can see may happen between.
   */
  public void chargeUnchecked(MethodVisitor code, long amount, int gasSlot) {
    requirePositive(amount);
    boolean small = amount == (int) amount;
    code.visitVarInsn(Opcodes.LLOAD, gasSlot);
    pushAmount(code, amount, small);
    if (small) {
      code.visitInsn(Opcodes.I2L);
    }
    code.visitInsn(Opcodes.LSUB);
    code.visitVarInsn(Opcodes.LSTORE, gasSlot);
  }

  /** Writes the check of the unchecked charges before. */
  public void check(MethodVisitor code, int gasSlot, int instanceSlot) {
    code.visitVarInsn(Opcodes.LLOAD, gasSlot);
    code.visitVarInsn(Opcodes.ALOAD, instanceSlot);
    call(code, "checkGas", "(J", "V");
  }

  private void call(MethodVisitor code, String name, String parameters, String result) {
    String descriptor = parameters + instance + ")" + result;
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
  }

  private static void requirePositive(long amount) {
    if (amount <= 0) {
      throw new IllegalArgumentException("amount: " + amount);
    }
  }

  private static void pushAmount(MethodVisitor code, long amount, boolean small) {
    if (!small) {
      code.visitLdcInsn(amount);
    } else if (amount == (short) amount) {
      code.visitIntInsn(Opcodes.SIPUSH, (int) amount);
    } else {
      code.visitLdcInsn((int) amount);
    }
  }
}
