package io.aspectvm.wasm.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.ByteWriter;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.FunctionNames;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import io.aspectvm.wasm.testing.Modules;
import io.aspectvm.wasm.testing.SpecificationSuite;
import io.aspectvm.wasm.testing.SpecificationSuite.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Inputs that must not hurt: every one is accepted or refused with a typed exception, in bounded
 * time and memory (hazards H01 to H17).
 */
class HostileInputTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  /**
   * Validates; anything but a {@link WasmException} fails the test. Returns whether it is valid.
   */
  private static boolean survives(byte[] bytes, Profile profile) {
    try {
      ValidatedModule validated = Validator.validate(bytes, profile);
      FunctionNames names = FunctionNames.of(validated.module());
      for (int i = 0; i < validated.module().functionCount(); i++) {
        names.nameOf(i);
      }
      return true;
    } catch (WasmException e) {
      assertTrue(e.getMessage().chars().allMatch(c -> c >= 0x20 && c < 0x7F), e.getMessage());
      assertTrue(e.getMessage().length() < 500, e.getMessage());
      assertTrue(e.offset().orElse(0) <= bytes.length, e.getMessage());
      return false;
    }
  }

  private static WasmException refusal(byte[] bytes) {
    return assertThrows(WasmException.class, () -> Modules.validate(bytes));
  }

  private static void soon(Executable test) {
    assertTimeoutPreemptively(SOON, test);
  }

  /** H01. Only a prefix that ends between sections can be a module. */
  @Test
  void everyPrefixIsRefusedOrAModule() {
    byte[] bytes = Modules.withAllSections();
    int valid = 0;
    for (int length = 0; length < bytes.length; length++) {
      valid += survives(Arrays.copyOf(bytes, length), Modules.ALL) ? 1 : 0;
    }
    // header alone, types, imports; and without the name section
    assertEquals(4, valid);
    assertTrue(survives(bytes, Modules.ALL));
  }

  /** H01. */
  @Test
  void everyChangeOfOneByteIsRefusedOrAModule() {
    byte[] bytes = Modules.withAllSections();
    int refused = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte original = bytes[i];
      for (int value = 0; value < 256; value++) {
        bytes[i] = (byte) value;
        refused += survives(bytes, Modules.ALL) ? 0 : 1;
        survives(bytes, Profile.ASPECT);
      }
      bytes[i] = original;
    }
    assertTrue(refused > 128 * bytes.length, "only " + refused);
  }

  /** H01, with several small modules that use other features. */
  @Test
  void aBitFlipInEachByteOfTheSpecificationsModulesIsRefusedOrAModule() throws IOException {
    Optional<SpecificationSuite> suite = SpecificationSuite.find("core");
    assumeTrue(suite.isPresent(), "the specification's tests are not there: spec-tests/core");
    Random random = new Random(20260101);
    int flips = 0;
    for (Path script : suite.get().scripts()) {
      for (Case one : suite.get().cases(script)) {
        byte[] bytes = Files.readAllBytes(one.module());
        if (!one.type().equals("module") || bytes.length > 120) {
          continue;
        }
        for (int i = 0; i < bytes.length; i++) {
          int flipped = 1 << random.nextInt(8);
          bytes[i] ^= (byte) flipped;
          survives(bytes, Modules.ALL);
          bytes[i] ^= (byte) flipped;
          flips++;
        }
        for (int length = 0; length < bytes.length; length++) {
          survives(Arrays.copyOf(bytes, length), Modules.ALL);
        }
      }
    }
    assertTrue(flips > 40_000, "only " + flips);
  }

  @Test
  void randomCodeIsRefusedOrAModule() {
    Random random = new Random(20260101);
    int valid = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] body = new byte[1 + random.nextInt(30)];
      random.nextBytes(body);
      body[0] = 0;
      ModuleBuilder module = new ModuleBuilder();
      module.memory(1, -1);
      module.table(1);
      module.function(
          module.type(List.of(), List.of()),
          new ByteWriter().write(body).writeByte(0x0B).toByteArray());
      valid += survives(module.toByteArray(), Modules.ALL) ? 1 : 0;
    }
    assertTrue(valid > 100 && valid < 40_000, "valid: " + valid);
  }

  private static CodeWriter repeat(CodeWriter code, int times, int... bytes) {
    for (int i = 0; i < times; i++) {
      code.raw(bytes);
    }
    return code;
  }

  private static final int[] BLOCK = {0x02, 0x40};
  private static final int[] LOOP = {0x03, 0x40};
  private static final int[] IF = {0x41, 0, 0x04, 0x40};
  private static final int[] END = {0x0B};

  /** H06. */
  @Test
  void deepNestingIsRefusedAtTheLimitAndNeverOverflows() {
    soon(
        () -> {
          for (int[] opener : List.of(BLOCK, LOOP, IF)) {
            CodeWriter code = repeat(new CodeWriter(), 100_000, opener);
            byte[] bytes = Modules.ofCode(repeat(code, 100_000, END));
            assertInstanceOf(LimitExceededException.class, refusal(bytes));
          }
          byte[] atLimit =
              Modules.ofCode(repeat(repeat(new CodeWriter(), 9_999, BLOCK), 9_999, END));
          assertEquals(10_000, Modules.validate(atLimit).facts(0).maxNesting());
        });
  }

  /** The same without the limit: nothing is recursive. */
  @Test
  void nestingWithoutALimitTakesLinearTime() {
    Limits wasm = Limits.WASM;
    Limits limits =
        new Limits(
            wasm.moduleBytes(),
            wasm.types(),
            wasm.functions(),
            wasm.globals(),
            wasm.parameters(),
            wasm.results(),
            wasm.locals(),
            wasm.bodyBytes(),
            Integer.MAX_VALUE,
            wasm.brTableTargets(),
            wasm.imports(),
            wasm.exports(),
            wasm.nameBytes(),
            wasm.dataSegments(),
            wasm.tableElements(),
            wasm.outputFactor(),
            wasm.outputBase());
    byte[] bytes =
        Modules.ofCode(repeat(repeat(new CodeWriter(), 1_000_000, BLOCK), 1_000_000, END));
    soon(
        () ->
            assertEquals(
                1_000_001,
                Validator.validate(bytes, Modules.ALL.withLimits(limits)).facts(0).maxNesting()));
  }

  /** H06. */
  @Test
  void aMillionEndsAreRefusedAtTheFirstTooMany() {
    soon(
        () ->
            assertInstanceOf(
                MalformedModuleException.class,
                refusal(Modules.ofCode(repeat(new CodeWriter(), 1_000_000, END)))));
  }

  /** H06: an initialiser may nest too, as far as reading goes. */
  @Test
  void nestedInitialisersAreRefused() {
    byte[] blocks =
        repeat(repeat(new CodeWriter().raw(0x7F, 0), 4_000, BLOCK), 4_001, END).toByteArray();
    soon(
        () ->
            assertInstanceOf(InvalidModuleException.class, refusal(Modules.section(6, 1, blocks))));
  }

  /** H06. */
  @Test
  void deepUnreachableCodeTakesLinearTime() {
    CodeWriter code = new CodeWriter().add(Opcode.UNREACHABLE);
    for (int i = 0; i < 9_000; i++) {
      code.add(Opcode.BLOCK, ValueType.I32).add(Opcode.UNREACHABLE);
    }
    for (int i = 0; i < 100_000; i++) {
      code.add(Opcode.I32_ADD).add(Opcode.SELECT).add(Opcode.BR_IF, i % 9_000).add(Opcode.RETURN);
    }
    for (int i = 0; i < 9_000; i++) {
      code.add(Opcode.END);
    }
    byte[] bytes = Modules.ofCode(code.add(Opcode.DROP));
    soon(() -> Modules.validate(bytes));
  }

  /** H07. */
  @Test
  void branchTablesAreBoundedAndLinear() {
    soon(
        () -> {
          Modules.validate(Modules.ofCode(branchTable(1)));
          Modules.validate(Modules.ofCode(branchTable(65_520)));
          for (int targets : new int[] {65_521, 1_000_000}) {
            assertInstanceOf(
                LimitExceededException.class, refusal(Modules.ofCode(branchTable(targets))));
          }
        });
  }

  private static CodeWriter branchTable(int targets) {
    return new CodeWriter().add(Opcode.I32_CONST, 0).add(Opcode.BR_TABLE, new long[targets]);
  }

  /** H07: many tables, whose labels all take a thousand values, and all differ in depth. */
  @Test
  void branchTablesOverManyWideLabelsTakeBoundedTime() {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(), Collections.nCopies(1_000, ValueType.I64));
    CodeWriter code = new CodeWriter();
    int depth = 5_000;
    for (int i = 0; i < depth; i++) {
      code.add(Opcode.BLOCK, type);
    }
    long[] labels = new long[60_000];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % depth;
    }
    for (int i = 0; i < 1_000; i++) {
      code.add(Opcode.I64_CONST, 0);
    }
    for (int i = 0; i < 60; i++) {
      code.add(Opcode.I32_CONST, 0).add(Opcode.BR_TABLE, labels);
    }
    for (int i = 0; i <= depth; i++) {
      code.add(Opcode.END);
    }
    module.function(type, code);
    byte[] bytes = module.toByteArray();
    soon(() -> Modules.validate(bytes));
  }

  /** H07: labels of two types in turn, which both fit because the first operand is unknown. */
  @Test
  void branchTablesOverAnUnknownOperandTakeBoundedTime() {
    ModuleBuilder module = new ModuleBuilder();
    List<ValueType> wide = new ArrayList<>(Collections.nCopies(1_000, ValueType.I64));
    int outer = module.type(List.of(), wide);
    wide.set(0, ValueType.I32);
    int inner = module.type(List.of(), wide);
    CodeWriter code = new CodeWriter().add(Opcode.BLOCK, outer).add(Opcode.BLOCK, inner);
    long[] labels = new long[60_001];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 2;
    }
    for (int table = 0; table < 100; table++) {
      code.add(Opcode.UNREACHABLE).add(Opcode.SELECT);
      repeat(code, 999, 0x42, 0);
      code.add(Opcode.I32_CONST, 0).add(Opcode.BR_TABLE, labels);
    }
    code.add(Opcode.END).add(Opcode.UNREACHABLE).add(Opcode.END).add(Opcode.UNREACHABLE);
    module.function(module.type(List.of(), List.of()), code.add(Opcode.END));
    byte[] bytes = module.toByteArray();
    soon(() -> assertEquals(1_001, Modules.validate(bytes).maxOperands(0)));
  }

  /** Two bytes of code move two thousand operands. */
  @Test
  void wideCallsTakeBoundedTimeAndMemory() {
    ModuleBuilder module = new ModuleBuilder();
    List<ValueType> wide = Collections.nCopies(1_000, ValueType.I32);
    int type = module.type(wide, wide);
    int imported = module.importFunction("a", "b", type);
    CodeWriter code = new CodeWriter();
    for (int i = 0; i < 1_000; i++) {
      code.add(Opcode.LOCAL_GET, i);
    }
    for (int i = 0; i < 1_000_000; i++) {
      code.add(Opcode.CALL, imported);
    }
    module.function(type, code.add(Opcode.END));
    byte[] bytes = module.toByteArray();
    soon(() -> assertEquals(1_000, Modules.validate(bytes).maxOperands(1)));
  }

  /** A few bytes each that ask for 40 MB of every instance. */
  @Test
  void theElementsOfAllTablesAreBoundedTogether() throws WasmException {
    Modules.validate(tables(2, 5_000_000));
    assertInstanceOf(LimitExceededException.class, refusal(tables(3, 5_000_000)));
    assertInstanceOf(LimitExceededException.class, refusal(tables(1_000, 10_000_000)));
  }

  private static byte[] tables(int count, int elements) {
    ModuleBuilder module = new ModuleBuilder();
    for (int i = 0; i < count; i++) {
      module.table(elements);
    }
    return module.toByteArray();
  }

  /** H05: fifty thousand locals in each of ten thousand functions, in a few bytes each. */
  @Test
  void manyLocalsInManyFunctionsAreNotWrittenDown() {
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(), List.of());
    CodeWriter code =
        new CodeWriter().add(Opcode.LOCAL_GET, 49_999).add(Opcode.DROP).add(Opcode.END);
    for (int i = 0; i < 10_000; i++) {
      module.function(type, List.of(new LocalRun(50_000, ValueType.I64)), code);
    }
    byte[] bytes = module.toByteArray();
    soon(
        () -> {
          long before = Modules.allocated();
          Modules.validate(bytes);
          long spent = Modules.allocated() - before;
          assertTrue(spent < 60_000_000, "allocated " + spent);
        });
  }

  /** H02: a count alone must not make anything of its size. */
  @Test
  void countsAllocateNothing() {
    for (int id = 1; id <= 11; id++) {
      byte[] content = {(byte) 0xFF, (byte) 0xFF, 0x7F, 0, 0, 0, 0, 0, 0, 0};
      byte[] bytes =
          new ByteWriter()
              .write(Modules.withHeader())
              .writeByte(id)
              .writeSized(content)
              .toByteArray();
      refusal(bytes); // loads classes
      long before = Modules.allocated();
      refusal(bytes);
      long spent = Modules.allocated() - before;
      assertTrue(spent < 100_000, "section " + id + " allocated " + spent);
    }
  }

  /** H08. */
  @Test
  void aLongBodyIsReadInOneGo() {
    byte[] bytes = Modules.ofCode(repeat(new CodeWriter(), 2_500_000, 0x41, 0, 0x1A));
    soon(() -> assertEquals(5_000_001, Modules.validate(bytes).facts(0).instructions()));
    byte[] longer = Modules.ofCode(repeat(new CodeWriter(), 2_600_000, 0x41, 0, 0x1A));
    assertInstanceOf(LimitExceededException.class, refusal(longer));
  }

  /** H04, H14: names go into messages. */
  @Test
  void namesCannotForgeMessages() {
    String name = "f\r\n\u001b[2J\u202e'\u0000".repeat(1_000);
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(), List.of());
    module.function(type, new CodeWriter().add(Opcode.DROP).add(Opcode.END));
    module.export(name, ExternalKind.FUNCTION, 0);
    assertFalse(survives(module.toByteArray(), Modules.ALL));
    ModuleBuilder twice = new ModuleBuilder();
    twice.memory(1, -1);
    twice.export(name, ExternalKind.MEMORY, 0);
    twice.export(name, ExternalKind.MEMORY, 0);
    assertFalse(survives(twice.toByteArray(), Modules.ALL));
  }

  /** H04: a large custom section is passed over. */
  @Test
  void largeCustomSectionsCostNothing() throws WasmException {
    ModuleBuilder builder = new ModuleBuilder();
    byte[] bytes = builder.custom("blob", new byte[50_000_000]).toByteArray();
    long before = Modules.allocated();
    WasmModule module = Modules.validate(bytes).module();
    assertTrue(Modules.allocated() - before < 1_000_000);
    assertEquals(
        50_000_000,
        module.sections().customs().get(0).end() - module.sections().customs().get(0).start());
  }

  /** H10: one byte each, and all at once. */
  @Test
  void manyDataSegmentsAreFine() {
    ModuleBuilder module = new ModuleBuilder();
    module.memory(1, -1);
    for (int i = 0; i < 100_000; i++) {
      module.data(i % 65_536, new byte[] {1});
    }
    byte[] bytes = module.toByteArray();
    soon(() -> assertEquals(100_000, Modules.validate(bytes).module().sections().data().size()));
  }

  /** H11: ten million function indices stay small. */
  @Test
  void manyElementsStaySmall() {
    int count = 5_000_000;
    byte[] entries =
        new ByteWriter()
            .writeBytes(0, 0x41, 0, 0x0B)
            .writeU32(count)
            .write(new byte[count])
            .toByteArray();
    ModuleBuilder module = new ModuleBuilder();
    module.function(module.type(List.of(), List.of()), new CodeWriter().add(Opcode.END));
    module.table(1);
    int[] segment = new int[entries.length];
    Arrays.setAll(segment, i -> entries[i] & 0xFF);
    byte[] bytes = module.entry(9, segment).toByteArray();
    soon(
        () -> {
          long before = Modules.allocated();
          WasmModule read = Modules.read(bytes);
          long spent = Modules.allocated() - before;
          assertTrue(spent < 5L * count, "allocated " + spent);
          assertEquals(count, read.sections().elements().get(0).items().size());
          Modules.validate(bytes);
        });
  }
}
