package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.HostImport;

/** Traces of the transaction (host-apis, section 7), which no node provides yet. */
public final class TraceApi {

  private static final String MODULE = "trace-api";

  private TraceApi() {}

  /** Changes of a contract's state; a crash, because no node traces yet. */
  @HostImport(module = MODULE, field = "__TraceApi__.queryStateChange")
  public static byte[] queryStateChange(HostContext context, byte[] query) {
    throw new GuestCrash("the node provides no trace");
  }

  /** Disabled in the reference: empty, whatever is asked. */
  @HostImport(module = MODULE, field = "__TraceApi__.queryCallTree")
  public static byte[] queryCallTree(HostContext context, byte[] query) {
    return new byte[0];
  }
}
