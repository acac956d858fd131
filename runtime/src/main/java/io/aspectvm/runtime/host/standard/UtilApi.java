package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostImport;

/** Revert, log and gas (host-apis, section 3). */
public final class UtilApi {

  private static final String MODULE = "util-api";

  private UtilApi() {}

  /** Records the message and returns; the guest stops itself. */
  @HostImport(module = MODULE, field = "__UtilApi__.revert")
  public static void revert(HostContext context, GuestString message) {
    ExecutionContext.of(context).recordRevert(message);
  }

  /** One line in the node's log. */
  @HostImport(module = MODULE, field = "__UtilApi__.sLog")
  public static void sLog(HostContext context, GuestString message) {
    ExecutionContext.of(context).log(message);
  }

  /** The counter in WASM gas. */
  @HostImport(module = MODULE, field = "__UtilApi__.gas")
  public static long gas(HostContext context) {
    return context.wasmGasLeft();
  }
}
