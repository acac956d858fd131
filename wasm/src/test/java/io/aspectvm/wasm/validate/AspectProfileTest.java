package io.aspectvm.wasm.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.LimitExceededException;
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
import io.aspectvm.wasm.module.SizeLimits;
import io.aspectvm.wasm.module.TableType;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reference's deploy-time validation accepts and refuses (aspect-abi, section 2.1). */
class AspectProfileTest {

  private static final String FLOATS = "floating-point support is disabled";
  private static final String BULK_MEMORY = "bulk memory support is not enabled";
  private static final String REFERENCE_TYPES = "reference types support is not enabled";
  private static final String NO_ENTRY_POINT = "aspect entrypoint not exported";
  private static final String START = "start section not allowed";

  private static CodeWriter code() {
    return new CodeWriter();
  }

  private static CodeWriter end() {
    return code().add(Opcode.END);
  }

  /** With an entry point: function 0, of type 0, from nothing to nothing. */
  private static ModuleBuilder aspect() {
    ModuleBuilder module = new ModuleBuilder();
    module.function(module.type(List.of(), List.of()), end());
    return module.export(Profile.ENTRY_POINT, ExternalKind.FUNCTION, 0);
  }

  private static ModuleBuilder withCode(CodeWriter code) {
    ModuleBuilder module = aspect();
    module.memory(1, -1);
    module.table(1);
    module.function(0, code.add(Opcode.END));
    return module;
  }

  private static void accepts(ModuleBuilder module) throws WasmException {
    Validator.validate(module.toByteArray(), Profile.ASPECT);
  }

  private static <T extends WasmException> void refuses(
      Class<T> type, String phrase, ModuleBuilder module) {
    refuses(type, phrase, module.toByteArray());
  }

  private static <T extends WasmException> void refuses(
      Class<T> type, String phrase, byte[] module) {
    T e = assertThrows(type, () -> Validator.validate(module, Profile.ASPECT));
    assertTrue(e.getMessage().startsWith(phrase), e.getMessage());
  }

  private static void unsupported(String phrase, ModuleBuilder module) {
    refuses(UnsupportedFeatureException.class, phrase, module);
  }

  @Test
  void acceptsIntegersSignExtensionMultiValueAndMutableGlobals() throws WasmException {
    ModuleBuilder module = aspect();
    int pair =
        module.type(List.of(ValueType.I32, ValueType.I64), List.of(ValueType.I64, ValueType.I32));
    module.global(
        new GlobalType(ValueType.I64, true), code().add(Opcode.I64_CONST, 1).add(Opcode.END));
    module.export("global", ExternalKind.GLOBAL, 0);
    module.function(
        pair,
        code()
            .add(Opcode.LOCAL_GET, 1)
            .add(Opcode.I64_EXTEND8_S)
            .add(Opcode.LOCAL_GET, 0)
            .add(Opcode.BLOCK, module.type(List.of(ValueType.I32), List.of(ValueType.I32)))
            .add(Opcode.I32_EXTEND16_S)
            .add(Opcode.END)
            .add(Opcode.END));
    accepts(module);
  }

  @Test
  void acceptsTablesMemoriesAndSegmentsOfTheFirstVersion() throws WasmException {
    ModuleBuilder module = withCode(code().add(Opcode.I32_CONST, 0).add(Opcode.CALL_INDIRECT, 0));
    module.elements(0, 0).data(0, new byte[] {1});
    accepts(module);
  }

  /** The reference looks at the instructions only; such a segment is copied by nothing. */
  @Test
  void acceptsAPassiveDataSegment() throws WasmException {
    accepts(aspect().passiveData(new byte[] {1}).dataCount());
  }

  @Test
  void acceptsTheRuntimesOwnImportsAndUnknownOnes() throws WasmException {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(ValueType.I32), List.of(ValueType.I32));
    module.importFunction("util-api", "__UtilApi__.sLog", type);
    module.importFunction("no such", "", type);
    int function = module.function(module.type(List.of(), List.of()), end());
    accepts(module.export(Profile.ENTRY_POINT, ExternalKind.FUNCTION, function));
  }

  /** Its signature is not checked; an import will do. */
  @Test
  void looksAtNameAndKindOfTheEntryPointOnly() throws WasmException {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(ValueType.I64), List.of(ValueType.I32));
    module.importFunction("env", "f", type);
    accepts(module.export(Profile.ENTRY_POINT, ExternalKind.FUNCTION, 0));
    ModuleBuilder memory = new ModuleBuilder();
    memory.memory(1, -1);
    refuses(
        InvalidModuleException.class,
        NO_ENTRY_POINT,
        memory.export(Profile.ENTRY_POINT, ExternalKind.MEMORY, 0));
    refuses(InvalidModuleException.class, NO_ENTRY_POINT, new ModuleBuilder());
  }

  @Test
  void refusesFloatTypesEverywhere() {
    for (ValueType type : List.of(ValueType.F32, ValueType.F64)) {
      ModuleBuilder parameter = aspect();
      parameter.type(List.of(ValueType.I32, type), List.of());
      unsupported(FLOATS, parameter);
      ModuleBuilder result = aspect();
      result.type(List.of(), List.of(type));
      unsupported(FLOATS, result);
      ModuleBuilder local = aspect();
      local.function(0, List.of(new LocalRun(1, type)), end());
      unsupported(FLOATS, local);
      ModuleBuilder global = aspect();
      global.global(new GlobalType(type, false), code().add(Opcode.F64_CONST, 0).add(Opcode.END));
      unsupported(FLOATS, global);
      ModuleBuilder mistyped = aspect();
      mistyped.global(new GlobalType(type, false), code().add(Opcode.I32_CONST, 0).add(Opcode.END));
      unsupported(FLOATS, mistyped);
      ModuleBuilder imported = new ModuleBuilder();
      imported.importGlobal("env", "g", new GlobalType(type, false));
      unsupported(FLOATS, imported);
      unsupported(
          FLOATS, withCode(code().add(Opcode.UNREACHABLE).add(Opcode.BLOCK, type).add(Opcode.END)));
    }
  }

  @ParameterizedTest
  @EnumSource(Opcode.class)
  void refusesEveryInstructionOfWhatIsOff(Opcode opcode) {
    if (opcode.feature().isEmpty()) {
      return;
    }
    CodeWriter instruction = code().add(Opcode.UNREACHABLE);
    switch (opcode.immediate()) {
      case NONE, MEM_ARG, MEMORY, MEMORY_AND_MEMORY -> instruction.add(opcode);
      case VALUE_TYPES, REFERENCE_TYPE -> instruction.add(opcode, ValueType.FUNCREF);
      default -> instruction.add(opcode, 0);
    }
    String phrase =
        switch (opcode.feature().get()) {
          case FLOATS -> FLOATS;
          case SATURATING_FLOAT_TO_INT -> "saturating float-to-int support is not enabled";
          case BULK_MEMORY -> BULK_MEMORY;
          case REFERENCE_TYPES -> REFERENCE_TYPES;
          case TAIL_CALL -> "tail calls support is not enabled";
          case WIDE_ARITHMETIC -> "wide arithmetic support is not enabled";
          default -> null;
        };
    ModuleBuilder module = withCode(instruction);
    module.passiveData(new byte[1]).dataCount();
    if (phrase == null) {
      assertEquals("sign-extension", opcode.feature().get().text());
    } else {
      unsupported(phrase, module);
    }
  }

  @Test
  void refusesReferenceTypesInEveryForm() {
    ModuleBuilder parameter = aspect();
    parameter.type(List.of(ValueType.EXTERNREF), List.of());
    unsupported(REFERENCE_TYPES, parameter);
    ModuleBuilder two = aspect();
    two.table(1);
    two.table(1);
    unsupported(REFERENCE_TYPES, two);
    ModuleBuilder externref = aspect();
    externref.table(new TableType(ValueType.EXTERNREF, new SizeLimits(1, OptionalLong.empty())));
    unsupported(REFERENCE_TYPES, externref);
    ModuleBuilder imported = new ModuleBuilder();
    imported.importTable(
        "env", "t", new TableType(ValueType.EXTERNREF, new SizeLimits(1, OptionalLong.empty())));
    unsupported(REFERENCE_TYPES, imported);
    unsupported(REFERENCE_TYPES, aspect().entry(9, 5, ValueType.EXTERNREF.code(), 0));
    ModuleBuilder none = aspect();
    none.table(1);
    unsupported(REFERENCE_TYPES, none.entry(9, 4, 0x41, 0, 0x0B, 0));
    ModuleBuilder expressions = aspect();
    expressions.table(1);
    unsupported(REFERENCE_TYPES, expressions.entry(9, 4, 0x41, 0, 0x0B, 1, 0xD2, 0, 0x0B));
  }

  /** The table index was a reserved byte: another table and another form of 0 are refused. */
  @ParameterizedTest
  @ValueSource(strings = {"01", "8000"})
  void refusesATableIndexThatIsNoZeroByte(String tableIndex) {
    CodeWriter call = code().add(Opcode.UNREACHABLE).raw(0x11, 0);
    for (byte b : HexFormat.of().parseHex(tableIndex)) {
      call.raw(b);
    }
    refuses(MalformedModuleException.class, "zero byte expected", withCode(call));
  }

  @Test
  void refusesSegmentsThatNeedBulkMemory() {
    ModuleBuilder passive = aspect();
    passive.table(1);
    unsupported(BULK_MEMORY, passive.entry(9, 1, 0, 1, 0));
    ModuleBuilder declarative = aspect();
    unsupported(BULK_MEMORY, declarative.entry(9, 3, 0, 1, 0));
  }

  /** That it is off is said first; that the type is wrong is, too. */
  @Test
  void refusesInitialisersOfWhatIsOff() {
    unsupported(FLOATS, initialised(code().add(Opcode.F32_CONST, 0)));
    unsupported(FLOATS, initialised(code().add(Opcode.F64_CONST, 0)));
    unsupported(REFERENCE_TYPES, initialised(code().add(Opcode.REF_NULL, ValueType.FUNCREF)));
    unsupported(REFERENCE_TYPES, initialised(code().add(Opcode.REF_FUNC, 0)));
  }

  private static ModuleBuilder initialised(CodeWriter initialiser) {
    ModuleBuilder module = aspect();
    module.global(new GlobalType(ValueType.I32, false), initialiser.add(Opcode.END));
    return module;
  }

  @Test
  void refusesExtendedConstants() {
    ModuleBuilder module = aspect();
    module.global(
        new GlobalType(ValueType.I32, false),
        code()
            .add(Opcode.I32_CONST, 1)
            .add(Opcode.I32_CONST, 2)
            .add(Opcode.I32_ADD)
            .add(Opcode.END));
    unsupported("extended const support is not enabled", module);
  }

  /** The reference's validator does; such a module then fails when it is instantiated. */
  @Test
  void acceptsImportsThatNothingOffers() throws Exception {
    ModuleBuilder module = new ModuleBuilder();
    module.importGlobal("env", "g", new GlobalType(ValueType.I32, false));
    module.importTable(
        "env", "t", new TableType(ValueType.FUNCREF, new SizeLimits(1, OptionalLong.empty())));
    module.importMemory("env", "memory", 1, 1);
    int start = module.function(module.type(List.of(), List.of()), code().add(Opcode.END));
    accepts(module.export(Profile.ENTRY_POINT, ExternalKind.FUNCTION, start));
  }

  // Order

  @Test
  void reportsAStartSectionBeforeAMissingEntryPointAndBadBodies() {
    ModuleBuilder module = new ModuleBuilder();
    module.function(module.type(List.of(), List.of()), code().add(Opcode.I32_ADD).add(Opcode.END));
    refuses(InvalidModuleException.class, START, module.start(0));
  }

  @Test
  void reportsAStartSectionBeforeWhatIsBehindIt() {
    ModuleBuilder segment = aspect().start(0);
    refuses(InvalidModuleException.class, START, segment.entry(9, 0, 0x41, 0, 0x0B, 0));
    // malformed, unknown, or cut off: what is behind it is not met
    byte[] start = new ModuleBuilder().start(77).toByteArray();
    refuses(InvalidModuleException.class, START, append(start, 9, 1, 8));
    refuses(InvalidModuleException.class, START, append(start, 99, 0));
    refuses(InvalidModuleException.class, START, append(start, 10, 100, 1));
  }

  @Test
  void reportsWhatIsBeforeAStartSection() {
    ModuleBuilder module = aspect().start(0);
    module.type(List.of(ValueType.F32), List.of());
    unsupported(FLOATS, module);
    ModuleBuilder memory = aspect().start(0);
    memory.memory(65_537, -1);
    refuses(InvalidModuleException.class, "memory size must be at most", memory);
  }

  @Test
  void reportsAnInvalidSectionBeforeAMalformedOneBehindIt() {
    ModuleBuilder module = new ModuleBuilder();
    module.type(List.of(ValueType.F32), List.of());
    byte[] bytes = append(module.toByteArray(), 3, 1);
    refuses(UnsupportedFeatureException.class, FLOATS, bytes);
  }

  private static byte[] append(byte[] module, int... bytes) {
    return new ByteWriter().write(module).writeBytes(bytes).toByteArray();
  }

  @Test
  void reportsAMissingEntryPointBeforeABadBody() {
    ModuleBuilder module = new ModuleBuilder();
    module.function(
        module.type(List.of(), List.of()), code().add(Opcode.F32_CONST, 0).add(Opcode.END));
    refuses(InvalidModuleException.class, NO_ENTRY_POINT, module);
  }

  @Test
  void reportsABadSectionBeforeAMissingEntryPoint() {
    ModuleBuilder module = new ModuleBuilder();
    refuses(InvalidModuleException.class, "unknown memory 0", module.data(0, new byte[1]));
  }

  /** The reference does not look at the exports; what it does look at comes first. */
  @Test
  void reportsABadBodyBeforeBadExports() {
    ModuleBuilder module = withCode(code().add(Opcode.F32_CONST, 0).add(Opcode.DROP));
    module.export("twice", ExternalKind.MEMORY, 0).export("twice", ExternalKind.MEMORY, 0);
    unsupported(FLOATS, module);
  }

  @Test
  void refusesExportsThatTheReferenceFindsOutAboutLater() {
    refuses(
        InvalidModuleException.class,
        "duplicate export name: '__aspect_start__'",
        aspect().export(Profile.ENTRY_POINT, ExternalKind.FUNCTION, 0));
    refuses(
        InvalidModuleException.class,
        "unknown function 1",
        aspect().export("f", ExternalKind.FUNCTION, 1));
    refuses(
        InvalidModuleException.class,
        "reserved export name: '__gas_counter__'",
        aspect().export(Profile.GAS_COUNTER, ExternalKind.FUNCTION, 0));
  }

  // Limits

  private static void limit(ModuleBuilder module) {
    refuses(LimitExceededException.class, "too many", module);
  }

  @Test
  void boundsParametersResultsAndLocals() throws WasmException {
    ModuleBuilder module = aspect();
    module.type(Collections.nCopies(100, ValueType.I32), Collections.nCopies(16, ValueType.I64));
    accepts(module);
    ModuleBuilder parameters = aspect();
    parameters.type(Collections.nCopies(101, ValueType.I32), List.of());
    limit(parameters);
    ModuleBuilder results = aspect();
    results.type(List.of(), Collections.nCopies(17, ValueType.I32));
    limit(results);
    // parameters count as locals
    ModuleBuilder locals = aspect();
    int type = locals.type(List.of(ValueType.I64), List.of());
    locals.function(type, List.of(new LocalRun(4_095, ValueType.I32)), end());
    accepts(locals);
    locals.function(type, List.of(new LocalRun(4_096, ValueType.I32)), end());
    limit(locals);
  }

  @Test
  void boundsNesting() throws WasmException {
    accepts(withCode(nested(1_023)));
    limit(withCode(nested(1_024)));
  }

  private static CodeWriter nested(int blocks) {
    CodeWriter code = code();
    for (int i = 0; i < blocks; i++) {
      code.add(Opcode.BLOCK);
    }
    for (int i = 0; i < blocks; i++) {
      code.add(Opcode.END);
    }
    return code;
  }

  @Test
  void boundsBranchTables() throws WasmException {
    accepts(withCode(branchTable(65_520)));
    limit(withCode(branchTable(65_521)));
  }

  private static CodeWriter branchTable(int targets) {
    return code().add(Opcode.I32_CONST, 0).add(Opcode.BR_TABLE, new long[targets]);
  }

  @Test
  void boundsTables() throws WasmException {
    ModuleBuilder module = aspect();
    module.table(100_000);
    accepts(module);
    ModuleBuilder larger = aspect();
    larger.table(100_001);
    limit(larger);
    ModuleBuilder largest = aspect();
    largest.table(0xFFFF_FFFFL);
    limit(largest);
  }

  @Test
  void boundsBodies() throws WasmException {
    List<LocalRun> none = new ArrayList<>();
    ModuleBuilder module = aspect();
    module.function(0, none, nops(256 * 1024 - 2));
    accepts(module);
    ModuleBuilder larger = aspect();
    larger.function(0, none, nops(256 * 1024 - 1));
    limit(larger);
  }

  private static CodeWriter nops(int count) {
    CodeWriter code = code();
    for (int i = 0; i < count; i++) {
      code.add(Opcode.NOP);
    }
    return code.add(Opcode.END);
  }
}
