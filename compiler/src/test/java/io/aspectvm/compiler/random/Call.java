package io.aspectvm.compiler.random;

import io.aspectvm.wasm.module.FunctionType;
import java.util.Arrays;

/**
 * A call of an export.
 *
 * @param arguments raw bits, i32 and f32 in the low 32; not copied
 * @param gas limit, in WASM gas
 */
public record Call(String export, long[] arguments, long gas) {

  /** A call with arguments of the boundaries. */
  public static Call random(String export, FunctionType type, long gas, SeededRandom random) {
    long[] arguments = new long[type.parameters().size()];
    Arrays.setAll(arguments, i -> Boundaries.value(type.parameters().get(i), random));
    return new Call(export, arguments, gas);
  }

  public Call withGas(long other) {
    return new Call(export, arguments, other);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(export);
    for (long argument : arguments) {
      text.append(' ').append(Long.toHexString(argument));
    }
    return text.append(" gas ").append(gas).toString();
  }

  /** The call with this text. */
  static Call parse(String text) {
    String[] words = text.split(" ", -1);
    long[] arguments = new long[words.length - 3];
    Arrays.setAll(arguments, i -> Long.parseUnsignedLong(words[i + 1], 16));
    return new Call(words[0], arguments, Long.parseLong(words[words.length - 1]));
  }
}
