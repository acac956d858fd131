package io.aspectvm.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.opcode.Feature;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.StackSignature;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every opcode that a profile lets pass can be compiled. */
class EmitterCompletenessTest {

  private static final CompilerOptions OPTIONS =
      CompilerOptions.of(Profile.WASM).withCheckedClasses();

  /** Code for the opcodes whose operands depend on more than the opcode; function 0 is empty. */
  private static final Map<Opcode, Consumer<CodeWriter>> CUSTOM = new EnumMap<>(Opcode.class);

  static {
    custom(code -> code.add(Opcode.UNREACHABLE), Opcode.UNREACHABLE);
    custom(code -> code.add(Opcode.BLOCK).add(Opcode.END), Opcode.BLOCK, Opcode.END);
    custom(code -> code.add(Opcode.LOOP).add(Opcode.END), Opcode.LOOP);
    custom(
        code -> code.add(Opcode.I32_CONST, 1).add(Opcode.IF).add(Opcode.ELSE).add(Opcode.END),
        Opcode.IF,
        Opcode.ELSE);
    custom(code -> code.add(Opcode.BR, 0), Opcode.BR);
    custom(code -> code.add(Opcode.I32_CONST, 1).add(Opcode.BR_IF, 0), Opcode.BR_IF);
    custom(code -> code.add(Opcode.I32_CONST, 1).add(Opcode.BR_TABLE, 0, 0), Opcode.BR_TABLE);
    custom(code -> code.add(Opcode.RETURN), Opcode.RETURN);
    custom(code -> code.add(Opcode.CALL, 0), Opcode.CALL);
    custom(
        code -> code.add(Opcode.I32_CONST, 0).add(Opcode.CALL_INDIRECT, 0), Opcode.CALL_INDIRECT);
    custom(code -> code.add(Opcode.I32_CONST, 0).add(Opcode.DROP), Opcode.DROP);
    custom(code -> three(code).add(Opcode.SELECT).add(Opcode.DROP), Opcode.SELECT);
    custom(
        code -> code.add(Opcode.LOCAL_GET, 0).add(Opcode.LOCAL_TEE, 0).add(Opcode.LOCAL_SET, 0),
        Opcode.LOCAL_GET,
        Opcode.LOCAL_TEE,
        Opcode.LOCAL_SET);
    custom(
        code -> code.add(Opcode.GLOBAL_GET, 0).add(Opcode.GLOBAL_SET, 0),
        Opcode.GLOBAL_GET,
        Opcode.GLOBAL_SET);
    custom(code -> code.add(Opcode.RETURN_CALL, 0), Opcode.RETURN_CALL);
    custom(
        code -> code.add(Opcode.I32_CONST, 0).add(Opcode.RETURN_CALL_INDIRECT, 0),
        Opcode.RETURN_CALL_INDIRECT);
    custom(
        code -> three(code).add(Opcode.SELECT_TYPED, ValueType.I32).add(Opcode.DROP),
        Opcode.SELECT_TYPED);
    custom(
        code ->
            code.add(Opcode.I32_CONST, 0)
                .add(Opcode.I32_CONST, 0)
                .add(Opcode.TABLE_GET, 0)
                .add(Opcode.TABLE_SET, 0),
        Opcode.TABLE_GET,
        Opcode.TABLE_SET);
    custom(
        code ->
            code.add(Opcode.REF_NULL, ValueType.FUNCREF).add(Opcode.REF_IS_NULL).add(Opcode.DROP),
        Opcode.REF_NULL,
        Opcode.REF_IS_NULL);
    custom(
        code ->
            code.add(Opcode.REF_NULL, ValueType.FUNCREF)
                .add(Opcode.I32_CONST, 1)
                .add(Opcode.TABLE_GROW, 0)
                .add(Opcode.DROP),
        Opcode.TABLE_GROW);
    custom(
        code ->
            code.add(Opcode.I32_CONST, 0)
                .add(Opcode.REF_NULL, ValueType.FUNCREF)
                .add(Opcode.I32_CONST, 1)
                .add(Opcode.TABLE_FILL, 0),
        Opcode.TABLE_FILL);
  }

  private static void custom(Consumer<CodeWriter> code, Opcode... opcodes) {
    for (Opcode opcode : opcodes) {
      CUSTOM.put(opcode, code);
    }
  }

  private static CodeWriter three(CodeWriter code) {
    return code.add(Opcode.I32_CONST, 0).add(Opcode.I32_CONST, 1).add(Opcode.I32_CONST, 2);
  }

  private static Stream<Opcode> enabled() {
    return Arrays.stream(Opcode.values())
        .filter(opcode -> opcode.feature().map(Profile.WASM::has).orElse(true));
  }

  private static Stream<Opcode> plain() {
    return enabled().filter(opcode -> opcode.signature().isPresent() && opcode != Opcode.NOP);
  }

  private static Stream<Opcode> enabledCustom() {
    return enabled().filter(opcode -> opcode.signature().isEmpty());
  }

  @Test
  void everyPlainOpcodeHasAnEmitter() {
    Set<Opcode> missing = EnumSet.noneOf(Opcode.class);
    plain().filter(opcode -> OperationEmitters.of(opcode) == null).forEach(missing::add);
    assertEquals(Set.of(Opcode.REF_FUNC), missing, "it has a lowered form of its own");
    assertTrue(plain().count() >= 165, () -> plain().count() + " opcodes");
  }

  /** With natural alignment, offset 0, constant 0 and index 0. */
  @ParameterizedTest
  @MethodSource("plain")
  void everyPlainOpcodeCompiles(Opcode opcode) throws Exception {
    StackSignature signature = opcode.signature().orElseThrow();
    CodeWriter code = new CodeWriter();
    for (int i = 0; i < signature.operands().size(); i++) {
      code.add(Opcode.LOCAL_GET, i);
    }
    switch (opcode.immediate()) {
      case NONE, MEM_ARG, MEMORY, MEMORY_AND_MEMORY -> code.add(opcode);
      default -> code.add(opcode, 0);
    }
    compile(signature.operands(), signature.results(), code);
  }

  @ParameterizedTest
  @MethodSource("enabledCustom")
  void everyOtherOpcodeCompiles(Opcode opcode) throws Exception {
    Consumer<CodeWriter> custom = CUSTOM.get(opcode);
    assertNotNull(custom, "this test has no code for " + opcode.mnemonic());
    CodeWriter code = new CodeWriter();
    custom.accept(code);
    compile(List.of(ValueType.I32), List.of(), code);
  }

  private static void compile(List<ValueType> parameters, List<ValueType> results, CodeWriter code)
      throws Exception {
    ModuleBuilder module = new ModuleBuilder();
    int empty = module.type(List.of(), List.of());
    int type = module.type(parameters, results);
    module.function(empty, new CodeWriter().add(Opcode.END));
    module.function(type, code.add(Opcode.END));
    module.memory(1, 2);
    module.table(4);
    module.elements(0, 0);
    module.global(
        new GlobalType(ValueType.I64, true),
        new CodeWriter().add(Opcode.I64_CONST, 0).add(Opcode.END));
    if (Profile.WASM.has(Feature.BULK_MEMORY)) {
      module.passiveData(new byte[] {1}).dataCount();
    }
    new ModuleCompiler(OPTIONS).compile(module.toByteArray());
  }
}
