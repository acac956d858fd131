package io.aspectvm.wasm.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.module.ConstantExpression;
import io.aspectvm.wasm.module.ElementSegment;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.module.SegmentMode;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import io.aspectvm.wasm.testing.Modules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleReaderTest {

  private static WasmException refusal(byte[] bytes) {
    return assertThrows(WasmException.class, () -> Modules.read(bytes));
  }

  private static byte[] hex(String hex) {
    return new ByteWriter()
        .write(Modules.withHeader())
        .write(HexFormat.of().parseHex(hex.replace(" ", "")))
        .toByteArray();
  }

  @Test
  void readsEverySection() throws WasmException {
    WasmModule module = Modules.read(Modules.withAllSections());
    assertEquals(2, module.types().size());
    assertEquals(3, module.functionCount());
    assertEquals("host", module.functionImports().get(0).field());
    assertTrue(module.isImportedFunction(0));
    assertEquals("(i32) -> (i32)", module.functionType(1).toString());
    assertEquals(1, module.memoryType(0).limits().minimum());
    assertEquals(2, module.memoryType(0).limits().maximum().getAsLong());
    assertEquals(4, module.tableType(0).limits().minimum());
    assertTrue(module.globalType(0).mutable());
    assertEquals(ExternalKind.MEMORY, module.sections().exports().get(1).kind());
    assertEquals(OptionalInt.of(2), module.sections().start());
    assertEquals(OptionalInt.of(2), module.sections().dataCount());
    assertEquals("name", module.sections().customs().get(0).name());
    assertTrue(module.sections().hasExportSection());
    ElementSegment elements = module.sections().elements().get(0);
    assertTrue(elements.hasFunctionIndices());
    assertEquals(Opcode.REF_FUNC, elements.items().get(1).instructions().get(0).opcode());
    assertEquals(1, elements.items().get(1).instructions().get(0).value());
    assertEquals(SegmentMode.PASSIVE, module.sections().data().get(1).mode());
    assertEquals(3, module.sections().data().get(1).length());
    int hello = module.sections().data().get(0).start();
    assertEquals('h', module.bytes()[hello]);
  }

  @Test
  void readsAnEmptyModule() throws WasmException {
    WasmModule module = Modules.read(Modules.withHeader());
    assertEquals(0, module.functionCount());
    assertFalse(module.sections().hasExportSection());
  }

  /** Each element segment form, with one item in table 0 or none. */
  @ParameterizedTest
  @CsvSource({
    "00 4100 0b 01 00, ACTIVE, 0, FUNCREF, true",
    "01 00 01 00, PASSIVE, -1, FUNCREF, true",
    "02 03 4100 0b 00 01 00, ACTIVE, 3, FUNCREF, true",
    "03 00 01 00, DECLARATIVE, -1, FUNCREF, true",
    "04 4100 0b 01 d2000b, ACTIVE, 0, FUNCREF, false",
    "05 6f 01 d06f0b, PASSIVE, -1, EXTERNREF, false",
    "06 02 4100 0b 70 01 d2000b, ACTIVE, 2, FUNCREF, false",
    "07 70 01 d2000b, DECLARATIVE, -1, FUNCREF, false",
  })
  void readsElementSegments(
      String entry, SegmentMode mode, int table, ValueType type, boolean functionIndices)
      throws WasmException {
    byte[] bytes = HexFormat.of().parseHex(entry.replace(" ", ""));
    ElementSegment segment =
        Modules.read(Modules.section(9, 1, bytes)).sections().elements().get(0);
    assertEquals(mode, segment.mode());
    assertEquals(table, segment.tableIndex());
    assertEquals(type, segment.type());
    assertEquals(functionIndices, segment.hasFunctionIndices());
    assertEquals(mode == SegmentMode.ACTIVE, segment.position() != null);
    assertEquals(1, segment.items().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"08 00", "01 01 00", "05 7f 00", "07 7b 00", "ffffffff0f 00"})
  void refusesOtherElementSegments(String entry) {
    refusal(Modules.section(9, 1, HexFormat.of().parseHex(entry.replace(" ", ""))));
  }

  /** What follows would do for one of the kinds that there are. */
  @ParameterizedTest
  @ValueSource(strings = {"08 4100 0b 00", "ffffffff0f 70 00", "8080808008 4100 0b 00"})
  void refusesOtherKindsOfElementSegments(String entry) {
    WasmException e =
        refusal(Modules.section(9, 1, HexFormat.of().parseHex(entry.replace(" ", ""))));
    assertTrue(e.getMessage().startsWith("malformed elements segment kind"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"03 00", "ffffffff0f 00", "8080808008 00"})
  void refusesOtherDataSegments(String entry) {
    WasmException e =
        refusal(Modules.section(11, 1, HexFormat.of().parseHex(entry.replace(" ", ""))));
    assertTrue(e.getMessage().startsWith("malformed data segment kind"), e.getMessage());
  }

  @Test
  void readsInitialisersOfManyInstructions() throws WasmException {
    byte[] global = HexFormat.of().parseHex("7f004101410241036a6c0b");
    ConstantExpression read =
        Modules.read(Modules.section(6, 1, global)).sections().globals().get(0).initializer();
    assertEquals(
        List.of(
            Opcode.I32_CONST, Opcode.I32_CONST, Opcode.I32_CONST, Opcode.I32_ADD, Opcode.I32_MUL),
        read.instructions().stream().map(ConstantExpression.Instruction::opcode).toList());
    assertEquals(3, read.instructions().get(2).value());
  }

  @Test
  void endsAnInitialiserAtItsOwnEnd() throws WasmException {
    // a block inside is invalid, but it is the last end that ends the initialiser
    byte[] global = HexFormat.of().parseHex("7f0002400b41000b");
    assertEquals(
        3,
        Modules.read(Modules.section(6, 1, global))
            .sections()
            .globals()
            .get(0)
            .initializer()
            .instructions()
            .size());
  }

  @Test
  void mergesNoLocalsButLeavesEmptyRunsOut() throws WasmException {
    byte[] body = HexFormat.of().parseHex("04007f027e007c017e0b");
    ModuleBuilder builder = new ModuleBuilder();
    builder.function(builder.type(List.of(), List.of()), body);
    WasmModule module = Modules.read(builder.toByteArray());
    assertEquals(
        List.of(new LocalRun(2, ValueType.I64), new LocalRun(1, ValueType.I64)),
        module.body(0).localRuns());
    assertEquals(3, module.body(0).declaredLocals());
    assertEquals(Opcode.END.code(), module.bytes()[module.body(0).codeStart()]);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0061736d 02000000, unknown binary version",
    "'', 0061736d 01000100, unknown binary version",
    "'', 0061736e 01000000, magic header not detected",
    "'', 0061, unexpected end",
    "'', 0061736d 0100, unexpected end",
    "'', 006173, unexpected end: a module begins",
    "'', 0061736d, unexpected end: expected the version",
    "'', 0061736d 010000, unexpected end: expected the version",
  })
  void refusesOtherHeaders(String empty, String bytes, String phrase) {
    WasmException e = refusal(HexFormat.of().parseHex(bytes.replace(" ", "")));
    assertTrue(e.getMessage().startsWith(phrase), e.getMessage());
    assertInstanceOf(MalformedModuleException.class, e);
  }

  /** H03. */
  @ParameterizedTest
  @CsvSource({
    "01 05 0160 0000, length out of bounds", // larger than the module
    "01 05 0160 0000 00, section size mismatch", // larger than its content
    "01 03 0160 00, unexpected end", // smaller than its content
    "01 00, unexpected end", // no room for the count
    "01 ffffffff0f 00, length out of bounds",
    "01 04 01600000 01 04 01600000, unexpected content after last section",
    "03 01 00 01 01 00, unexpected content after last section",
    "0a 01 00 0c 01 00, unexpected content after last section",
    "0e 01 00, malformed section id",
    "64 01 00, malformed section id",
    "0c 01 01, data count and data section have inconsistent lengths",
    "0c 01 00 0b 03 01 01 00, data count and data section have inconsistent lengths",
    "01 04 01600000 03 02 01 00, function and code section have inconsistent lengths",
    "00 00, unexpected end", // a custom section has a name
    "00 02 05 61, length out of bounds",
    "08 02 00 00, section size mismatch",
  })
  void refusesBrokenSections(String sections, String phrase) {
    WasmException e = refusal(hex(sections));
    assertTrue(e.getMessage().startsWith(phrase), e.getMessage());
    assertInstanceOf(MalformedModuleException.class, e);
  }

  @ParameterizedTest
  @CsvSource({
    "01 05 01 60 017b 00, SIMD", // v128
    "01 05 01 60 0163 00, gc", // a typed reference
    "01 04 01 5f 00 00, gc", // a structure
    "04 04 01 6e 00 01, gc", // anyref
    "05 04 01 03 01 01, threads", // shared
    "05 03 01 04 01, memory64",
    "0d 03 01 00 00, exceptions", // tags
    "06 05 01 7f 00 fd00, SIMD", // a vector constant
    "06 05 01 7f 00 fb00, gc",
  })
  void namesTheProposalOfWhatItDoesNotKnow(String sections, String proposal) {
    WasmException e = refusal(hex(sections));
    assertInstanceOf(UnsupportedFeatureException.class, e);
    assertTrue(e.getMessage().startsWith(proposal + " support is not enabled"), e.getMessage());
  }

  /** H02: 2^32 - 1 entries in ten bytes, in every vector of every section. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "01 # 60000060000060000060", // types
        "01 01 60 # 7f7f7f7f", // parameters
        "01 01 60 00 # 7f7f7f7f", // results
        "02 # 00000000000000000000", // imports
        "02 01 # 00000000", // length of a module name
        "02 01 00 # 00000000", // length of a field name
        "03 # 00000000000000000000", // functions
        "04 # 70000070000070000070", // tables
        "05 # 00000000000000000000", // memories
        "06 # 7f004100 0b7f0041000b", // globals
        "07 # 00000000000000000000", // exports
        "07 01 # 00000000", // length of an export's name
        "09 # 0041000b000041000b00", // element segments
        "09 01 0041000b # 00000000", // function indices
        "09 01 0441000b # d2000bd2000b", // initialisers
        "0a # 02000b02000b02000b02000b", // bodies
        "0b # 01000100010001000100", // data segments
        "0b 01 01 # 00000000", // data
        "00 # 00000000", // length of a custom section's name
      })
  void refusesHugeCountsBeforeAllocating(String content) {
    String filled = content.replace("#", "ffffffff0f").replace(" ", "");
    byte[] section = HexFormat.of().parseHex(filled);
    byte[] bytes =
        new ByteWriter()
            .write(Modules.withHeader())
            .writeByte(section[0])
            .writeSized(Arrays.copyOfRange(section, 1, section.length))
            .toByteArray();
    refusesWithoutAllocating(bytes);
  }

  /** Code is not looked at before it is validated. */
  private static void refusesWithoutAllocating(byte[] bytes) {
    assertThrows(MalformedModuleException.class, () -> Modules.validate(bytes)); // Loads classes.
    long before = Modules.allocated();
    WasmException e = assertThrows(MalformedModuleException.class, () -> Modules.validate(bytes));
    long spent = Modules.allocated() - before;
    assertTrue(e.offset().isPresent(), e.getMessage());
    assertTrue(spent < 100_000, () -> spent + " bytes allocated");
  }

  /** Runs of locals, and targets of a branch. */
  @ParameterizedTest
  @ValueSource(strings = {"ffffffff0f017f017f0b", "0041000effffffff0f00000b"})
  void refusesHugeCountsInBodies(String body) {
    ModuleBuilder module = new ModuleBuilder();
    module.function(module.type(List.of(), List.of()), HexFormat.of().parseHex(body));
    refusesWithoutAllocating(module.toByteArray());
  }

  /** H05: two runs of 2^31, and 2^32 - 1 in one. */
  @Test
  void refusesLocalsBeyondTheFormatAndBeyondTheLimit() {
    ModuleBuilder sum = new ModuleBuilder();
    sum.function(
        sum.type(List.of(), List.of()),
        List.of(new LocalRun(1L << 31, ValueType.I32), new LocalRun(1L << 31, ValueType.I64)),
        new CodeWriter().add(Opcode.END));
    WasmException tooMany = refusal(sum.toByteArray());
    assertInstanceOf(MalformedModuleException.class, tooMany);
    assertTrue(tooMany.getMessage().startsWith("too many locals"), tooMany.getMessage());

    ModuleBuilder one = new ModuleBuilder();
    one.function(
        one.type(List.of(), List.of()),
        List.of(new LocalRun(0xFFFF_FFFFL, ValueType.I32)),
        new CodeWriter().add(Opcode.END));
    assertInstanceOf(LimitExceededException.class, refusal(one.toByteArray()));
  }

  @Test
  void sharesEqualLocalRuns() throws WasmException {
    ModuleBuilder builder = new ModuleBuilder();
    int type = builder.type(List.of(), List.of());
    CodeWriter end = new CodeWriter().add(Opcode.END);
    builder.function(type, List.of(new LocalRun(300, ValueType.I64)), end);
    builder.function(type, List.of(new LocalRun(300, ValueType.I64)), end);
    WasmModule module = Modules.read(builder.toByteArray());
    assertSame(module.body(0).localRuns().get(0), module.body(1).localRuns().get(0));
  }

  /** A million of them in three bytes each are one object. */
  @Test
  void sharesTheEmptyType() throws WasmException {
    ModuleBuilder builder = new ModuleBuilder();
    builder.type(List.of(), List.of());
    builder.type(List.of(ValueType.I32), List.of());
    builder.type(List.of(), List.of(ValueType.I32));
    List<FunctionType> types = Modules.read(builder.toByteArray()).types();
    assertSame(FunctionType.EMPTY, types.get(0));
    assertEquals("(i32) -> ()", types.get(1).toString());
    assertEquals("() -> (i32)", types.get(2).toString());
  }

  private static final Limits TINY =
      new Limits(1_000, 2, 2, 2, 2, 2, 2, 20, 2, 2, 2, 2, 4, 2, 2, 1, 1);

  private static void assertLimit(byte[] bytes) {
    assertThrows(LimitExceededException.class, () -> ModuleReader.read(bytes, TINY));
  }

  private static byte[] repeated(int section, int count, int... entry) {
    ByteWriter entries = new ByteWriter();
    for (int i = 0; i < count; i++) {
      entries.writeBytes(entry);
    }
    return Modules.section(section, count, entries.toByteArray());
  }

  @Test
  void keepsTheLimits() throws WasmException {
    assertLimit(new byte[1_001]);
    assertLimit(repeated(1, 3, 0x60, 0, 0));
    assertLimit(repeated(1, 1, 0x60, 3, 0x7F, 0x7F, 0x7F, 0));
    assertLimit(repeated(1, 1, 0x60, 0, 3, 0x7F, 0x7F, 0x7F));
    assertLimit(repeated(2, 3, 0, 0, 0, 0));
    assertLimit(repeated(2, 1, 5, 'a', 'b', 'c', 'd', 'e', 0, 0, 0));
    assertLimit(repeated(3, 3, 0));
    assertLimit(repeated(6, 3, 0x7F, 0, 0x41, 0, 0x0B));
    assertLimit(repeated(7, 3, 0, 0, 0));
    assertLimit(repeated(9, 1, 1, 0, 3, 0, 0, 0));
    assertLimit(repeated(9, 3, 1, 0, 1, 0)); // three elements in all
    assertLimit(repeated(11, 3, 1, 0));
    ModuleReader.read(repeated(1, 2, 0x60, 0, 0), TINY);
    ModuleReader.read(repeated(7, 2, 0, 0, 0), TINY);
    ModuleReader.read(repeated(9, 2, 1, 0, 1, 0), TINY);
  }

  @Test
  void countsImportsAmongFunctions() throws WasmException {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(), List.of());
    module.importFunction("a", "b", type);
    module.function(type, new CodeWriter().add(Opcode.END));
    ModuleReader.read(module.toByteArray(), TINY);
    module.function(type, new CodeWriter().add(Opcode.END));
    assertLimit(module.toByteArray());
  }

  @Test
  void countsImportsAmongGlobals() throws WasmException {
    ModuleBuilder module = new ModuleBuilder();
    GlobalType type = new GlobalType(ValueType.I32, false);
    module.importGlobal("a", "b", type);
    module.global(type, new CodeWriter().add(Opcode.I32_CONST, 0).add(Opcode.END));
    ModuleReader.read(module.toByteArray(), TINY);
    module.global(type, new CodeWriter().add(Opcode.I32_CONST, 0).add(Opcode.END));
    assertLimit(module.toByteArray());
  }

  @Test
  void countsImportsOfEachKindByThemselves() throws WasmException {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(), List.of());
    module.importGlobal("a", "b", new GlobalType(ValueType.I32, false));
    module.importGlobal("a", "c", new GlobalType(ValueType.I32, false));
    module.function(type, new CodeWriter().add(Opcode.END));
    module.function(type, new CodeWriter().add(Opcode.END));
    ModuleReader.read(module.toByteArray(), TINY);
  }

  /** Imports alone may be as many as there may be functions; then there is room for none. */
  @Test
  void importsLeaveNoRoomForFunctions() throws WasmException {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(), List.of());
    module.importFunction("a", "b", type);
    module.importFunction("a", "c", type);
    ModuleReader.read(module.toByteArray(), TINY);
    module.function(type, new CodeWriter().add(Opcode.END));
    assertLimit(module.toByteArray());
  }

  @Test
  void keepsTheLimitOnLocals() throws WasmException {
    assertEquals(2, ModuleReader.read(withLocals(1, 1), TINY).body(0).declaredLocals());
    assertEquals(2, ModuleReader.read(withLocals(2, 0), TINY).body(0).declaredLocals());
    assertLimit(withLocals(2, 1));
    assertLimit(withLocals(3, 0));
  }

  private static byte[] withLocals(int first, int second) {
    ModuleBuilder module = new ModuleBuilder();
    module.function(
        module.type(List.of(), List.of()),
        List.of(new LocalRun(first, ValueType.I32), new LocalRun(second, ValueType.I64)),
        new CodeWriter().add(Opcode.END));
    return module.toByteArray();
  }

  /** One instruction is free for each thing that may have an initialiser, and 4,096 are. */
  @Test
  void keepsTheLimitOnInstructionsOfInitialisers() throws WasmException {
    Limits limits = new Limits(100_000, 2, 2, 3, 2, 2, 2, 20, 2, 2, 2, 2, 4, 5, 2, 1, 1);
    int most = 3 + 5 + 4_096;
    ModuleReader.read(nopsInGlobals(most), limits);
    ModuleReader.read(nopsInGlobals(most - 1, 1), limits);
    ModuleReader.read(nopsInGlobals(most - 2, 0, 1), limits);
    assertRefusedFor(nopsInGlobals(most + 1), limits);
    assertRefusedFor(nopsInGlobals(most - 1, 2), limits);
    assertRefusedFor(nopsInGlobals(most - 1, 0, 0), limits);
  }

  private static void assertRefusedFor(byte[] bytes, Limits limits) {
    String message =
        assertThrows(LimitExceededException.class, () -> ModuleReader.read(bytes, limits))
            .getMessage();
    assertTrue(message.startsWith("too many instructions in initialisers"), message);
  }

  private static byte[] nopsInGlobals(int... nops) {
    ByteWriter globals = new ByteWriter();
    for (int count : nops) {
      globals.writeBytes(0x7F, 0);
      for (int i = 0; i < count; i++) {
        globals.writeByte(0x01);
      }
      globals.writeByte(0x0B);
    }
    return Modules.section(6, nops.length, globals.toByteArray());
  }

  /** Functions are counted with the imported ones, and what follows the code is of none. */
  @Test
  void saysWhichFunctionIsBroken() {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(), List.of());
    module.importFunction("a", "b", type);
    module.function(type, new CodeWriter().add(Opcode.END));
    ModuleBuilder data = module.entry(11, 7);
    assertFalse(refusal(data.toByteArray()).functionIndex().isPresent());
    module.function(type, new byte[] {1, 1, 0x11, 0x0B});
    WasmException e = refusal(module.toByteArray());
    assertEquals(OptionalInt.of(2), e.functionIndex());
    assertTrue(e.getMessage().startsWith("malformed value type: found 0x11 (func 2,"));
  }

  @Test
  void boundsTheSizeOfABody() throws WasmException {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(), List.of());
    byte[] body = new byte[20];
    module.function(type, body);
    ModuleReader.read(module.toByteArray(), TINY);
    module.function(type, new byte[21]);
    assertLimit(module.toByteArray());
  }

  /** H04: three bytes each must not cost an object each without bound. */
  @Test
  void boundsTheNumberOfCustomSections() throws WasmException {
    ByteWriter bytes = new ByteWriter().write(Modules.withHeader());
    for (int i = 0; i < 10_000; i++) {
      bytes.writeBytes(0, 1, 0);
    }
    assertEquals(10_000, Modules.read(bytes.toByteArray()).sections().customs().size());
    bytes.writeBytes(0, 1, 0);
    assertInstanceOf(LimitExceededException.class, refusal(bytes.toByteArray()));
  }

  /** Instructions of initialisers take far more memory than their bytes. */
  @Test
  void boundsTheInstructionsOfInitialisers() {
    List<Integer> code = new ArrayList<>(List.of(0x7F, 0));
    code.addAll(Collections.nCopies(20_000, 0x01));
    code.add(0x0B);
    byte[] global = new byte[code.size()];
    for (int i = 0; i < global.length; i++) {
      global[i] = code.get(i).byteValue();
    }
    byte[] bytes = Modules.section(6, 1, global);
    assertThrows(LimitExceededException.class, () -> ModuleReader.read(bytes, Limits.ASPECT));
  }

  @Test
  void tellsWhatItReadBeforeItFailed() {
    byte[] bytes = hex("01 04 01600000 03 02 01 00 05 02 01 07");
    ModuleReader reader = new ModuleReader(bytes, Limits.WASM);
    assertThrows(UnsupportedFeatureException.class, reader::read);
    assertEquals(1, reader.readSoFar().types().size());
    assertEquals(1, reader.readSoFar().functionCount());
    assertEquals(0, reader.readSoFar().memoryCount());
  }
}
