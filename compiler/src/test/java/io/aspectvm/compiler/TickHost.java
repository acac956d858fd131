package io.aspectvm.compiler;

import io.aspectvm.runtime.host.HostImport;

/** The one import of the gas vectors. */
public final class TickHost {

  private TickHost() {}

  @HostImport(module = "env", field = "tick", raw = true)
  public static int tick(int value) {
    return value + 1;
  }
}
