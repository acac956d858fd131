package io.aspectvm.jmh;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;

/** Computations without host calls, for the steady state: raw exports {@code (i32) -> i64}. */
public enum Kernel {
  /** Calls and returns nothing: what a measured call costs besides its kernel. */
  NOTHING(n -> 0),
  /** Recursion. */
  FIB(JavaKernels::fib),
  /** Loads and stores of bytes in nested loops. */
  SIEVE(JavaKernels::sieve),
  /** A loop over registers. */
  XORSHIFT(JavaKernels::xorshift),
  /** A loop that loads and stores bytes. */
  BYTES(null),
  /** A loop that loads and stores long words. */
  WORDS(JavaKernels::words),
  /** Rotations of 32-bit words, an array of constants. */
  SHA256(null),
  /** Rotations of 64-bit words, more of them alive than a processor has registers. */
  KECCAK(JavaKernels::hashChain),
  /** Products of 256-bit numbers modulo a prime. */
  MULMOD(null),
  /** Recursion over an array. */
  QUICKSORT(null),
  /** The product of two matrices of long words. */
  MATRIX(null),
  /** A switch in a loop. */
  INTERPRETER(null),
  /** Calls through a table. */
  INDIRECT(null),
  /** Bytes to hexadecimal digits and back. */
  HEX(null),
  /** Branches on each byte of a text. */
  JSON(null),
  /** Moves of whole structs. */
  STRUCTS(null),
  /** Look-ups in a hash table. */
  HASHMAP(null),
  /** Bytes to base64 and back. */
  BASE64(null),
  /** Keccak-256 by the merkle example; on this project's engine only, as the next. */
  HASH_CHAIN("merkle", "hashChain", 1_000, KECCAK.expected),
  /** Swaps in 256-bit integers by the pricing example. */
  SIMULATE("pricing", "simulate", 1_000, -7258690294525490456L);

  private final Supplier<byte[]> wasm;
  private final String export;
  private final int argument;
  private final long expected;
  private final boolean compared;
  private final IntToLongFunction java;

  /** One of {@code src/main/kernels}. */
  Kernel(IntToLongFunction java) {
    String[] row = row(fileName());
    this.wasm = () -> Resources.kernel(fileName());
    this.export = "run";
    this.argument = Integer.parseInt(row[1]);
    this.expected = Long.parseUnsignedLong(row[2], 16);
    this.compared = true;
    this.java = java;
  }

  /** An export of an example. */
  Kernel(String example, String export, int argument, long expected) {
    this.wasm = () -> Resources.example(example);
    this.export = export;
    this.argument = argument;
    this.expected = expected;
    this.compared = false;
    this.java = null;
  }

  private static String[] row(String name) {
    return Resources.kernelTable().stream()
        .filter(row -> row[0].equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not in kernels.tsv: " + name));
  }

  /** Those that every engine, V8 and native code can run; in the order of tables. */
  static List<Kernel> compared() {
    return Arrays.stream(values()).filter(kernel -> kernel.compared).toList();
  }

  /** Of its source and module, without the ending. */
  String fileName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The module. */
  public byte[] wasm() {
    return wasm.get();
  }

  /** Name of the export. */
  public String export() {
    return export;
  }

  /** What it is called with to be measured. */
  public int argument() {
    return argument;
  }

  /** The same computation in Java, or null. */
  IntToLongFunction java() {
    return java;
  }

  /** What the export returns for {@link #argument()}: what native code does, for the compared. */
  public long expected() {
    return expected;
  }
}
