package io.aspectvm.runtime.testing;

import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostError;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.runtime.host.Unsigned;
import java.util.function.Supplier;

/** Host functions to test the protocol with. */
public final class TestHost {

  private static final HostModules MODULES = HostModules.builder().add(TestHost.class).build();

  /** What {@link #fail} throws, by number. */
  public enum Failure {
    RUNTIME_EXCEPTION(() -> new IllegalArgumentException("boom")),
    CHECKED_EXCEPTION(() -> new java.io.IOException("boom")),
    ASSERTION_ERROR(() -> new AssertionError("boom")),
    STACK_OVERFLOW(StackOverflowError::new),
    OUT_OF_MEMORY(() -> new OutOfMemoryError("boom")),
    LINKAGE_ERROR(() -> new NoClassDefFoundError("boom")),
    NULL_POINTER(() -> new NullPointerException("boom"));

    private final Supplier<Throwable> thrown;

    Failure(Supplier<Throwable> thrown) {
      this.thrown = thrown;
    }
  }

  private TestHost() {}

  /** The function of this class with this name. */
  public static HostFunction function(String name) {
    return MODULES.find("test", name).orElseThrow();
  }

  @HostImport(module = "test", field = "echo")
  public static byte[] echo(byte[] value) {
    return value;
  }

  @HostImport(module = "test", field = "echoText")
  public static String echoText(String value) {
    return value;
  }

  @HostImport(module = "test", field = "echoGuestString")
  public static GuestString echoGuestString(GuestString value) {
    return value;
  }

  @HostImport(module = "test", field = "negate")
  public static boolean negate(boolean value) {
    return !value;
  }

  @HostImport(module = "test", field = "add")
  public static int add(int a, int b) {
    return a + b;
  }

  @HostImport(module = "test", field = "increment")
  public static long increment(long value) {
    return value + 1;
  }

  @HostImport(module = "test", field = "incrementUnsigned")
  @Unsigned
  public static long incrementUnsigned(@Unsigned long value) {
    return value + 1;
  }

  @HostImport(module = "test", field = "nothing")
  public static byte[] nothing() {
    return null;
  }

  @HostImport(module = "test", field = "noText")
  public static String noText() {
    return null;
  }

  @HostImport(module = "test", field = "noGuestString")
  public static GuestString noGuestString() {
    return null;
  }

  /** Logs the lengths of its arguments. */
  @HostImport(module = "test", field = "three")
  public static void three(HostContext context, byte[] a, byte[] b, byte[] c) {
    ExecutionContext.of(context).log(GuestString.of(a.length + " " + b.length + " " + c.length));
  }

  /** Spends EVM gas, and gives what is left. */
  @HostImport(module = "test", field = "spend")
  public static long spend(HostContext context, long amount) {
    context.spendEvmGas(amount);
    return context.evmGasLeft();
  }

  /** Spends EVM gas, then reports an error. */
  @HostImport(module = "test", field = "error")
  public static byte[] error(HostContext context, long amount, String text) {
    context.spendEvmGas(amount);
    throw new HostError(text);
  }

  /** Spends an EVM gas, then throws a {@link Failure}. */
  @HostImport(module = "test", field = "fail")
  public static byte[] fail(HostContext context, int failure) throws Throwable {
    context.spendEvmGas(1);
    throw Failure.values()[failure].thrown.get();
  }

  @HostImport(module = "test", field = "counter")
  public static long counter(HostContext context) {
    return context.wasmGasLeft();
  }

  @HostImport(module = "test", field = "rawAdd", raw = true)
  public static int rawAdd(int a, int b) {
    return a + b;
  }

  @HostImport(module = "test", field = "rawFail", raw = true)
  public static int rawFail(HostContext context, int failure) throws Throwable {
    context.spendEvmGas(1);
    throw Failure.values()[failure].thrown.get();
  }

  /** Changes everything about its view of memory that a buffer lets it, and writes a byte. */
  @HostImport(module = "test", field = "tamper", raw = true)
  public static void tamper(HostContext context, int address) {
    context
        .memory()
        .put(address, (byte) 42)
        .order(java.nio.ByteOrder.BIG_ENDIAN)
        .position(address)
        .limit(address);
  }
}
