package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostImport;

/** Storage that lives as long as the transaction (host-apis, section 4). */
public final class TransientStorageApi {

  private static final String MODULE = "aspect-transient-storage-api";

  private TransientStorageApi() {}

  @HostImport(module = MODULE, field = "__AspectTransientStorageApi__.get")
  public static byte[] get(HostContext context, byte[] aspectId, GuestString key) {
    throw new GuestCrash("aspect-transient-storage-api get is not available");
  }

  @HostImport(module = MODULE, field = "__AspectTransientStorageApi__.set")
  public static void set(HostContext context, GuestString key, byte[] value) {
    throw new GuestCrash("aspect-transient-storage-api set is not available");
  }
}
