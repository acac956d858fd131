package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.HostImport;

/** Traces of the transaction (host-apis, section 7). */
public final class TraceApi {

  private static final String MODULE = "trace-api";

  private TraceApi() {}

  @HostImport(module = MODULE, field = "__TraceApi__.queryStateChange")
  public static byte[] queryStateChange(HostContext context, byte[] query) {
    throw new GuestCrash("trace-api queryStateChange is not available");
  }

  @HostImport(module = MODULE, field = "__TraceApi__.queryCallTree")
  public static byte[] queryCallTree(HostContext context, byte[] query) {
    throw new GuestCrash("trace-api queryCallTree is not available");
  }
}
