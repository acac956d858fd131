package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostImport;

/** Properties of the aspect (host-apis, section 4). */
public final class AspectPropertyApi {

  private static final String MODULE = "aspect-property-api";

  private AspectPropertyApi() {}

  @HostImport(module = MODULE, field = "__AspectPropertyApi__.get")
  public static byte[] get(HostContext context, GuestString key) {
    throw new GuestCrash("aspect-property-api get is not available");
  }
}
