package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostImport;

/** Persistent state of the aspect (host-apis, section 4). */
public final class AspectStateApi {

  private static final String MODULE = "aspect-state-api";

  private AspectStateApi() {}

  @HostImport(module = MODULE, field = "__AspectStateApi__.get")
  public static byte[] get(HostContext context, GuestString key) {
    throw new GuestCrash("aspect-state-api get is not available");
  }

  @HostImport(module = MODULE, field = "__AspectStateApi__.set")
  public static void set(HostContext context, GuestString key, byte[] value) {
    throw new GuestCrash("aspect-state-api set is not available");
  }
}
