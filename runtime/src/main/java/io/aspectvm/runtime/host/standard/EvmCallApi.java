package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.HostImport;

/** Calls into the EVM (host-apis, section 6). */
public final class EvmCallApi {

  private static final String MODULE = "evm-call-api";

  private EvmCallApi() {}

  @HostImport(module = MODULE, field = "__EvmCallApi__.staticCall")
  public static byte[] staticCall(HostContext context, byte[] request) {
    throw new GuestCrash("evm-call-api staticCall is not available");
  }

  @HostImport(module = MODULE, field = "__EvmCallApi__.jitCall")
  public static byte[] jitCall(HostContext context, byte[] request) {
    throw new GuestCrash("evm-call-api jitCall is not available");
  }
}
