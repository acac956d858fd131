package io.aspectvm.gas.plan;

import io.aspectvm.wasm.WasmException;
import java.util.Locale;

/**
 * The module is valid, but cannot be metered: the reference's injector would fail on it (gas
 * specification, section 10), or an amount exceeds 64 bits (section 4). The message starts with the
 * reference's own text, {@value #PREFIX}; what follows is for people.
 */
public final class MeteringException extends WasmException {

  /** The one text that the reference gives, whatever the reason. */
  public static final String PREFIX = "wasm_instrument failed";

  private static final long serialVersionUID = 1L;

  /**
   * @param offset byte offset in the module, or -1
   * @param functionIndex the function concerned, or -1
   */
  public MeteringException(String reason, int offset, int functionIndex) {
    super(text(reason, offset, functionIndex), offset, functionIndex);
  }

  private static String text(String reason, int offset, int functionIndex) {
    StringBuilder text = new StringBuilder(PREFIX).append(": ").append(reason);
    if (functionIndex >= 0) {
      text.append(", function ").append(functionIndex);
    }
    if (offset >= 0) {
      text.append(String.format(Locale.ROOT, ", offset 0x%x", offset));
    }
    return text.toString();
  }

  @Override
  public String kind() {
    return "metering";
  }
}
