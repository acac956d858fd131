package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostError;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.service.AspectState;
import java.util.EnumSet;
import java.util.Set;

/** Persistent state of the executing aspect (host-apis, section 4). */
public final class AspectStateApi {

  private static final String MODULE = "aspect-state-api";

  private static final Set<JoinPoint> MAY_WRITE =
      EnumSet.complementOf(EnumSet.of(JoinPoint.VERIFY_TX, JoinPoint.IS_OWNER));

  private AspectStateApi() {}

  /** A value, or empty; at every join point. */
  @HostImport(module = MODULE, field = "__AspectStateApi__.get")
  public static byte[] get(HostContext context, GuestString key) {
    ExecutionContext execution = ExecutionContext.of(context);
    return execution.require(AspectState.class).get(execution.aspectId(), ByteKey.of(key));
  }

  /** Writes a value; an empty one deletes. */
  @HostImport(module = MODULE, field = "__AspectStateApi__.set")
  public static void set(HostContext context, GuestString key, byte[] value) {
    ExecutionContext execution = ExecutionContext.of(context);
    AspectState state = execution.require(AspectState.class);
    if (!MAY_WRITE.contains(execution.joinPoint())) {
      throw new HostError("cannot set aspect state in current join point");
    }
    state.set(execution.aspectId(), ByteKey.of(key), value);
  }
}
