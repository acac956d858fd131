package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostError;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.RuntimeContextKey;
import io.aspectvm.runtime.host.service.RuntimeContextSource;
import java.util.Optional;

/** What the node tells about block, transaction and call (host-apis, section 8). */
public final class RuntimeContextApi {

  private static final String MODULE = "runtime-api";

  private RuntimeContextApi() {}

  /** The encoded message of a key that is available at this join point. */
  @HostImport(module = MODULE, field = "__RuntimeContextApi__.get")
  public static byte[] get(HostContext context, GuestString key) {
    ExecutionContext execution = ExecutionContext.of(context);
    RuntimeContextSource source = execution.require(RuntimeContextSource.class);
    JoinPoint joinPoint = execution.joinPoint();
    Optional<RuntimeContextKey> known = RuntimeContextKey.byText(key.text());
    if (known.isEmpty() || !known.get().isAvailableAt(joinPoint)) {
      throw new HostError(
          "key " + key.text() + " is not available at join point " + joinPoint.text());
    }
    byte[] message = source.load(known.get(), execution);
    if (message == null) {
      throw new GuestCrash("the node has no value for " + known.get().text());
    }
    return message;
  }
}
