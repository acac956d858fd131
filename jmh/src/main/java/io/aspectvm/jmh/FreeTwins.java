package io.aspectvm.jmh;

import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.HostImport;

/**
 * Host functions without a price, of every shape that the standard ones have: what a loop around
 * one of them costs a guest, it costs around the other too, and the difference is the price.
 */
public final class FreeTwins {

  static final String MODULE = "twin";

  private static final byte[] NOTHING = {};

  private FreeTwins() {}

  /** Name of the twin of a function with so many parameters. */
  static String field(int parameters, boolean result) {
    return (result ? "value" : "nothing") + parameters;
  }

  @HostImport(module = MODULE, field = "value0")
  public static byte[] value0(HostContext context) {
    return NOTHING;
  }

  @HostImport(module = MODULE, field = "value1")
  public static byte[] value1(HostContext context, byte[] a) {
    return NOTHING;
  }

  @HostImport(module = MODULE, field = "value2")
  public static byte[] value2(HostContext context, byte[] a, byte[] b) {
    return NOTHING;
  }

  @HostImport(module = MODULE, field = "value3")
  public static byte[] value3(HostContext context, byte[] a, byte[] b, byte[] c) {
    return NOTHING;
  }

  @HostImport(module = MODULE, field = "nothing1")
  public static void nothing1(HostContext context, byte[] a) {}

  @HostImport(module = MODULE, field = "nothing2")
  public static void nothing2(HostContext context, byte[] a, byte[] b) {}
}
