package io.aspectvm.compiler.testing;

import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostError;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.Unsigned;
import java.nio.ByteBuffer;

/** Host functions of a user's own, of every kind, as tests of the host-call protocol want them. */
public final class ProtocolHost {

  /** Import module of most functions. */
  public static final String MODULE = "probe";

  private ProtocolHost() {}

  @HostImport(module = "runtime_test", field = "test.hello")
  public static String hello(String name) {
    return "hello, " + name;
  }

  /** Spends EVM gas, and gives what the counter was before, in WASM gas. */
  @HostImport(module = MODULE, field = "spend", fixedGas = 1_000)
  public static long spend(HostContext context, long evmGas) {
    long before = context.wasmGasLeft();
    context.spendEvmGas(evmGas);
    return before;
  }

  /** Spends all EVM gas there is; free. */
  @HostImport(module = MODULE, field = "spendAll", raw = true)
  public static void spendAll(HostContext context) {
    context.spendEvmGas(context.evmGasLeft());
  }

  /** Does nothing, at a fixed price. */
  @HostImport(module = MODULE, field = "nothing", fixedGas = 700, raw = true)
  public static void nothing() {
    // Nothing.
  }

  /** Room for one value, always the same. */
  @HostImport(module = MODULE, field = "room", raw = true)
  public static int room(int size) {
    return size < 1_000 ? 8_192 : -1;
  }

  /** The counter in WASM gas; free. */
  @HostImport(module = MODULE, field = "counter", raw = true)
  public static long counter(HostContext context) {
    return context.wasmGasLeft();
  }

  /** The counter in EVM gas; free. */
  @HostImport(module = MODULE, field = "evmGas", raw = true)
  public static long evmGas(HostContext context) {
    return context.evmGasLeft();
  }

  /** Gives its argument back; priced. */
  @HostImport(module = MODULE, field = "echo", fixedGas = 5_000, gasPerByte = 300)
  public static byte[] echo(byte[] value) {
    return value;
  }

  /** Two arguments, of which tests break one; priced. */
  @HostImport(module = MODULE, field = "pair", fixedGas = 5_000, gasPerByte = 300)
  public static void pair(byte[] first, byte[] second) {
    if (first.length == Integer.MAX_VALUE && second.length == 0) {
      throw new IllegalStateException("never");
    }
  }

  /** Spends EVM gas, then fails with this text. */
  @HostImport(module = MODULE, field = "fail")
  public static void fail(HostContext context, long evmGas, String text) {
    context.spendEvmGas(evmGas);
    throw new HostError(text);
  }

  /** Throws what no host function should. */
  @HostImport(module = MODULE, field = "panic")
  public static void panic(HostContext context, int kind) {
    context.spendEvmGas(1);
    throwUnexpected(kind);
  }

  /** As {@link #panic}, of a raw function. */
  @HostImport(module = MODULE, field = "rawPanic", raw = true)
  public static int rawPanic(HostContext context, int kind) {
    context.spendEvmGas(1);
    throwUnexpected(kind);
    return 0;
  }

  private static void throwUnexpected(int kind) {
    switch (kind) {
      case 0 -> throw new IllegalStateException("a panic");
      case 1 -> throw new StackOverflowError();
      case 2 -> throw new OutOfMemoryError("none left");
      case 3 -> throw new AssertionError("an assertion");
      default -> throw new HostError("an error");
    }
  }

  @HostImport(module = MODULE, field = "int32")
  public static int int32(int value) {
    return value + 1;
  }

  @HostImport(module = MODULE, field = "int64")
  public static long int64(long value) {
    return -value;
  }

  @HostImport(module = MODULE, field = "uint64")
  @Unsigned
  public static long uint64(@Unsigned long value) {
    return Long.divideUnsigned(value, 2);
  }

  @HostImport(module = MODULE, field = "bool")
  public static boolean bool(boolean value) {
    return !value;
  }

  @HostImport(module = MODULE, field = "string")
  public static String string(String value) {
    return value + "!";
  }

  @HostImport(module = MODULE, field = "guestString")
  public static GuestString guestString(GuestString value) {
    return value;
  }

  /** Three arguments, the most there can be. */
  @HostImport(module = MODULE, field = "three")
  public static String three(String text, int number, boolean flag) {
    return text + number + flag;
  }

  @HostImport(module = MODULE, field = "raw", raw = true)
  public static double raw(int a, long b, float c, double d) {
    return a + b + c + d;
  }

  @HostImport(module = MODULE, field = "rawLong", raw = true)
  public static long rawLong(long a, int b) {
    return a - b;
  }

  @HostImport(module = MODULE, field = "rawFloat", raw = true)
  public static float rawFloat(float a) {
    return a / 2;
  }

  /** Writes to guest memory through the context's buffer, and reads what is beside it. */
  @HostImport(module = MODULE, field = "poke", raw = true)
  public static int poke(HostContext context, int address, int value) {
    ByteBuffer memory = context.memory();
    memory.putInt(address, value);
    return memory.getInt(address + 4);
  }
}
