package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.AbortRecord;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostImport;

/** AssemblyScript's {@code env.abort} (aspect-abi, section 4.1). */
public final class EnvironmentApi {

  private EnvironmentApi() {}

  /** Keeps the message for diagnostics and returns: what traps is the guest's own next step. */
  @HostImport(module = "env", field = "abort", raw = true)
  public static void abort(HostContext context, int message, int fileName, int line, int column) {
    ExecutionContext execution = ExecutionContext.of(context);
    if (!execution.keepsAborts()) {
      return;
    }
    execution.recordAbort(
        new AbortRecord(
            AssemblyScriptString.read(execution, message),
            AssemblyScriptString.read(execution, fileName),
            line,
            column));
  }
}
