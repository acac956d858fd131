package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostImport;

/** What the node tells about block, transaction and call (host-apis, section 8). */
public final class RuntimeContextApi {

  private static final String MODULE = "runtime-api";

  private RuntimeContextApi() {}

  @HostImport(module = MODULE, field = "__RuntimeContextApi__.get")
  public static byte[] get(HostContext context, GuestString key) {
    throw new GuestCrash("runtime-api get is not available");
  }
}
