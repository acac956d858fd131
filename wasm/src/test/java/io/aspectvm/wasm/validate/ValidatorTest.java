package io.aspectvm.wasm.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.ByteWriter;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.opcode.Feature;
import io.aspectvm.wasm.opcode.ImmediateKind;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import io.aspectvm.wasm.testing.Modules;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the specification's tests leave open: messages, facts, features, our own rules. */
class ValidatorTest {

  private static CodeWriter code() {
    return new CodeWriter();
  }

  private static WasmException refusal(byte[] module) {
    return assertThrows(WasmException.class, () -> Modules.validate(module));
  }

  private static FunctionFacts facts(CodeWriter code) throws WasmException {
    return Modules.validate(Modules.ofCode(code)).facts(0);
  }

  @Test
  void saysWhatWhereExpectedAndFound() {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(), List.of());
    module.importFunction("env", "f", type);
    module.function(
        type,
        code()
            .add(Opcode.I32_CONST, 1)
            .add(Opcode.I64_CONST, 1)
            .add(Opcode.I32_ADD)
            .add(Opcode.END));
    WasmException e = refusal(module.export("tran\nsfer", ExternalKind.FUNCTION, 1).toByteArray());
    assertEquals(
        "type mismatch: i32.add expected [i32 i32], found [i32 i64]"
            + " (func 1 'tran\\u{a}sfer', offset 0x35)",
        e.getMessage());
    assertEquals(0x35, e.offset().getAsInt());
    assertEquals(1, e.functionIndex().getAsInt());
    assertEquals("invalid", e.kind());
  }

  @Test
  void shortensWhatItSaysOfTypes() {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(Collections.nCopies(1_000, ValueType.I64), List.of());
    module.function(type, code().add(Opcode.CALL, 0).add(Opcode.END));
    assertTrue(refusal(module.toByteArray()).getMessage().length() < 200);
  }

  @ParameterizedTest
  @CsvSource({
    "1a 0b, type mismatch: drop expected [any]; found []",
    "4100 0b, type mismatch: end expected [] at the end of a block; found 1 more",
    "0c01 0b, unknown label 1: expected less than 1",
    "2000 0b, unknown local 0: expected less than 0",
    "2301 0b, unknown global 1: expected less than 1",
    "1001 0b, unknown function 1: expected less than 1",
    "00 110100 0b, unknown type 1: expected less than 1",
    "00 110001 0b, unknown table 1: expected less than 1",
    "00 280300 0b, alignment must not be larger than natural: i32.load expected at most 4; found 2^3",
    "4100 d1 1a 0b, type mismatch: ref.is_null expected [reference]; found [i32]",
    "00 fc1001 0b, unknown table 1: expected less than 1",
    "00 fc0e0100 0b, unknown table 1: expected less than 1",
    "00 fc0e0001 0b, unknown table 1: expected less than 1",
    "00 fc0c0100 0b, unknown elem segment 1: expected less than 0",
    "02 05 0b 0b, unknown type 5: expected less than 1",
    "00 fc0900 0b, unknown data segment 0: expected less than 0",
    "00 fc0d00 0b, unknown elem segment 0: expected less than 0",
    "d200 1a 0b, undeclared function reference: 0",
    "00 1c00 0b, invalid result arity: select expected 1 type; found 0",
    "00 1c027f7f 0b, invalid result arity: select expected 1 type; found 2",
    "4100 04 7f 4100 0b 1a 0b, type mismatch: if without else expected [i32]; found []",
    "d06f 4100 4100 1b 1a 0b, type mismatch: select expected two numbers; found [externref i32]",
    "00 d06f 4100 1b 1a 0b, type mismatch: select expected two numbers; found [unknown externref]",
    "d06f d06f 4100 1b 1a 0b, type mismatch: select expected two numbers; found [externref externref]",
    "4100 4200 4100 1b 1a 0b, type mismatch: select expected two operands of one type; found [i32 i64]",
    "02 7f 02 7e 4100 4100 0e 01 00 01 0b 1a 4100 0b 1a 0b, "
        + "type mismatch: br_table expected [i64]; found [i32]",
    "02 7f 4100 4100 0e 01 00 01 0b 1a 0b, "
        + "type mismatch: br_table expected labels of 0 values; as the default label; found 1 at entry 0",
  })
  void namesTheFault(String hex, String phrase) {
    byte[] body = HexFormat.of().parseHex(hex.replace(" ", ""));
    CodeWriter code = code();
    for (int i = 0; i < body.length - 1; i++) {
      code.raw(body[i]);
    }
    WasmException e = refusal(Modules.ofCode(code));
    assertInstanceOf(InvalidModuleException.class, e);
    assertTrue(e.getMessage().startsWith(phrase.replace(";", ",")), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "05 0b, unexpected token: else without if",
    "410004 40 05 05 0b 0b, unexpected token: else without if",
    "0b 01, END opcode expected",
    "02 40 0b, unexpected end of section or function: END opcode expected",
    "ff 0b, illegal opcode 0xff",
    "41, unexpected end of section or function",
  })
  void findsMalformedCode(String hex, String phrase) {
    ModuleBuilder module = new ModuleBuilder();
    byte[] code = HexFormat.of().parseHex(hex.replace(" ", ""));
    byte[] body = new ByteWriter().writeByte(0).write(code).toByteArray();
    module.function(module.type(List.of(), List.of()), body);
    WasmException e = refusal(module.toByteArray());
    assertInstanceOf(MalformedModuleException.class, e);
    assertTrue(e.getMessage().startsWith(phrase), e.getMessage());
    assertEquals(0, e.functionIndex().getAsInt());
  }

  /** H17. */
  @ParameterizedTest
  @CsvSource({
    "fd0c, SIMD",
    "027b, SIMD",
    "fe1000, threads",
    "0640, exceptions",
    "07, exceptions",
    "0800, exceptions",
    "0900, exceptions",
    "0a, exceptions",
    "1800, exceptions",
    "19, exceptions",
    "1f40, exceptions",
    "fb00, gc",
    "1400, gc",
    "1500, gc",
    "d3, gc",
    "d4, gc",
    "d500, gc",
    "d600, gc",
  })
  void namesTheProposalOfAnInstructionItDoesNotKnow(String hex, String proposal) {
    CodeWriter code = code();
    for (byte b : HexFormat.of().parseHex(hex)) {
      code.raw(b);
    }
    WasmException e = refusal(Modules.ofCode(code));
    assertInstanceOf(UnsupportedFeatureException.class, e);
    assertTrue(e.getMessage().startsWith(proposal + " support is not enabled"), e.getMessage());
    assertEquals(0, e.functionIndex().getAsInt());
  }

  /** Every opcode with a feature is refused when that one feature is off, and for that. */
  @ParameterizedTest
  @EnumSource(Opcode.class)
  void switchesOpcodesOffByFeature(Opcode opcode) throws WasmException {
    CodeWriter instruction = code().add(Opcode.UNREACHABLE);
    switch (opcode.immediate()) {
      case NONE, MEM_ARG, MEMORY, MEMORY_AND_MEMORY, BLOCK_TYPE -> instruction.add(opcode);
      case VALUE_TYPES, REFERENCE_TYPE -> instruction.add(opcode, ValueType.FUNCREF);
      case ELEMENT, ELEMENT_AND_TABLE -> instruction.add(opcode, 0);
      default -> instruction.add(opcode, 0);
    }
    if (opcode.immediate() == ImmediateKind.BLOCK_TYPE) {
      instruction.add(Opcode.END);
    }
    if (opcode == Opcode.ELSE || opcode == Opcode.END || opcode == Opcode.GLOBAL_SET) {
      return; // not by themselves
    }
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(), List.of());
    module.memory(1, -1);
    module.table(1);
    module.global(
        new GlobalType(ValueType.I32, true), code().add(Opcode.I32_CONST, 0).add(Opcode.END));
    module.elements(0, 0).data(0, new byte[0]).dataCount();
    // what is left on the stack does not matter behind a second unreachable
    module.function(
        type,
        List.of(new LocalRun(1, ValueType.I32)),
        instruction.add(Opcode.UNREACHABLE).add(Opcode.END));
    byte[] bytes = module.toByteArray();
    Modules.validate(bytes);
    for (Feature feature : opcode.feature().map(Set::of).orElse(Set.of())) {
      UnsupportedFeatureException e =
          assertThrows(
              UnsupportedFeatureException.class, () -> Validator.validate(bytes, without(feature)));
      assertTrue(e.getMessage().contains(opcode.mnemonic()), e.getMessage());
    }
  }

  private static Profile without(Feature feature) {
    Set<Feature> features = EnumSet.copyOf(Modules.IMPLEMENTED);
    features.remove(feature);
    return new Profile("without", features, Modules.ALL.limits(), true, false);
  }

  @Test
  void switchesTheRestOffByFeature() throws WasmException {
    ModuleBuilder results = new ModuleBuilder();
    results.type(List.of(), List.of(ValueType.I32, ValueType.I32));
    assertNeeds(Feature.MULTI_VALUE, results);
    ModuleBuilder block = new ModuleBuilder();
    int type = block.type(List.of(), List.of());
    block.function(type, code().add(Opcode.BLOCK, type).add(Opcode.END).add(Opcode.END));
    assertNeeds(Feature.MULTI_VALUE, block);
    ModuleBuilder exported = new ModuleBuilder();
    exported.global(
        new GlobalType(ValueType.I32, true), code().add(Opcode.I32_CONST, 0).add(Opcode.END));
    assertNeeds(Feature.MUTABLE_GLOBAL, exported.export("g", ExternalKind.GLOBAL, 0));
    ModuleBuilder imported = new ModuleBuilder();
    imported.importGlobal("a", "b", new GlobalType(ValueType.I32, true));
    assertNeeds(Feature.MUTABLE_GLOBAL, imported);
    assertNeeds(Feature.LINKING, imported);
    ModuleBuilder memory = new ModuleBuilder();
    memory.importMemory("a", "b", 1, 2);
    assertNeeds(Feature.LINKING, memory);
    ModuleBuilder passive = new ModuleBuilder();
    assertNeeds(Feature.BULK_MEMORY, passive.entry(9, 1, 0, 0));
    ModuleBuilder constant = new ModuleBuilder();
    constant.global(
        new GlobalType(ValueType.I64, false),
        code()
            .add(Opcode.I64_CONST, 6)
            .add(Opcode.I64_CONST, 7)
            .add(Opcode.I64_MUL)
            .add(Opcode.END));
    assertNeeds(Feature.EXTENDED_CONST, constant);
    ModuleBuilder tables = new ModuleBuilder();
    tables.table(1);
    tables.table(1);
    assertNeeds(Feature.REFERENCE_TYPES, tables);
  }

  private static void assertNeeds(Feature feature, ModuleBuilder module) throws WasmException {
    byte[] bytes = module.toByteArray();
    Modules.validate(bytes);
    UnsupportedFeatureException e =
        assertThrows(
            UnsupportedFeatureException.class, () -> Validator.validate(bytes, without(feature)));
    assertTrue(
        e.getMessage().startsWith(feature.text() + " support is not enabled"), e.getMessage());
  }

  @Test
  void aTypedSelectNeedsItsType() throws WasmException {
    CodeWriter select = code().add(Opcode.UNREACHABLE).add(Opcode.SELECT_TYPED, ValueType.F32);
    byte[] bytes = Modules.ofCode(select.add(Opcode.DROP));
    assertEquals(
        Set.of(Feature.REFERENCE_TYPES, Feature.FLOATS), Modules.validate(bytes).features());
    UnsupportedFeatureException e =
        assertThrows(
            UnsupportedFeatureException.class,
            () -> Validator.validate(bytes, without(Feature.FLOATS)));
    assertTrue(e.getMessage().startsWith("floating-point support is disabled"), e.getMessage());
  }

  @Test
  void codeBehindABlockIsAsUnreachableAsBeforeIt() throws WasmException {
    Modules.validate(
        Modules.ofCode(
            code()
                .add(Opcode.UNREACHABLE)
                .add(Opcode.BLOCK)
                .add(Opcode.END)
                .add(Opcode.I32_ADD)
                .add(Opcode.DROP)));
  }

  /** Stricter than the reference, in every profile. */
  @Test
  void refusesExportNamesThatMeteringNeeds() throws WasmException {
    ModuleBuilder module = new ModuleBuilder();
    module.function(module.type(List.of(), List.of()), code().add(Opcode.END));
    module.export(Profile.ENTRY_POINT, ExternalKind.FUNCTION, 0);
    Modules.validate(module.toByteArray());
    assertTrue(
        refusal(module.start(0).toByteArray())
            .getMessage()
            .startsWith("export name taken by the start section: '__aspect_start__'"));
    ModuleBuilder counter = new ModuleBuilder();
    counter.memory(1, -1);
    counter.export(Profile.GAS_COUNTER, ExternalKind.MEMORY, 0);
    assertTrue(refusal(counter.toByteArray()).getMessage().startsWith("reserved export name"));
  }

  @Test
  void initialisersSeeImportedImmutableGlobalsOnly() throws WasmException {
    ModuleBuilder module = new ModuleBuilder();
    module.importGlobal("a", "constant", new GlobalType(ValueType.I32, false));
    module.importGlobal("a", "variable", new GlobalType(ValueType.I32, true));
    GlobalType type = new GlobalType(ValueType.I32, false);
    module.global(type, code().add(Opcode.GLOBAL_GET, 0).add(Opcode.END));
    Modules.validate(module.toByteArray());
    ModuleBuilder own = new ModuleBuilder();
    own.global(type, code().add(Opcode.I32_CONST, 1).add(Opcode.END));
    own.global(type, code().add(Opcode.GLOBAL_GET, 0).add(Opcode.END));
    assertTrue(refusal(own.toByteArray()).getMessage().startsWith("unknown global 0"));
    module.global(type, code().add(Opcode.GLOBAL_GET, 1).add(Opcode.END));
    assertTrue(
        refusal(module.toByteArray()).getMessage().startsWith("constant expression required"));
  }

  @Test
  void initialisersComputeWithWhatTheyHave() {
    assertEquals(
        "type mismatch: i32.add expected [i32 i32], found []",
        initialiserFault(code().add(Opcode.I32_ADD)));
    assertEquals(
        "type mismatch: i64.mul expected [i64 i64], found [i64 i32]",
        initialiserFault(
            code().add(Opcode.I64_CONST, 1).add(Opcode.I32_CONST, 1).add(Opcode.I64_MUL)));
    assertEquals("type mismatch: initialiser expected [i32], found []", initialiserFault(code()));
  }

  /** Without the place. */
  private static String initialiserFault(CodeWriter initialiser) {
    ModuleBuilder module = new ModuleBuilder();
    module.global(new GlobalType(ValueType.I32, false), initialiser.add(Opcode.END));
    return refusal(module.toByteArray()).getMessage().replaceFirst(" \\(offset .*", "");
  }

  /** The value is unsigned, and so no index at all. */
  @Test
  void initialisersOfTheLastGlobal() {
    ModuleBuilder module = new ModuleBuilder();
    module.importGlobal("a", "b", new GlobalType(ValueType.I32, false));
    module.global(
        new GlobalType(ValueType.I32, false),
        code().add(Opcode.GLOBAL_GET, 0xFFFF_FFFFL).add(Opcode.END));
    String message = refusal(module.toByteArray()).getMessage();
    assertTrue(message.startsWith("unknown global 4294967295"), message);
  }

  @Test
  void exportsOfFunctionsDeclareThem() throws WasmException {
    Modules.validate(referring(ExternalKind.FUNCTION, 0));
    assertTrue(
        refusal(referring(ExternalKind.MEMORY, 0))
            .getMessage()
            .startsWith("undeclared function reference: 0"));
    assertTrue(
        refusal(referring(ExternalKind.FUNCTION, 1))
            .getMessage()
            .startsWith("undeclared function reference: 0"));
    assertTrue(
        refusal(referring(ExternalKind.FUNCTION, -1))
            .getMessage()
            .startsWith("undeclared function reference: 0"));
  }

  @Test
  void elementExpressionsDeclareFunctions() throws WasmException {
    ModuleBuilder module = new ModuleBuilder();
    module.function(
        module.type(List.of(), List.of()),
        code().add(Opcode.REF_FUNC, 0).add(Opcode.DROP).add(Opcode.END));
    assertTrue(
        refusal(module.toByteArray()).getMessage().startsWith("undeclared function reference: 0"));
    Modules.validate(module.entry(9, 5, 0x70, 1, 0xD2, 0, 0x0B).toByteArray());
  }

  /** Function 0 refers to itself; the export is of this kind and index. */
  private static byte[] referring(ExternalKind kind, int index) {
    ModuleBuilder module = new ModuleBuilder();
    module.memory(1, -1);
    module.function(
        module.type(List.of(), List.of()),
        code().add(Opcode.REF_FUNC, 0).add(Opcode.DROP).add(Opcode.END));
    return module.export("export", kind, index).toByteArray();
  }

  // Facts

  @Test
  void countsOperands() throws WasmException {
    assertEquals(0, facts(code()).maxOperands());
    assertEquals(
        3,
        facts(
                code()
                    .add(Opcode.I64_CONST, 1)
                    .add(Opcode.I64_CONST, 2)
                    .add(Opcode.BLOCK)
                    .add(Opcode.I64_CONST, 3)
                    .add(Opcode.DROP)
                    .add(Opcode.END)
                    .add(Opcode.DROP)
                    .add(Opcode.DROP))
            .maxOperands());
    // the results of a call
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(), List.of(ValueType.I32, ValueType.I64, ValueType.I32));
    module.function(type, code().add(Opcode.CALL, 0).add(Opcode.END));
    assertEquals(3, Modules.validate(module.toByteArray()).maxOperands(0));
  }

  @Test
  void forgetsTheFactsOfTheFunctionBefore() throws WasmException {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(), List.of());
    module.importFunction("env", "f", type);
    module.memory(1, -1);
    module.function(
        type,
        code()
            .add(Opcode.LOOP)
            .add(Opcode.BLOCK)
            .add(Opcode.I32_CONST, 1)
            .add(Opcode.MEMORY_GROW)
            .add(Opcode.DROP)
            .add(Opcode.CALL, 0)
            .add(Opcode.END)
            .add(Opcode.END)
            .add(Opcode.END));
    module.function(type, code().add(Opcode.END));
    ValidatedModule validated = Modules.validate(module.toByteArray());
    assertEquals(new FunctionFacts(1, 3, 9, true, true, true, true), validated.facts(1));
    assertEquals(new FunctionFacts(0, 1, 1, false, false, false, false), validated.facts(2));
  }

  @Test
  void tellsMemoryUseFromGrowth() throws WasmException {
    FunctionFacts load =
        facts(code().add(Opcode.I32_CONST, 0).add(Opcode.I32_LOAD).add(Opcode.DROP));
    assertTrue(load.usesMemory());
    assertFalse(load.growsMemory());
    assertFalse(load.hasCalls());
    FunctionFacts indirect = facts(code().add(Opcode.I32_CONST, 0).add(Opcode.CALL_INDIRECT, 0));
    assertTrue(indirect.hasCalls());
    assertFalse(indirect.usesMemory());
    assertTrue(facts(code().add(Opcode.RETURN_CALL, 0)).hasCalls());
  }

  @Test
  void findsTheTypeOfEveryLocal() throws WasmException {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(ValueType.I32, ValueType.I64), List.of());
    List<LocalRun> runs =
        List.of(
            new LocalRun(2, ValueType.I64),
            new LocalRun(1, ValueType.F32),
            new LocalRun(1_000, ValueType.F64),
            new LocalRun(1, ValueType.FUNCREF));
    CodeWriter code = code();
    for (int local : new int[] {0}) {
      code.add(Opcode.LOCAL_GET, local).add(Opcode.I32_EQZ).add(Opcode.DROP);
    }
    for (int local : new int[] {1, 2, 3}) {
      code.add(Opcode.LOCAL_GET, local).add(Opcode.I64_EQZ).add(Opcode.DROP);
    }
    code.add(Opcode.LOCAL_GET, 4).add(Opcode.F32_NEG).add(Opcode.DROP);
    code.add(Opcode.LOCAL_GET, 5).add(Opcode.F64_NEG).add(Opcode.DROP);
    code.add(Opcode.LOCAL_GET, 1_004).add(Opcode.F64_NEG).add(Opcode.DROP);
    code.add(Opcode.LOCAL_GET, 1_005).add(Opcode.REF_IS_NULL).add(Opcode.DROP);
    module.function(type, runs, code.add(Opcode.END));
    Modules.validate(module.toByteArray());
    ModuleBuilder beyond = new ModuleBuilder();
    beyond.function(
        beyond.type(List.of(ValueType.I32, ValueType.I64), List.of()),
        runs,
        code().add(Opcode.LOCAL_GET, 1_006).add(Opcode.DROP).add(Opcode.END));
    assertTrue(
        refusal(beyond.toByteArray())
            .getMessage()
            .startsWith("unknown local 1006: expected less than 1006"));
  }

  @Test
  void tellsWhichFeaturesAreUsed() throws WasmException {
    assertEquals(Set.of(), Modules.validate(Modules.ofCode(code().add(Opcode.NOP))).features());
    CodeWriter floats = code().add(Opcode.F32_CONST, 0).add(Opcode.DROP);
    assertEquals(
        Set.of(Feature.FLOATS, Feature.SIGN_EXTENSION),
        Modules.validate(
                Modules.ofCode(
                    floats.add(Opcode.I32_CONST, 1).add(Opcode.I32_EXTEND8_S).add(Opcode.DROP)))
            .features());
    ModuleBuilder one = new ModuleBuilder();
    one.type(List.of(ValueType.I32, ValueType.I32), List.of(ValueType.I32));
    assertEquals(Set.of(), Modules.validate(one.toByteArray()).features());
    ModuleBuilder module = new ModuleBuilder();
    module.type(List.of(), List.of(ValueType.I32, ValueType.I32));
    ValidatedModule several = Modules.validate(module.toByteArray());
    assertEquals(Set.of(Feature.MULTI_VALUE), several.features());
    assertSame(Modules.ALL, several.profile());
  }
}
