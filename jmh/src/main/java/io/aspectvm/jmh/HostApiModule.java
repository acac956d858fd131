package io.aspectvm.jmh;

import static io.aspectvm.wasm.opcode.ValueType.I32;

import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.Collections;
import java.util.List;

/**
 * An aspect whose export {@code run} calls one host function over and over with the same arguments,
 * which lie in memory from the start. Results are allocated where the last one was.
 */
final class HostApiModule {

  static final String RUN = "run";

  /** Room for the largest result. */
  private static final int RESULT_BYTES = 1 << 18;

  private static final int FIRST_ARGUMENT = 64;
  private static final int PAGE_BYTES = 1 << 16;

  private final ModuleBuilder module = new ModuleBuilder();
  private final CodeWriter pushArguments = new CodeWriter();
  private final int function;
  private int end = FIRST_ARGUMENT;

  private HostApiModule(
      String imported, String field, List<HostArgument> arguments, boolean result) {
    List<ValueType> parameters = Collections.nCopies(arguments.size(), I32);
    int type = module.type(parameters, result ? List.of(I32) : List.of());
    function = module.importFunction(imported, field, type);
    arguments.forEach(this::place);
  }

  private void place(HostArgument argument) {
    byte[] encoded = argument.encoded();
    module.data(end, encoded);
    pushArguments.add(Opcode.I32_CONST, end);
    end += encoded.length;
  }

  /** A module that calls this import. */
  static byte[] of(String imported, String field, List<HostArgument> arguments, boolean result) {
    return new HostApiModule(imported, field, arguments, result).build(result);
  }

  private byte[] build(boolean result) {
    int pages = (end + RESULT_BYTES) / PAGE_BYTES + 1;
    module.export("memory", ExternalKind.MEMORY, module.memory(pages, -1));
    int heap = module.global(new GlobalType(I32, true), end(code(Opcode.I32_CONST, end)));
    define(Profile.ENTRY_POINT, List.of(), List.of(), new CodeWriter());
    CodeWriter allocate = code(Opcode.GLOBAL_GET, heap).add(Opcode.GLOBAL_GET, heap);
    allocate.add(Opcode.LOCAL_GET, 0).add(Opcode.I32_ADD).add(Opcode.GLOBAL_SET, heap);
    define("allocate", List.of(I32), List.of(I32), allocate);
    define(RUN, List.of(I32), List.of(), loop(heap, result));
    return module.toByteArray();
  }

  /** {@code do { heap = end; call(arguments); i = i + 1 } while (i < n)}. */
  private CodeWriter loop(int heap, boolean result) {
    int n = 0;
    int i = 1;
    CodeWriter code = code(Opcode.LOOP);
    code.add(Opcode.I32_CONST, end).add(Opcode.GLOBAL_SET, heap);
    for (byte b : pushArguments.toByteArray()) {
      code.raw(b & 0xFF);
    }
    code.add(Opcode.CALL, function);
    if (result) {
      code.add(Opcode.DROP);
    }
    code.add(Opcode.LOCAL_GET, i).add(Opcode.I32_CONST, 1).add(Opcode.I32_ADD);
    code.add(Opcode.LOCAL_TEE, i).add(Opcode.LOCAL_GET, n).add(Opcode.I32_LT_S);
    return code.add(Opcode.BR_IF, 0).add(Opcode.END);
  }

  private void define(
      String name, List<ValueType> parameters, List<ValueType> results, CodeWriter code) {
    int type = module.type(parameters, results);
    int index = module.function(type, List.of(new LocalRun(1, I32)), end(code));
    module.export(name, ExternalKind.FUNCTION, index);
  }

  private static CodeWriter code(Opcode first, long... immediates) {
    return new CodeWriter().add(first, immediates);
  }

  private static CodeWriter end(CodeWriter code) {
    return code.add(Opcode.END);
  }
}
