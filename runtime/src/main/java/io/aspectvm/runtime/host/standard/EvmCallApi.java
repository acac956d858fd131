package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.HostImport;

/** Calls into the EVM (host-apis, section 6), of which there is none yet. */
public final class EvmCallApi {

  private static final String MODULE = "evm-call-api";

  private EvmCallApi() {}

  /** A read-only call; a crash, because no node provides an EVM yet. */
  @HostImport(module = MODULE, field = "__EvmCallApi__.staticCall")
  public static byte[] staticCall(HostContext context, byte[] request) {
    throw new GuestCrash("the node provides no EVM");
  }

  /** A call through a wallet; empty, which is what it gives where the node has no part for it. */
  @HostImport(module = MODULE, field = "__EvmCallApi__.jitCall")
  public static byte[] jitCall(HostContext context, byte[] request) {
    return new byte[0];
  }
}
