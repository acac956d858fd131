package io.aspectvm.compiler.testing;

import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.host.GuestString;
import java.util.HexFormat;

/** Results of executions as text, to be hashed and compared. */
public final class ResultText {

  private static final HexFormat HEX = HexFormat.of();

  private ResultText() {}

  /** All of an execution that is not for people only, in one line. */
  public static String of(ExecutionResult result) {
    StringBuilder text = new StringBuilder();
    text.append(result.outcome()).append(", value ").append(value(result.value()));
    text.append(", gas left ").append(result.evmGasLeft());
    text.append(", used ").append(result.wasmGasUsed()).append(", trap ").append(result.trap());
    text.append(", error ").append(result.error()).append(", revert ");
    text.append(result.revert() == null ? null : HEX.formatHex(result.revert().bytes()));
    for (GuestString log : result.logs()) {
      text.append(", log ").append(HEX.formatHex(log.bytes()));
    }
    return text.append(", aborts ").append(result.aborts()).toString();
  }

  private static String value(GuestValue value) {
    return value instanceof GuestValue.Bytes bytes ? HEX.formatHex(bytes.value()) : "" + value;
  }
}
