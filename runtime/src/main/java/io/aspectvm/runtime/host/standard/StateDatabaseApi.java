package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.Unsigned;

/** Reads of the EVM state (host-apis, section 5). */
public final class StateDatabaseApi {

  private static final String MODULE = "statedb-api";

  private StateDatabaseApi() {}

  @HostImport(module = MODULE, field = "__StateDbApi__.getBalance")
  public static byte[] getBalance(HostContext context, byte[] address) {
    throw new GuestCrash("statedb-api getBalance is not available");
  }

  @HostImport(module = MODULE, field = "__StateDbApi__.getState")
  public static byte[] getState(HostContext context, byte[] address, byte[] slot) {
    throw new GuestCrash("statedb-api getState is not available");
  }

  @HostImport(module = MODULE, field = "__StateDbApi__.getCodeHash")
  public static byte[] getCodeHash(HostContext context, byte[] address) {
    throw new GuestCrash("statedb-api getCodeHash is not available");
  }

  @HostImport(module = MODULE, field = "__StateDbApi__.getCodeSize")
  @Unsigned
  public static long getCodeSize(HostContext context, byte[] address) {
    throw new GuestCrash("statedb-api getCodeSize is not available");
  }

  @HostImport(module = MODULE, field = "__StateDbApi__.getNonce")
  @Unsigned
  public static long getNonce(HostContext context, byte[] address) {
    throw new GuestCrash("statedb-api getNonce is not available");
  }

  @HostImport(module = MODULE, field = "__StateDbApi__.hasSuicided")
  public static boolean hasSuicided(HostContext context, byte[] address) {
    throw new GuestCrash("statedb-api hasSuicided is not available");
  }
}
