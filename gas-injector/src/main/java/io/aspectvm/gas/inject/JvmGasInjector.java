package io.aspectvm.gas.inject;

import java.util.Objects;
import java.util.function.Consumer;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes charges into JVM code while a method is emitted. The method keeps gas in a local variable;
 * the charge is, in Java,
 *
 * <pre>{@code
 * gas -= amount;
 * if (gas < 0) {
 *   gas = Owner.slowPath(instance, gas);
 * }
 * }</pre>
 *
 * <p>The variable holds 0 or more before every charge, and amounts are positive, so that the
 * subtraction cannot overflow and a negative rest means what the reference's unsigned comparison
 * means: the amount exceeds the counter. The slow path either gives the new content of the
 * variable, 0 or more (the variable may hold a slice of the counter only), or throws.
 *
 * <p>Immutable and thread-safe.
 */
public final class JvmGasInjector {

  private final String owner;
  private final String method;
  private final String descriptor;

  /**
   * @param owner internal name of the class with the slow path
   * @param method name of the slow path, a static method {@code (instance, long) -> long}
   * @param instanceType internal name of the type of its first parameter
   */
  public JvmGasInjector(String owner, String method, String instanceType) {
    this.owner = Objects.requireNonNull(owner);
    this.method = Objects.requireNonNull(method);
    this.descriptor = "(L" + instanceType + ";J)J";
  }

  /**
   * Writes one charge. The JVM operand stack may hold anything and is left as it was.
   *
   * @param amount WASM gas; positive
   * @param gasSlot slot of the variable that holds gas (a long)
   * @param instanceSlot slot of the instance
   * @param bind places a label in the code at the current position, with the stack-map frame that a
   *     branch target needs; locals and operand stack there are as they were before the charge
   */
  public void charge(
      MethodVisitor code, long amount, int gasSlot, int instanceSlot, Consumer<Label> bind) {
    if (amount <= 0) {
      throw new IllegalArgumentException("amount: " + amount);
    }
    // gas -= amount;  [..] -> [.., gas]
    code.visitVarInsn(Opcodes.LLOAD, gasSlot);
    code.visitLdcInsn(amount);
    code.visitInsn(Opcodes.LSUB);
    code.visitInsn(Opcodes.DUP2);
    code.visitVarInsn(Opcodes.LSTORE, gasSlot);
    // if (gas < 0) gas = slowPath(instance, gas);  [.., gas] -> [..]
    Label paid = new Label();
    code.visitInsn(Opcodes.LCONST_0);
    code.visitInsn(Opcodes.LCMP);
    code.visitJumpInsn(Opcodes.IFGE, paid);
    code.visitVarInsn(Opcodes.ALOAD, instanceSlot);
    code.visitVarInsn(Opcodes.LLOAD, gasSlot);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, method, descriptor, false);
    code.visitVarInsn(Opcodes.LSTORE, gasSlot);
    bind.accept(paid);
  }
}
