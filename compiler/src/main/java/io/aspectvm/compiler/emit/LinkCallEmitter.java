package io.aspectvm.compiler.emit;

import io.aspectvm.compiler.lower.CallLowering;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Emits methods whose body is a call into another instance. All values travel in an array:
 *
 * <pre>{@code
 * static int h3(int p0, long p1, Instance instance, int depth, long gas) {
 *   instance.gas = gas;
 *   long[] values = new long[2];
 *   values[0] = p0;
 *   values[1] = p1;
 *   callImport(values, instance, depth, 3);
 *   return (int) values[0];
 * }
 * }</pre>
 */
final class LinkCallEmitter {

  private final GeneratedClasses classes;

  LinkCallEmitter(GeneratedClasses classes) {
    this.classes = classes;
  }

  /** The bridge of an import that no host function is known for: {@code callImport}. */
  void emitBridge(MethodRef self, FunctionType type, int functionIndex) {
    Method method = new Method(self, type, false);
    method.pack();
    method.code.push(functionIndex);
    method.code.support("callImport");
    method.unpackAndReturn();
  }

  /** What a dispatcher does with a function that it has no case for: {@code callForeign}. */
  void emitForeign(MethodRef self, FunctionType type, int typeIndex) {
    Method method = new Method(self, type, true);
    method.pack();
    method.code.load(Type.INT_TYPE, method.selector);
    method.code.push(typeIndex);
    method.code.support("callForeign");
    method.unpackAndReturn();
  }

  private final class Method {
    private final FunctionType type;
    private final boolean inScratch;
    private final CodeBuilder code;
    private final int[] slots;
    private final int selector;
    private final int instance;
    private final int depth;
    private final int gas;
    private final int values;

    Method(MethodRef self, FunctionType type, boolean selects) {
      this.type = type;
      inScratch = CallLowering.passesInScratch(type);
      code = new CodeBuilder(classes.method(self));
      slots = new int[inScratch ? 0 : type.parameters().size()];
      for (int i = 0; i < slots.length; i++) {
        slots[i] = code.declare(type.parameters().get(i));
      }
      selector = selects ? code.declareInt() : MethodFrame.NONE;
      instance = code.declareReference(RuntimeRefs.INSTANCE);
      depth = code.declareInt();
      gas = code.declareLong();
      values = code.declareReference("[J");
    }

    /** {@code [] -> [values, instance, depth]} */
    void pack() {
      int count = type.parameters().size();
      code.publishGas(instance, gas);
      code.push(Math.max(count, type.results().size()));
      code.visitor().visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_LONG);
      code.storeReference(values);
      for (int i = 0; i < slots.length; i++) {
        ValueType parameter = type.parameters().get(i);
        code.loadReference(values);
        code.push(i);
        code.load(JvmTypes.type(parameter), slots[i]);
        code.toBits(parameter);
        code.insn(Opcodes.LASTORE);
      }
      if (inScratch) {
        scratch("argumentsFromScratch", count);
      }
      code.loadReference(values);
      code.loadReference(instance);
      code.load(Type.INT_TYPE, depth);
    }

    private void scratch(String operation, int count) {
      code.loadReference(values);
      code.loadReference(instance);
      code.push(count);
      code.support(operation);
    }

    void unpackAndReturn() {
      List<ValueType> results = type.results();
      if (results.size() > 1) {
        scratch("resultsToScratch", results.size());
      }
      if (!results.isEmpty()) {
        code.loadReference(values);
        code.push(0);
        code.insn(Opcodes.LALOAD);
        code.fromBits(results.get(0));
      }
      code.insn(JvmTypes.resultType(type).getOpcode(Opcodes.IRETURN));
      GeneratedClasses.end(code.visitor());
    }
  }
}
