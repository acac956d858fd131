package aspect;

import io.aspectvm.runtime.host.HostImport;

/** A host class in the package of compiled code. */
public final class HostClass {

  private HostClass() {}

  @HostImport(module = "test", field = "nothing", raw = true)
  public static void nothing() {}
}
