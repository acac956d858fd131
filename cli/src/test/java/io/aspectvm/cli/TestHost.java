package io.aspectvm.cli;

import io.aspectvm.runtime.host.HostImport;

/** Host functions of a user. */
public final class TestHost {

  private TestHost() {}

  /** As the gas vectors want it. */
  @HostImport(module = "env", field = "tick", raw = true)
  public static int tick(int value) {
    return value + 1;
  }

  /** Takes nothing. */
  @HostImport(module = "test-api", field = "count", raw = true)
  public static void count() {}

  /** Fails. */
  @HostImport(module = "test-api", field = "fail", raw = true)
  public static void fail() {
    throw new IllegalStateException("a fault of the host");
  }
}
