package io.aspectvm.compiler.emit;

import io.aspectvm.compiler.lower.CallLowering;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.opcode.ValueType;
import org.objectweb.asm.Type;

/** How wasm types look on the JVM: ASM's types, frame elements, descriptors. */
public final class JvmTypes {

  private static final String SUFFIX = RuntimeRefs.INSTANCE_DESCRIPTOR + "IJ)";

  private JvmTypes() {}

  static Type type(ValueType type) {
    return switch (carrier(type)) {
      case I64 -> Type.LONG_TYPE;
      case F32 -> Type.FLOAT_TYPE;
      case F64 -> Type.DOUBLE_TYPE;
      default -> Type.INT_TYPE;
    };
  }

  /** The number type whose JVM type and support methods values of this type use. */
  static ValueType carrier(ValueType type) {
    return type.isReference() ? ValueType.I32 : type;
  }

  static int slots(ValueType type) {
    return type(type).getSize();
  }

  /** Descriptor of the method of a function: parameters, instance, depth, gas. */
  static String descriptor(FunctionType type) {
    return "(" + parameters(type) + SUFFIX + result(type);
  }

  /** As {@link #descriptor}, with the element index behind the parameters. */
  static String dispatcherDescriptor(FunctionType type) {
    return "(" + parameters(type) + "I" + SUFFIX + result(type);
  }

  private static String parameters(FunctionType type) {
    if (CallLowering.passesInScratch(type)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (ValueType parameter : type.parameters()) {
      text.append(type(parameter).getDescriptor());
    }
    return text.toString();
  }

  private static String result(FunctionType type) {
    return resultType(type).getDescriptor();
  }

  /** Type that the method returns: the first result. */
  static Type resultType(FunctionType type) {
    return type.results().isEmpty() ? Type.VOID_TYPE : type(type.results().get(0));
  }
}
