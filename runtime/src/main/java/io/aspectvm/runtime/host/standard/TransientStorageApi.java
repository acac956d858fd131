package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostError;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.service.TransientStorage;
import java.util.EnumSet;
import java.util.Set;

/** Storage that lives as long as the transaction (host-apis, section 4). */
public final class TransientStorageApi {

  private static final String MODULE = "aspect-transient-storage-api";

  private static final Set<JoinPoint> ALLOWED =
      EnumSet.complementOf(EnumSet.of(JoinPoint.VERIFY_TX, JoinPoint.INIT, JoinPoint.IS_OWNER));

  private TransientStorageApi() {}

  /**
   * A value of any owner, or empty.
   *
   * @param aspectId the owner's address; empty means the executing aspect
   */
  @HostImport(module = MODULE, field = "__AspectTransientStorageApi__.get")
  public static byte[] get(HostContext context, byte[] aspectId, GuestString key) {
    ExecutionContext execution = ExecutionContext.of(context);
    TransientStorage storage = storage(execution, "get");
    ByteKey owner = aspectId.length == 0 ? execution.aspectId() : ByteKey.address(aspectId);
    return storage.get(owner, ByteKey.of(key));
  }

  /** Writes a value of the executing aspect; an empty one is stored. */
  @HostImport(module = MODULE, field = "__AspectTransientStorageApi__.set")
  public static void set(HostContext context, GuestString key, byte[] value) {
    ExecutionContext execution = ExecutionContext.of(context);
    storage(execution, "set").set(execution.aspectId(), ByteKey.of(key), value);
  }

  private static TransientStorage storage(ExecutionContext execution, String access) {
    TransientStorage storage = execution.require(TransientStorage.class);
    if (!ALLOWED.contains(execution.joinPoint())) {
      throw new HostError("cannot " + access + " aspect transient storage in current join point");
    }
    return storage;
  }
}
