package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.service.AspectProperties;

/** Properties of the executing version of the aspect (host-apis, section 4). */
public final class AspectPropertyApi {

  private static final String MODULE = "aspect-property-api";

  private AspectPropertyApi() {}

  /** A property, or empty. */
  @HostImport(module = MODULE, field = "__AspectPropertyApi__.get")
  public static byte[] get(HostContext context, GuestString key) {
    ExecutionContext execution = ExecutionContext.of(context);
    return execution
        .require(AspectProperties.class)
        .get(execution.aspectId(), execution.aspectVersion(), ByteKey.of(key));
  }
}
