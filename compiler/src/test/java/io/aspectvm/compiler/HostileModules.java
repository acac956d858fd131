package io.aspectvm.compiler;

import static io.aspectvm.wasm.module.ExternalKind.FUNCTION;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Compiles unpleasant modules within their bounds, and runs their export {@code f}. */
abstract class HostileModules {

  static final long PLENTY = 1L << 60;
  static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);

  /**
   * What a compilation may allocate in all for a byte of the module and of its classes: far more
   * than is live at once, and five times what most modules take.
   */
  private static final long SPENT_FOR_A_BYTE = 500;

  private static final long SPENT_BASE = 1 << 20;

  static CodeWriter code() {
    return new CodeWriter();
  }

  static byte[] oneFunction(
      List<ValueType> parameters, List<ValueType> results, List<LocalRun> locals, CodeWriter code) {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(parameters, results);
    return module
        .export("f", FUNCTION, module.function(type, locals, code.add(Opcode.END)))
        .toByteArray();
  }

  static CompiledModule compile(byte[] wasm) throws Exception {
    long before = allocated();
    CompiledModule module = new ModuleCompiler(OPTIONS).compile(wasm).module();
    long spent = allocated() - before;
    long bytes = module.classNames().stream().mapToLong(n -> module.classFile(n).remaining()).sum();
    assertTrue(bytes <= 40L * wasm.length + (1 << 20), () -> bytes + " bytes of classes");
    long most = SPENT_BASE + SPENT_FOR_A_BYTE * (wasm.length + bytes);
    assertTrue(spent <= most, () -> spent + " bytes allocated, and not at most " + most);
    int largest = module.manifest().getMetering().getLargestMethod();
    assertTrue(largest <= CompilerOptions.MAX_JIT_METHOD_BYTES, () -> "method of " + largest);
    return module;
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  static long run(CompiledModule module, long argument) throws Exception {
    Guest guest = Guest.load(module, OPTIONS, Isolation.CLASS_LOADER);
    return guest.call(guest.instance(PLENTY), "f", argument)[0];
  }

  static long run(byte[] wasm, long argument) throws Exception {
    return run(compile(wasm), argument);
  }
}
