package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostImport;

/** Revert, log and gas (host-apis, section 3). */
public final class UtilApi {

  private static final String MODULE = "util-api";

  private UtilApi() {}

  @HostImport(module = MODULE, field = "__UtilApi__.revert")
  public static void revert(HostContext context, GuestString message) {
    throw new GuestCrash("util-api revert is not available");
  }

  @HostImport(module = MODULE, field = "__UtilApi__.sLog")
  public static void sLog(HostContext context, GuestString message) {
    throw new GuestCrash("util-api sLog is not available");
  }

  @HostImport(module = MODULE, field = "__UtilApi__.gas")
  public static long gas(HostContext context) {
    throw new GuestCrash("util-api gas is not available");
  }
}
