package io.aspectvm.compiler.emit;

import io.aspectvm.compiler.lower.CallLowering;
import io.aspectvm.runtime.support.ModuleCode;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Emits the way in: the class of the instance, the entry class (see {@link ModuleCode} and {@link
 * io.aspectvm.runtime.Instance} for both in Java), and for each function that can be called from
 * outside an adapter that unpacks its arguments:
 *
 * <pre>{@code
 * static void e5(long[] values, Instance instance, int depth, long gas) {
 *   values[0] = f5((int) values[0], values[1], instance, depth, gas);
 * }
 * }</pre>
 */
public final class EntryEmitter {

  private static final String MODULE_CODE = Type.getInternalName(ModuleCode.class);
  private static final String CALL_DESCRIPTOR = "(" + RuntimeRefs.INSTANCE_DESCRIPTOR + "I[JI)V";
  private static final String CHOOSE_DESCRIPTOR = "([JI" + RuntimeRefs.INSTANCE_DESCRIPTOR + "IJ)V";
  private static final String ADAPTER_DESCRIPTOR = "([J" + RuntimeRefs.INSTANCE_DESCRIPTOR + "IJ)V";
  private static final Type LONG_ARRAY = Type.getType("[J");

  private final CodeContext context;
  private final GeneratedClasses classes;

  public EntryEmitter(CodeContext context, GeneratedClasses classes) {
    this.context = context;
    this.classes = classes;
  }

  /**
   * @param callable indices of the functions that can be called from outside, ascending
   */
  public void emit(Collection<Integer> callable) {
    List<SwitchTreeEmitter.Branch> adapters = new ArrayList<>();
    for (int function : callable) {
      MethodRef adapter =
          new MethodRef(
              ModuleNames.adapterClass(adapters.size()), "e" + function, ADAPTER_DESCRIPTOR);
      emitAdapter(adapter, function);
      adapters.add(new SwitchTreeEmitter.Branch(function, adapter, true));
      if (!ModuleNames.adapterClass(adapters.size()).equals(adapter.owner())) {
        classes.finishAsLast(adapter.owner());
      }
    }
    MethodRef choose = new MethodRef(ModuleNames.ENTRY + "_c", "choose", CHOOSE_DESCRIPTOR);
    new SwitchTreeEmitter(classes, List.of(LONG_ARRAY), Type.VOID_TYPE, null)
        .emit(choose, adapters, (code, selector, instance) -> code.load(Type.INT_TYPE, selector));
    emitEntryClass(choose);
    classes.open(ModuleNames.MAIN, RuntimeRefs.INSTANCE);
  }

  private void emitAdapter(MethodRef adapter, int function) {
    FunctionType type = context.module().functionType(function);
    CodeBuilder code = new CodeBuilder(classes.method(adapter));
    int values = code.declareReference("[J");
    int instance = code.declareReference(RuntimeRefs.INSTANCE);
    int depth = code.declareInt();
    int gas = code.declareLong();
    if (CallLowering.passesInScratch(type)) {
      code.loadReference(values);
      code.loadReference(instance);
      code.push(type.parameters().size());
      code.support("argumentsToScratch");
    } else {
      for (int i = 0; i < type.parameters().size(); i++) {
        code.loadReference(values);
        code.push(i);
        code.insn(Opcodes.LALOAD);
        code.fromBits(type.parameters().get(i));
      }
    }
    code.loadReference(instance);
    code.load(Type.INT_TYPE, depth);
    code.load(Type.LONG_TYPE, gas);
    code.call(context.names().function(function));
    storeResults(code, type.results(), values, instance);
    code.insn(Opcodes.RETURN);
    GeneratedClasses.end(code.visitor());
  }

  private static void storeResults(
      CodeBuilder code, List<ValueType> results, int values, int instance) {
    if (results.isEmpty()) {
      return;
    }
    code.toBits(results.get(0));
    code.loadReference(values);
    code.support("returnBits");
    if (results.size() > 1) {
      code.loadReference(values);
      code.loadReference(instance);
      code.push(results.size());
      code.support("resultsFromScratch");
    }
  }

  private void emitEntryClass(MethodRef choose) {
    ClassWriter writer = classes.open(ModuleNames.ENTRY, MODULE_CODE);
    // choose(values, functionIndex, instance, depthLeft, instance.gas)
    MethodVisitor call =
        writer.visitMethod(Opcodes.ACC_PUBLIC, "call", CALL_DESCRIPTOR, null, null);
    call.visitCode();
    call.visitVarInsn(Opcodes.ALOAD, 3);
    call.visitVarInsn(Opcodes.ILOAD, 2);
    call.visitVarInsn(Opcodes.ALOAD, 1);
    call.visitVarInsn(Opcodes.ILOAD, 4);
    call.visitVarInsn(Opcodes.ALOAD, 1);
    call.visitFieldInsn(Opcodes.GETFIELD, RuntimeRefs.INSTANCE, "gas", "J");
    call.visitMethodInsn(
        Opcodes.INVOKESTATIC, choose.owner(), choose.name(), choose.descriptor(), false);
    call.visitInsn(Opcodes.RETURN);
    GeneratedClasses.end(call);
  }
}
