package io.aspectvm.jmh;

import static io.aspectvm.wasm.opcode.ValueType.I32;
import static io.aspectvm.wasm.opcode.ValueType.I64;

import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/** Modules made here: they need no assembler, and what they do can be read here. */
final class BuiltModules {

  /** Where the kernels keep their data. */
  private static final int DATA = 1024;

  private BuiltModules() {}

  /**
   * The smallest aspect that a join point can run: a start function that does nothing, {@code
   * allocate} that moves a pointer up, and {@code execute} that returns no value.
   */
  static byte[] emptyAspect() {
    ModuleBuilder module = aspect();
    int next = module.global(new GlobalType(I32, true), code().add(Opcode.I32_CONST, DATA).end());
    Code allocate = code().add(Opcode.GLOBAL_GET, next);
    allocate.add(Opcode.GLOBAL_GET, next).add(Opcode.LOCAL_GET, 0).add(Opcode.I32_ADD);
    allocate.add(Opcode.GLOBAL_SET, next);
    define(module, "allocate", List.of(I32), List.of(I32), List.of(), allocate);
    Code execute = code().add(Opcode.I32_CONST, 0);
    define(module, "execute", List.of(I32, I32), List.of(I32), List.of(), execute);
    return module.toByteArray();
  }

  /** An aspect with the kernels of {@link JavaKernels} as raw exports. */
  static byte[] kernels() {
    ModuleBuilder module = aspect();
    define(
        module, "nothing", List.of(I32), List.of(I64), List.of(), code().add(Opcode.I64_CONST, 0));
    fib(module);
    sieve(module);
    xorshift(module);
    rotate(module);
    return module.toByteArray();
  }

  private static ModuleBuilder aspect() {
    ModuleBuilder module = new ModuleBuilder();
    module.export("memory", ExternalKind.MEMORY, module.memory(1, -1));
    define(module, Profile.ENTRY_POINT, List.of(), List.of(), List.of(), code());
    return module;
  }

  /** {@code n < 2 ? n : fib(n - 1) + fib(n - 2)}, and around it an export with an i64 result. */
  private static void fib(ModuleBuilder module) {
    int type = module.type(List.of(I32), List.of(I32));
    Code body = code().add(Opcode.LOCAL_GET, 0).add(Opcode.I32_CONST, 2).add(Opcode.I32_LT_S);
    body.add(Opcode.IF).add(Opcode.LOCAL_GET, 0).add(Opcode.RETURN).add(Opcode.END);
    // Its own index: the functions before it are the start function and "nothing".
    int self = 2;
    body.add(Opcode.LOCAL_GET, 0).add(Opcode.I32_CONST, 1).add(Opcode.I32_SUB);
    body.add(Opcode.CALL, self);
    body.add(Opcode.LOCAL_GET, 0).add(Opcode.I32_CONST, 2).add(Opcode.I32_SUB);
    body.add(Opcode.CALL, self).add(Opcode.I32_ADD);
    if (module.function(type, body.end()) != self) {
      throw new IllegalStateException("fib has another index");
    }
    Code export =
        code().add(Opcode.LOCAL_GET, 0).add(Opcode.CALL, self).add(Opcode.I64_EXTEND_I32_S);
    define(module, "fib", List.of(I32), List.of(I64), List.of(), export);
  }

  /** Primes below n: one byte for each number, cleared first. */
  private static void sieve(ModuleBuilder module) {
    int n = 0;
    int i = 1;
    int j = 2;
    int count = 3;
    Code body = code().set(i, 0);
    body.loopWhileLess(
        i,
        n,
        code().add(Opcode.LOCAL_GET, i).add(Opcode.I32_CONST, 0).add(Opcode.I32_STORE8, 0, DATA),
        1);
    Code strike = code().add(Opcode.LOCAL_GET, j).add(Opcode.I32_CONST, 1);
    strike.add(Opcode.I32_STORE8, 0, DATA);
    Code strikeAll = code();
    strikeAll.add(Opcode.LOCAL_GET, j).add(Opcode.LOCAL_GET, i).add(Opcode.I32_ADD);
    Code visit = code().add(Opcode.LOCAL_GET, i).add(Opcode.I32_LOAD8_U, 0, DATA);
    visit.add(Opcode.I32_EQZ).add(Opcode.IF);
    visit.add(Opcode.LOCAL_GET, count).add(Opcode.I32_CONST, 1).add(Opcode.I32_ADD);
    visit.add(Opcode.LOCAL_SET, count);
    visit.add(Opcode.LOCAL_GET, i).add(Opcode.LOCAL_GET, i).add(Opcode.I32_ADD);
    visit.add(Opcode.LOCAL_SET, j).loopWhileLess(j, n, strike, strikeAll).add(Opcode.END);
    body.set(i, 2).loopWhileLess(i, n, visit, 1);
    body.add(Opcode.LOCAL_GET, count).add(Opcode.I64_EXTEND_I32_S);
    define(module, "sieve", List.of(I32), List.of(I64), List.of(new LocalRun(3, I32)), body);
  }

  /** Sum of n numbers of a 64-bit xorshift generator: registers only. */
  private static void xorshift(ModuleBuilder module) {
    int n = 0;
    int i = 1;
    int x = 2;
    int sum = 3;
    Code step = code();
    step.shiftXor(x, 13, Opcode.I64_SHL).shiftXor(x, 7, Opcode.I64_SHR_U);
    step.shiftXor(x, 17, Opcode.I64_SHL);
    step.add(Opcode.LOCAL_GET, sum).add(Opcode.LOCAL_GET, x).add(Opcode.I64_ADD);
    step.add(Opcode.LOCAL_SET, sum);
    Code body = code().add(Opcode.I64_CONST, 88172645463325252L).add(Opcode.LOCAL_SET, x);
    body.loopWhileLess(i, n, step, 1).add(Opcode.LOCAL_GET, sum);
    List<LocalRun> locals = List.of(new LocalRun(1, I32), new LocalRun(2, I64));
    define(module, "xorshift", List.of(I32), List.of(I64), locals, body);
  }

  /** {@code a[i] = sum = rotl(a[i] + sum, 7) + i} over n long words, all zero at first. */
  private static void rotate(ModuleBuilder module) {
    int n = 0;
    int i = 1;
    int address = 2;
    int sum = 3;
    Code clear = code().at(i, 3).add(Opcode.I64_CONST, 0).add(Opcode.I64_STORE, 3, DATA);
    Code step = code().at(i, 3).add(Opcode.LOCAL_TEE, address).add(Opcode.LOCAL_GET, address);
    step.add(Opcode.I64_LOAD, 3, DATA).add(Opcode.LOCAL_GET, sum).add(Opcode.I64_ADD);
    step.add(Opcode.I64_CONST, 7).add(Opcode.I64_ROTL);
    step.add(Opcode.LOCAL_GET, i).add(Opcode.I64_EXTEND_I32_S).add(Opcode.I64_ADD);
    step.add(Opcode.LOCAL_TEE, sum).add(Opcode.I64_STORE, 3, DATA);
    Code body = code().loopWhileLess(i, n, clear, 1).set(i, 0).loopWhileLess(i, n, step, 1);
    body.add(Opcode.LOCAL_GET, sum);
    List<LocalRun> locals = List.of(new LocalRun(2, I32), new LocalRun(1, I64));
    define(module, "rotate", List.of(I32), List.of(I64), locals, body);
  }

  private static void define(
      ModuleBuilder module,
      String name,
      List<ValueType> parameters,
      List<ValueType> results,
      List<LocalRun> locals,
      Code body) {
    int function = module.function(module.type(parameters, results), locals, body.end());
    module.export(name, ExternalKind.FUNCTION, function);
  }

  private static Code code() {
    return new Code();
  }

  /** Instructions, and the few shapes that the kernels are made of. */
  static final class Code {

    private final CodeWriter out = new CodeWriter();

    Code add(Opcode opcode, long... immediates) {
      out.add(opcode, immediates);
      return this;
    }

    Code add(Code other) {
      byte[] bytes = other.out.toByteArray();
      for (byte b : bytes) {
        out.raw(b & 0xFF);
      }
      return this;
    }

    CodeWriter end() {
      return out.add(Opcode.END);
    }

    Code set(int local, int value) {
      return add(Opcode.I32_CONST, value).add(Opcode.LOCAL_SET, local);
    }

    /** {@code i << shift} */
    Code at(int i, int shift) {
      return add(Opcode.LOCAL_GET, i).add(Opcode.I32_CONST, shift).add(Opcode.I32_SHL);
    }

    /** {@code x ^= x shifted by count} */
    Code shiftXor(int x, int count, Opcode shift) {
      add(Opcode.LOCAL_GET, x).add(Opcode.LOCAL_GET, x).add(Opcode.I64_CONST, count).add(shift);
      return add(Opcode.I64_XOR).add(Opcode.LOCAL_SET, x);
    }

    /** {@code for (; i < n; i += step) body}, as compilers write it: tested in front and behind. */
    Code loopWhileLess(int i, int n, Code body, int step) {
      Code next = new Code().add(Opcode.LOCAL_GET, i).add(Opcode.I32_CONST, step);
      return loopWhileLess(i, n, body, next.add(Opcode.I32_ADD));
    }

    /** As the other; {@code next} leaves the next value of i on the operand stack. */
    Code loopWhileLess(int i, int n, Code body, Code next) {
      add(Opcode.LOCAL_GET, i).add(Opcode.LOCAL_GET, n).add(Opcode.I32_LT_S).add(Opcode.IF);
      add(Opcode.LOOP).add(body).add(next).add(Opcode.LOCAL_TEE, i).add(Opcode.LOCAL_GET, n);
      add(Opcode.I32_LT_S).add(Opcode.BR_IF, 0).add(Opcode.END);
      return add(Opcode.END);
    }
  }
}
