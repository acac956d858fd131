package io.aspectvm.gas.inject;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.gas.plan.MeteringException;
import io.aspectvm.gas.plan.MeteringRules;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.gas.testing.Assembler;
import io.aspectvm.gas.testing.Engine;
import io.aspectvm.gas.testing.ModuleBytes;
import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.InstructionReader;
import io.aspectvm.wasm.binary.ModuleReader;
import io.aspectvm.wasm.module.CustomSection;
import io.aspectvm.wasm.module.Export;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.ImmediateKind;
import io.aspectvm.wasm.opcode.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleInstrumenterTest {

  private static final GasSchedule CURRENT = GasSchedules.ARTELA_CURRENT;
  private static final long PLENTY = 1_000_000_000;

  private static InstrumentedModule instrument(ModuleBytes module) throws WasmException {
    return ModuleInstrumenter.instrument(module.toModule(), CURRENT, MeteringRules.EXTENDED);
  }

  private static WasmModule decode(InstrumentedModule module) throws WasmException {
    return ModuleReader.read(module.bytes(), ModuleBytes.NO_LIMITS);
  }

  /** The instructions of a function, with the immediates that these tests look at. */
  private static List<String> code(WasmModule module, int function) throws WasmException {
    List<String> code = new ArrayList<>();
    InstructionReader reader =
        new InstructionReader(module.bytes(), module.body(function), function);
    while (reader.next()) {
      ImmediateKind kind = reader.opcode().immediate();
      String immediate =
          switch (kind) {
            case LOCAL, GLOBAL, FUNCTION -> " " + Integer.toUnsignedString(reader.index1());
            case I32_VALUE, I64_VALUE -> " " + reader.constant();
            default -> "";
          };
      code.add(reader.opcode().mnemonic() + immediate);
    }
    return code;
  }

  @Test
  void chargesArePlacedBeforeTheirBlocks() throws WasmException {
    WasmModule result =
        decode(
            instrument(
                new ModuleBytes()
                    .type("i32 ->")
                    .function(0, 1, "local.get 0", "if", "nop", "end", "end")
                    .export("f", 0, 0)));
    assertEquals(
        List.of(
            "i64.const 1296",
            "call 1",
            "local.get 0",
            "if",
            "i64.const 1116",
            "call 1",
            "nop",
            "end",
            "end"),
        code(result, 0));
    assertEquals(1, result.body(0).declaredLocals());
  }

  @Test
  void chargeFunctionIsThatOfTheSpecification() throws WasmException {
    WasmModule result =
        decode(
            instrument(
                new ModuleBytes()
                    .type("->")
                    .importFunction("env", "f", 0)
                    .global()
                    .global()
                    .function(0, 0, "nop", "end")));
    assertEquals(3, result.functionCount());
    assertEquals("(i64) -> ()", result.functionType(2).toString());
    assertEquals(
        List.of(
            "global.get 2",
            "local.get 0",
            "i64.ge_u",
            "if",
            "global.get 2",
            "local.get 0",
            "i64.sub",
            "global.set 2",
            "else",
            "i64.const -1",
            "global.set 2",
            "unreachable",
            "end",
            "end"),
        code(result, 2));
    assertEquals(3, result.globalCount());
    assertTrue(result.globalType(2).mutable());
    assertEquals(ValueType.I64, result.globalType(2).type());
    assertEquals(0, result.sections().globals().get(2).initializer().instructions().get(0).value());
    Export counter = result.sections().exports().get(0);
    assertEquals("__gas_counter__", counter.name());
    assertEquals(ExternalKind.GLOBAL, counter.kind());
    assertEquals(2, counter.index());
  }

  @Test
  void growHelperIsThatOfTheSpecification() throws WasmException {
    String[] grow = {"i32.const 1", "memory.grow", "drop", "end"};
    WasmModule result =
        decode(
            instrument(
                new ModuleBytes()
                    .type("->")
                    .memory(1)
                    .function(0, 0, grow)
                    .function(0, 0, grow)
                    .export("f", 0, 1)));
    assertEquals(4, result.functionCount());
    assertEquals("(i32) -> (i32)", result.functionType(3).toString());
    assertEquals(
        List.of(
            "local.get 0",
            "local.get 0",
            "i64.extend_i32_u",
            "i64.const 14336000",
            "i64.mul",
            "call 2",
            "memory.grow",
            "end"),
        code(result, 3));
    assertEquals(
        List.of("i64.const 436216", "call 2", "i32.const 1", "call 3", "drop", "end"),
        code(result, 1));
  }

  @Test
  void existingTypesAreUsed() throws WasmException {
    ModuleBytes module = new ModuleBytes().type("->").type("i64 ->").type("i64 ->");
    WasmModule result = decode(instrument(module.function(0, 0, "end")));
    assertEquals(3, result.types().size());
    assertEquals(1, result.functionTypeIndex(1));
  }

  @Test
  void startBecomesAnExport() throws WasmException {
    WasmModule result =
        decode(
            instrument(
                new ModuleBytes()
                    .type("->")
                    .function(0, 0, "nop", "end")
                    .export("f", 0, 0)
                    .start(0)));
    assertTrue(result.sections().start().isEmpty());
    List<Export> exports = result.sections().exports();
    assertEquals(
        List.of("f", "__aspect_start__", "__gas_counter__"),
        exports.stream().map(Export::name).toList());
    assertEquals(0, exports.get(1).index());
  }

  @Test
  void missingSectionsAreMade() throws WasmException {
    WasmModule empty = decode(instrument(new ModuleBytes().custom("name")));
    assertEquals(1, empty.functionCount());
    assertEquals(1, empty.globalCount());
    assertEquals(List.of(new FunctionType(List.of(ValueType.I64), List.of())), empty.types());
    assertEquals("name", empty.sections().customs().get(0).name());
    assertEquals(empty.bytes().length, empty.sections().customs().get(0).end());
    new Engine(empty.bytes()).counter();
    WasmModule data =
        decode(instrument(new ModuleBytes().memory(1).entry(11, 0, 0x41, 0, 0x0B, 1, 7)));
    assertEquals(7, new Engine(data.bytes()).memory().read(0));
  }

  @Test
  void customSectionsAreKeptWhereTrue() throws WasmException {
    ModuleBytes module = new ModuleBytes().type("->").function(0, 0, "nop", "end");
    for (String name :
        List.of(
            "name",
            "producers",
            "target_features",
            "mine",
            "sourceMappingURL",
            ".debug_info",
            "external_debug_info",
            "linking",
            "reloc.CODE",
            "metadata.code.branch_hint")) {
      module.custom(name, 1, 2, 3);
    }
    WasmModule result = decode(instrument(module));
    assertEquals(
        List.of("name", "producers", "target_features", "mine"),
        result.sections().customs().stream().map(CustomSection::name).toList());
    CustomSection mine = result.sections().customs().get(3);
    byte[] content = Arrays.copyOfRange(result.bytes(), mine.start(), mine.end());
    assertArrayEquals(new byte[] {1, 2, 3}, content);
  }

  @Test
  void statistics() throws WasmException {
    ModuleBytes module =
        new ModuleBytes()
            .type("->")
            .importFunction("env", "f", 0)
            .function(0, 0, "end")
            .function(0, 0, "nop", "loop", "br 0", "end", "end");
    InstrumentedModule result = instrument(module);
    assertEquals(2, result.functions());
    assertEquals(2, result.charges());
    assertEquals(module.toByteArray().length, result.bytesIn());
    assertEquals(result.bytes().length, result.bytesOut());
  }

  @Test
  void sameInputSameBytes() throws WasmException {
    ModuleBytes module =
        new ModuleBytes()
            .type("->")
            .memory(1)
            .function(0, 0, "i32.const 1", "memory.grow", "drop", "end")
            .function(0, 0, "i32.const 1", "i32.const 1", "i32.const 1", "memory.fill", "end")
            .function(0, 0, "i32.const 1", "i32.const 1", "i32.const 1", "memory.copy", "end");
    assertArrayEquals(instrument(module).bytes(), instrument(module).bytes());
  }

  // ---- refusals

  @Test
  void anInstrumentedModuleIsRefused() throws WasmException {
    WasmModule once = decode(instrument(new ModuleBytes().type("->").function(0, 0, "nop", "end")));
    InvalidModuleException e =
        assertThrows(
            InvalidModuleException.class,
            () -> ModuleInstrumenter.instrument(once, CURRENT, MeteringRules.REFERENCE));
    assertTrue(e.getMessage().contains("instrumented already"), e.getMessage());
  }

  @Test
  void reservedNamesAreRefused() {
    ModuleBytes counter =
        new ModuleBytes().type("->").function(0, 0, "end").export("__gas_counter__", 0, 0);
    assertThrows(InvalidModuleException.class, () -> instrument(counter));
    ModuleBytes start = new ModuleBytes().type("->").function(0, 0, "end").start(0);
    assertThrows(InvalidModuleException.class, () -> instrument(start));
    start.export("__aspect_start__", 0, 0);
    assertThrows(InvalidModuleException.class, () -> instrument(start));
  }

  @Test
  void whatTheReferenceCannotParseIsRefused() {
    ModuleBytes module = new ModuleBytes().type("-> i32 i32").function(0, 0, "unreachable", "end");
    assertThrows(
        MeteringException.class,
        () -> ModuleInstrumenter.instrument(module.toModule(), CURRENT, MeteringRules.REFERENCE));
  }

  /**
   * A module that is invalid by itself and valid once instrumented: it names the counter before it
   * is there.
   */
  @Test
  void aModuleThatReachesForTheCounterIsRefused() throws WasmException {
    ModuleBytes module =
        new ModuleBytes()
            .type("->")
            .function(0, 0, "i64.const -1", "global.set 0", "end")
            .export("f", 0, 0);
    assertThrows(
        InvalidModuleException.class,
        () -> ModuleInstrumenter.instrument(module.toModule(), CURRENT, Profile.WASM));
    // what validation is there for: an engine runs it, and its gas is without end
    Engine.Outcome outcome = new Engine(instrument(module).bytes()).callWith(PLENTY, "f");
    assertEquals(-1, outcome.counter());
    assertNull(outcome.trap());
  }

  @Test
  void rulesAreThoseOfTheProfile() throws WasmException {
    ModuleBytes module =
        new ModuleBytes()
            .type("->")
            .function(0, 0, "block (type 0)", "end", "end")
            .export("__aspect_start__", 0, 0);
    assertThrows(
        MeteringException.class,
        () -> ModuleInstrumenter.instrument(module.toModule(), CURRENT, Profile.ASPECT));
    ModuleInstrumenter.instrument(module.toModule(), CURRENT, Profile.WASM);
    ModuleInstrumenter.instrument(module.toModule(), GasSchedules.HARDENED, Profile.ASPECT);
  }

  // ---- the extensions' dynamic costs

  private static ModuleBytes sized(String instruction) {
    return new ModuleBytes()
        .type("i32 i32 i32 ->")
        .type("i32 -> i32")
        .type("i32 i32 ->")
        .table(ValueType.FUNCREF, 20)
        .memory(1)
        .export("f", 0, 0)
        .entry(9, 1, 0, 2, 0, 0) // a passive segment with two functions
        .entry(11, 1, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9) // a passive segment of nine bytes
        .function(0, 0, "local.get 0", "local.get 1", "local.get 2", instruction, "end");
  }

  @ParameterizedTest
  @CsvSource({
    "memory.copy, 9, 240",
    "memory.copy, 0, 0",
    "memory.fill, 16, 160",
    "memory.init, 9, 240",
    "table.copy, 3, 360",
    "table.init, 2, 240",
  })
  void bulkInstructionsPayForTheirSize(String instruction, int size, long dynamic)
      throws WasmException {
    byte[] wasm = instrument(sized(instruction)).bytes();
    Engine.Outcome outcome = new Engine(wasm).callWith(PLENTY, "f", 0, 0, size);
    long expected = 3 * 40 + 200 + CURRENT.chargeOverhead() + dynamic;
    assertEquals(PLENTY - expected, outcome.counter());
    assertEquals(0, new Engine(wasm).callWith(expected, "f", 0, 0, size).counter());
    assertEquals(-1, new Engine(wasm).callWith(expected - 1, "f", 0, 0, size).counter());
  }

  /** The charge comes before the instruction's own trap, and sizes are unsigned. */
  @Test
  void aSizeOutOfBoundsIsPaidBeforeTheTrap() throws WasmException {
    byte[] wasm = instrument(sized("memory.copy")).bytes();
    long amount = 3 * 40 + 200 + CURRENT.chargeOverhead() + (120L << 29);
    long plenty = amount + 5;
    Engine.Outcome outcome = new Engine(wasm).callWith(plenty, "f", 0, 0, 0xFFFF_FFFFL);
    assertTrue(outcome.trap().contains("out of bounds memory access"), outcome.trap());
    assertEquals(5, outcome.counter());
  }

  @Test
  void tableInstructionsPayForTheirSize() throws WasmException {
    ModuleBytes module =
        new ModuleBytes()
            .type("i32 -> i32")
            .table(ValueType.FUNCREF, 0)
            .table(ValueType.EXTERNREF, 1)
            .export("grow", 0, 0)
            .export("grow1", 0, 1)
            .export("fill", 0, 2)
            .function(0, 0, "ref.null funcref", "local.get 0", "table.grow 0", "end")
            .function(0, 0, "ref.null externref", "local.get 0", "table.grow 1", "end")
            .function(
                0,
                0,
                "i32.const 0",
                "ref.null externref",
                "local.get 0",
                "table.fill 1",
                "table.size 1",
                "end");
    byte[] wasm = instrument(module).bytes();
    long f = CURRENT.chargeOverhead();
    assertEquals(
        PLENTY - (10 + 40 + 435_000 + f + 3 * 1750),
        new Engine(wasm).callWith(PLENTY, "grow", 3).counter());
    assertEquals(
        PLENTY - (10 + 40 + 435_000 + f + 4 * 1750),
        new Engine(wasm).callWith(PLENTY, "grow1", 4).counter());
    assertEquals(
        PLENTY - (10 + 10 + 40 + 200 + 230 + f + 120),
        new Engine(wasm).callWith(PLENTY, "fill", 1).counter());
  }

  /** The helper of memory.grow stands first, whatever the code uses first. */
  @Test
  void helpersHaveFixedPlaces() throws WasmException {
    String[] fill = {"i32.const 0", "i32.const 0", "i32.const 0", "memory.fill", "end"};
    WasmModule result =
        decode(
            instrument(
                new ModuleBytes()
                    .type("->")
                    .memory(1)
                    .function(0, 0, fill)
                    .function(0, 0, fill)
                    .function(0, 0, "i32.const 0", "memory.grow", "drop", "end")));
    assertEquals(6, result.functionCount());
    assertEquals("(i32) -> (i32)", result.functionType(4).toString());
    assertEquals("(i32, i32, i32) -> ()", result.functionType(5).toString());
    assertTrue(code(result, 0).contains("call 5"));
    assertTrue(code(result, 1).contains("call 5"));
    assertTrue(code(result, 2).contains("call 4"));
    assertFalse(code(result, 0).contains("memory.fill"));
  }

  @Test
  void hardenedPaysForLocals() throws WasmException {
    ModuleBytes module = new ModuleBytes().type("->").function(0, 7, "end").export("f", 0, 0);
    InstrumentedModule result =
        ModuleInstrumenter.instrument(
            module.toModule(), GasSchedules.HARDENED, MeteringRules.EXTENDED);
    long left = new Engine(result.bytes()).callWith(PLENTY, "f").counter();
    assertEquals(PLENTY - 7 * 40 - GasSchedules.HARDENED.chargeOverhead(), left);
  }

  // ---- large inputs

  @Test
  void largeBodiesTakeLinearTime() {
    List<String> code = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      code.addAll(List.of("local.get 0", "br_if 0", "i32.const 0", "memory.grow", "drop"));
    }
    code.add("end");
    byte[] body = Assembler.assemble(code);
    ModuleBytes module = new ModuleBytes().type("i32 ->").memory(1).function(0, 0, body);
    assertTimeout(
        Duration.ofSeconds(10), () -> assertEquals(100_001, instrument(module).charges()));
  }

  @Test
  void manyFunctionsTakeLinearTime() {
    ModuleBytes module = new ModuleBytes().type("->");
    byte[] body = Assembler.assemble(List.of("nop", "end"));
    for (int i = 0; i < 100_000; i++) {
      module.function(0, 0, body);
    }
    assertTimeout(
        Duration.ofSeconds(10), () -> assertEquals(100_000, instrument(module).charges()));
  }
}
