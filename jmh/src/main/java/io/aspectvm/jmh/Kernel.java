package io.aspectvm.jmh;

import java.util.function.IntToLongFunction;
import java.util.function.Supplier;

/** Computations without host calls, for the steady state: raw exports {@code (i32) -> i64}. */
public enum Kernel {
  /** Calls and returns nothing: what a measured call costs besides its kernel. */
  NOTHING(BuiltModules::kernels, "nothing", 0, n -> 0),
  /** Recursion: 832,040 calls. */
  FIB(BuiltModules::kernels, "fib", 27, JavaKernels::fib),
  /** Loads and stores of bytes in nested loops. */
  SIEVE(BuiltModules::kernels, "sieve", 60_000, JavaKernels::sieve),
  /** A loop over registers. */
  XORSHIFT(BuiltModules::kernels, "xorshift", 1_000_000, JavaKernels::xorshift),
  /** A loop that loads and stores long words. */
  ROTATE(BuiltModules::kernels, "rotate", 8_000, JavaKernels::rotate),
  /** Keccak-256 by the merkle example. */
  HASH_CHAIN(() -> ExampleModules.load("merkle"), "hashChain", 1_000, JavaKernels::hashChain),
  /** Swaps in 256-bit integers by the pricing example; no Java twin, and so no comparison. */
  SIMULATE(() -> ExampleModules.load("pricing"), "simulate", 1_000, null);

  private final Supplier<byte[]> wasm;
  private final String export;
  private final int argument;
  private final IntToLongFunction java;

  Kernel(Supplier<byte[]> wasm, String export, int argument, IntToLongFunction java) {
    this.wasm = wasm;
    this.export = export;
    this.argument = argument;
    this.java = java;
  }

  byte[] wasm() {
    return wasm.get();
  }

  String export() {
    return export;
  }

  int argument() {
    return argument;
  }

  /** The same computation in Java, or null. */
  IntToLongFunction java() {
    return java;
  }

  /** What the export returns for {@link #argument()}. */
  long expected() {
    // simulate: examples/expected/pricing.json
    return java == null ? -7258690294525490456L : java.applyAsLong(argument);
  }
}
