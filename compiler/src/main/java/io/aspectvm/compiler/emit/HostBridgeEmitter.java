package io.aspectvm.compiler.emit;

import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.wasm.module.FunctionType;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Emits the bridge of each imported function: a static method like that of any function, which
 * calls the host's static method. {@link io.aspectvm.runtime.support.HostCall} shows it in Java.
 */
public final class HostBridgeEmitter {

  private static final String HOST_CONTEXT = "io/aspectvm/runtime/HostContext";

  private final CodeContext context;
  private final GeneratedClasses classes;

  public HostBridgeEmitter(CodeContext context, GeneratedClasses classes) {
    this.context = context;
    this.classes = classes;
  }

  /**
   * Emits the bridge of the import that follows the one before.
   *
   * @param functionIndex of an import
   * @param host what it is linked to, or null where nothing fits: another instance may offer it
   */
  public void emit(int functionIndex, HostFunction host) {
    MethodRef self = context.names().function(functionIndex);
    FunctionType type = context.module().functionType(functionIndex);
    if (host == null) {
      new LinkCallEmitter(classes).emitBridge(self, type, functionIndex);
    } else {
      emitHostCall(self, type, functionIndex, host);
    }
    if (!ModuleNames.bridgeClass(functionIndex + 1).equals(self.owner())) {
      classes.finishAsLast(self.owner());
    }
  }

  private void emitHostCall(
      MethodRef self, FunctionType type, int functionIndex, HostFunction host) {
    CodeBuilder code = new CodeBuilder(classes.method(self));
    int[] slots = new int[type.parameters().size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = code.declare(type.parameters().get(i));
    }
    Bridge bridge =
        new Bridge(
            code,
            slots,
            code.declareReference(RuntimeRefs.INSTANCE),
            code.declareInt(),
            code.declareLong(),
            functionIndex);
    if (host.raw()) {
      bridge.raw(host);
    } else {
      bridge.values(host);
    }
    GeneratedClasses.end(code.visitor());
  }

  /** One bridge: its slots, and the two shapes it can have. */
  private record Bridge(
      CodeBuilder code, int[] slots, int instance, int depth, int gas, int function) {

    void raw(HostFunction host) {
      publish();
      code.loadReference(instance);
      code.push(function);
      code.call(RuntimeRefs.hostCall("enterRaw"));
      Label start = new Label();
      Label end = new Label();
      code.visitor().visitLabel(start);
      if (host.takesContext()) {
        code.loadReference(instance);
        code.callVirtual(new MethodRef(RuntimeRefs.INSTANCE, "host", "()L" + HOST_CONTEXT + ";"));
      }
      List<HostFunction.ValueKind> parameters = host.parameters();
      for (int i = 0; i < slots.length; i++) {
        code.load(Type.getType(parameters.get(i).descriptor()), slots[i]);
      }
      code.call(target(host));
      code.visitor().visitLabel(end);
      code.insn(
          host.result() == null
              ? Opcodes.RETURN
              : Type.getType(host.result().descriptor()).getOpcode(Opcodes.IRETURN));
      handler(start, end);
      code.call(RuntimeRefs.hostCall("rawFailed"));
      code.insn(Opcodes.ATHROW);
    }

    void values(HostFunction host) {
      int call = code.declareReference(RuntimeRefs.HOST_CALL);
      publish();
      code.loadReference(instance);
      code.push(function);
      code.call(RuntimeRefs.hostCall("begin"));
      code.storeReference(call);
      Label start = new Label();
      Label end = new Label();
      code.visitor().visitLabel(start);
      for (int slot : slots) {
        code.loadReference(call);
        code.load(Type.INT_TYPE, slot);
        code.callVirtual(RuntimeRefs.hostCall("argument"));
      }
      code.loadReference(call);
      code.callVirtual(RuntimeRefs.hostCall("enter"));
      // The call lies below the result: it takes it.
      code.loadReference(call);
      if (host.takesContext()) {
        code.loadReference(call);
        code.callVirtual(RuntimeRefs.hostCall("context"));
      }
      for (int i = 0; i < slots.length; i++) {
        code.loadReference(call);
        code.push(i);
        code.callVirtual(RuntimeRefs.hostCall(host.parameters().get(i).reader()));
      }
      code.call(target(host));
      code.callVirtual(
          RuntimeRefs.hostCall(host.result() == null ? "done" : host.result().writer()));
      code.visitor().visitLabel(end);
      code.insn(host.result() == null ? Opcodes.RETURN : Opcodes.IRETURN);
      handler(start, end);
      int failure = code.declareLate();
      code.storeReference(failure);
      code.loadReference(call);
      code.loadReference(failure);
      code.callVirtual(RuntimeRefs.hostCall("failed"));
      code.insn(Opcodes.ATHROW);
    }

    private static MethodRef target(HostFunction host) {
      return new MethodRef(host.owner(), host.method(), host.descriptor());
    }

    /**
     * {@code instance.gas = gas; instance.depth = depth}: a host function looks at the counter, and
     * may enter the guest again.
     */
    private void publish() {
      code.publishGas(instance, gas);
      code.loadReference(instance);
      code.load(Type.INT_TYPE, depth);
      code.visitor().visitFieldInsn(Opcodes.PUTFIELD, RuntimeRefs.INSTANCE, "depth", "I");
    }

    private void handler(Label start, Label end) {
      Label handler = new Label();
      code.bindHandler(handler);
      code.visitor().visitTryCatchBlock(start, end, handler, "java/lang/Throwable");
    }
  }
}
