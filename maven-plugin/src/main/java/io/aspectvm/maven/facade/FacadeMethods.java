package io.aspectvm.maven.facade;

import io.aspectvm.proto.artefact.v1.FunctionSignature;
import java.util.HashSet;
import java.util.Set;

/** Writes the methods of a facade. */
final class FacadeMethods {

  private static final int I32 = 0x7F;

  /** Longer parameter lists are passed as an array: a method has 255 slots. */
  private static final int MAX_PARAMETERS = 100;

  private final StringBuilder text;

  /** Those so far, those of the class itself, and those of {@link Object}. */
  private final Set<String> methods =
      new HashSet<>(
          Set.of(
              "load",
              "aspect",
              "close",
              "equals",
              "hashCode",
              "toString",
              "getClass",
              "notify",
              "notifyAll",
              "wait",
              "clone",
              "finalize"));

  /**
   * @param text the class so far
   */
  FacadeMethods(StringBuilder text) {
    this.text = text;
  }

  /** Adds the methods for an exported function. */
  void add(String export, FunctionSignature type) {
    if (isAbi(type)) {
      abiMethod(export, type.getParameters().size());
    }
    rawMethod(export, type);
  }

  private static boolean isAbi(FunctionSignature type) {
    return type.getParameters().size() <= MAX_PARAMETERS
        && type.getResults().size() <= 1
        && allI32(type.getParameters().toByteArray())
        && allI32(type.getResults().toByteArray());
  }

  private static boolean allI32(byte[] types) {
    for (byte type : types) {
      if (type != I32) {
        return false;
      }
    }
    return true;
  }

  private void abiMethod(String export, int parameters) {
    String name = FacadeNames.method("", export, methods);
    line("");
    line("  /**");
    line("   * Calls the export <code>" + JavaText.comment(export) + "</code> by the aspect ABI.");
    line("   *");
    line("   * @param context of this execution, and of no other");
    line("   * @param evmGas limit in EVM gas");
    for (int i = 1; i <= parameters; i++) {
      line("   * @param argument" + i + " a value of the type that the aspect expects");
    }
    line("   * @return what it came to; whatever the aspect does, nothing is thrown");
    line("   */");
    line("  public io.aspectvm.runtime.abi.ExecutionResult " + name + "(");
    text.append("      io.aspectvm.runtime.host.ExecutionContext context, long evmGas");
    for (int i = 1; i <= parameters; i++) {
      text.append(",\n      io.aspectvm.runtime.abi.GuestValue argument").append(i);
    }
    line(") {");
    text.append("    return aspect.call(context, ").append(JavaText.literal(export));
    text.append(", evmGas");
    for (int i = 1; i <= parameters; i++) {
      text.append(", argument").append(i);
    }
    line(");");
    line("  }");
  }

  private void rawMethod(String export, FunctionSignature type) {
    String name = FacadeNames.method("invoke", export, methods);
    int parameters = type.getParameters().size();
    boolean array = parameters > MAX_PARAMETERS || !isNumeric(type);
    line("");
    line("  /**");
    line("   * Calls the export <code>" + JavaText.comment(export) + "</code> with raw values.");
    line("   *");
    line("   * @param context of this execution, and of no other");
    line("   * @param wasmGas limit in WASM gas, 0 or more");
    if (array) {
      line("   * @param arguments " + parameters + " raw values, 32-bit types in the low half");
    } else {
      for (int i = 1; i <= parameters; i++) {
        line("   * @param argument" + i + " its " + ordinal(i) + " parameter");
      }
    }
    line("   * @return results and gas, or why it trapped");
    line("   */");
    line("  public io.aspectvm.runtime.InvocationResult " + name + "(");
    text.append("      io.aspectvm.runtime.host.ExecutionContext context, long wasmGas");
    if (array) {
      text.append(", long... arguments");
    } else {
      for (int i = 1; i <= parameters; i++) {
        text.append(", ").append(RawType.of(type.getParameters().byteAt(i - 1)).java());
        text.append(" argument").append(i);
      }
    }
    line(") {");
    line("    return aspect.invoke(");
    line("        context,");
    line("        new io.aspectvm.runtime.StopSignal(),");
    line("        " + JavaText.literal(export) + ",");
    line("        " + (array ? "arguments" : arguments(type)) + ",");
    line("        wasmGas);");
    line("  }");
  }

  private static boolean isNumeric(FunctionSignature type) {
    for (byte code : type.getParameters().toByteArray()) {
      if (RawType.of(code) == null) {
        return false;
      }
    }
    return true;
  }

  private static String arguments(FunctionSignature type) {
    StringBuilder array = new StringBuilder("new long[] {");
    for (int i = 1; i <= type.getParameters().size(); i++) {
      array.append(i == 1 ? "" : ", ");
      array.append(RawType.of(type.getParameters().byteAt(i - 1)).bits("argument" + i));
    }
    return array.append('}').toString();
  }

  private static String ordinal(int i) {
    return switch (i) {
      case 1 -> "first";
      case 2 -> "second";
      case 3 -> "third";
      default -> i + "th";
    };
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
