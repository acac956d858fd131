package io.aspectvm.wasm.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.ByteWriter;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.binary.ModuleReader;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import io.aspectvm.wasm.testing.Modules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every limit of both profiles: a module that just keeps it is valid, one that has one more is
 * refused, and what is refused was not allocated before (hazards H02, H05 to H12).
 */
class LimitsTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  /** What a refusal may allocate where the limited thing is counted before it is read. */
  private static final long LITTLE = 100_000;

  /** Enforced on what is made of a module, and so by the compiler. */
  private static final Set<String> OF_OUTPUT = Set.of("outputFactor", "outputBase");

  /** Enforced on the bytes of a module, and so by the reader alone. */
  private static final Set<String> OF_BYTES = Set.of("moduleBytes", "nameBytes");

  /**
   * One limit.
   *
   * @param module a module that has so many of what is limited
   * @param counted whether there is a count in front of what is limited
   */
  private record Row(
      String component, ToIntFunction<Limits> limit, IntFunction<byte[]> module, boolean counted) {

    @Override
    public String toString() {
      return component;
    }
  }

  private static Row counted(
      String component, ToIntFunction<Limits> limit, IntFunction<byte[]> module) {
    return new Row(component, limit, module, true);
  }

  private static Row met(
      String component, ToIntFunction<Limits> limit, IntFunction<byte[]> module) {
    return new Row(component, limit, module, false);
  }

  private static List<Row> rows() {
    return List.of(
        counted("moduleBytes", Limits::moduleBytes, LimitsTest::ofBytes),
        counted("types", Limits::types, n -> repeated(1, n - 1, 0x60, 0, 0)),
        counted("functions", Limits::functions, LimitsTest::functions),
        counted("globals", Limits::globals, n -> repeated(6, n, 0x7F, 0, 0x41, 0, 0x0B)),
        counted("parameters", Limits::parameters, n -> type(n, 0)),
        counted("results", Limits::results, n -> type(0, n)),
        met("locals", Limits::locals, LimitsTest::locals),
        counted("bodyBytes", Limits::bodyBytes, n -> code(nops(n - 2))),
        met("nesting", Limits::nesting, n -> code(nested(n - 1))),
        met("brTableTargets", Limits::brTableTargets, n -> code(branchTable(n))),
        counted("imports", Limits::imports, n -> repeated(2, n, 0, 0, 0, 0)),
        counted("exports", Limits::exports, LimitsTest::exports),
        counted("nameBytes", Limits::nameBytes, n -> named("n".repeat(n))),
        counted("dataSegments", Limits::dataSegments, n -> repeated(11, n, 0, 0x41, 0, 0x0B, 0)),
        met("tableElements", Limits::tableElements, LimitsTest::table));
  }

  private static Stream<Arguments> rowsOfProfiles() {
    return Stream.of(Profile.ASPECT, Profile.WASM)
        .flatMap(profile -> rows().stream().map(row -> Arguments.of(profile, profile.name(), row)));
  }

  /** Function 0 of type 0, from nothing to nothing, which is the entry point; and a memory. */
  private static ModuleBuilder aspect() {
    ModuleBuilder module = new ModuleBuilder();
    module.memory(1, -1);
    module.function(module.type(List.of(), List.of()), new CodeWriter().add(Opcode.END));
    return module;
  }

  private static byte[] finished(ModuleBuilder module, int imports) {
    return module.export(Profile.ENTRY_POINT, ExternalKind.FUNCTION, imports).toByteArray();
  }

  private static byte[] repeated(int section, int count, int... entry) {
    ModuleBuilder module = aspect();
    for (int i = 0; i < count; i++) {
      module.entry(section, entry);
    }
    return finished(module, section == 2 ? count : 0);
  }

  private static byte[] ofBytes(int length) {
    int some = 1 << 21; // From here to 2^28 the length of a section takes four bytes.
    int content = some + length - finished(aspect().custom("", new byte[some]), 0).length;
    return finished(aspect().custom("", new byte[content]), 0);
  }

  private static byte[] functions(int count) {
    ModuleBuilder module = aspect();
    byte[] body = {0, 0x0B};
    for (int i = 1; i < count; i++) {
      module.function(0, body);
    }
    return finished(module, 0);
  }

  private static byte[] type(int parameters, int results) {
    ModuleBuilder module = aspect();
    module.type(
        Collections.nCopies(parameters, ValueType.I32),
        Collections.nCopies(results, ValueType.I64));
    return finished(module, 0);
  }

  /** Two of them are parameters. */
  private static byte[] locals(int count) {
    ModuleBuilder module = aspect();
    int type = module.type(List.of(ValueType.I64, ValueType.I32), List.of());
    List<LocalRun> runs = new ArrayList<>();
    runs.add(new LocalRun(7, ValueType.I64));
    runs.add(new LocalRun(count - 9, ValueType.I32));
    module.function(type, runs, new CodeWriter().add(Opcode.END));
    return finished(module, 0);
  }

  private static byte[] code(CodeWriter code) {
    ModuleBuilder module = aspect();
    module.function(0, code.add(Opcode.END));
    return finished(module, 0);
  }

  private static CodeWriter nops(int count) {
    CodeWriter code = new CodeWriter();
    for (int i = 0; i < count; i++) {
      code.add(Opcode.NOP);
    }
    return code;
  }

  private static CodeWriter nested(int blocks) {
    CodeWriter code = new CodeWriter();
    for (int i = 0; i < blocks; i++) {
      code.add(Opcode.BLOCK);
    }
    for (int i = 0; i < blocks; i++) {
      code.add(Opcode.END);
    }
    return code;
  }

  private static CodeWriter branchTable(int targets) {
    return new CodeWriter().add(Opcode.I32_CONST, 0).add(Opcode.BR_TABLE, new long[targets]);
  }

  private static byte[] exports(int count) {
    ModuleBuilder module = aspect();
    for (int i = 1; i < count; i++) {
      module.export(Integer.toString(i), ExternalKind.MEMORY, 0);
    }
    return finished(module, 0);
  }

  private static byte[] named(String name) {
    return finished(aspect().export(name, ExternalKind.MEMORY, 0), 0);
  }

  private static byte[] table(int elements) {
    ModuleBuilder module = aspect();
    module.table(elements);
    return finished(module, 0);
  }

  @Test
  void everyLimitIsTested() {
    Set<String> tested = rows().stream().map(Row::component).collect(Collectors.toSet());
    tested.addAll(OF_OUTPUT);
    Set<String> all =
        Arrays.stream(Limits.class.getRecordComponents())
            .map(component -> component.getName())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(all, new TreeSet<>(tested));
  }

  @ParameterizedTest(name = "{1}: {2}")
  @MethodSource("rowsOfProfiles")
  void isExact(Profile profile, String name, Row row) throws Exception {
    int limit = row.limit().applyAsInt(profile.limits());
    assertTimeoutPreemptively(
        SOON,
        () -> {
          Validator.validate(row.module().apply(limit), profile);
          byte[] more = row.module().apply(limit + 1);
          String message = refuse(more, profile); // Loads classes.
          assertTrue(message.contains(": " + (limit + 1) + ", limit " + limit), message);
          long before = Modules.allocated();
          refuse(more, profile);
          long spent = Modules.allocated() - before;
          assertTrue(!row.counted() || spent < LITTLE, () -> spent + " bytes allocated");
        });
  }

  /** Limits that are the same for everybody. */
  @Test
  void fixedLimitsAreExact() throws Exception {
    Validator.validate(emptyElements(100_000), Profile.WASM);
    refuse(emptyElements(100_001), Profile.WASM);
    Validator.validate(repeated(4, 100, 0x70, 0, 1), Profile.WASM);
    refuse(repeated(4, 101, 0x70, 0, 1), Profile.WASM);
  }

  /** H09. */
  @Test
  void theOperandStackIsBounded() throws Exception {
    for (int count : new int[] {16_384, 65_535}) {
      ValidatedModule most = Validator.validate(code(operands(count)), Profile.WASM);
      assertEquals(count, most.maxOperands(1));
    }
    refuse(code(operands(65_536)), Profile.WASM);
  }

  private static CodeWriter operands(int count) {
    CodeWriter code = new CodeWriter();
    for (int i = 0; i < count; i++) {
      code.add(Opcode.I32_CONST, 0);
    }
    for (int i = 0; i < count; i++) {
      code.add(Opcode.DROP);
    }
    return code;
  }

  private static byte[] emptyElements(int segments) {
    ModuleBuilder module = aspect();
    module.table(1);
    for (int i = 0; i < segments; i++) {
      module.elements(0);
    }
    return finished(module, 0);
  }

  private static String refuse(byte[] module, Profile profile) {
    LimitExceededException refusal =
        assertThrows(LimitExceededException.class, () -> Validator.validate(module, profile));
    assertTrue(refusal.getMessage().startsWith("too many"), refusal.getMessage());
    return refusal.getMessage();
  }

  private static Stream<Row> rowsOfValidation() {
    return rows().stream().filter(row -> !OF_BYTES.contains(row.component()));
  }

  /** A module may have been read under other limits than those that it has to keep. */
  @ParameterizedTest
  @MethodSource("rowsOfValidation")
  void isExactWhateverTheReaderAllowed(Row row) throws Exception {
    int limit = row.limit().applyAsInt(Limits.ASPECT);
    Validator.validate(ModuleReader.read(row.module().apply(limit), Limits.WASM), Profile.ASPECT);
    WasmModule more = ModuleReader.read(row.module().apply(limit + 1), Limits.WASM);
    String message =
        assertThrows(LimitExceededException.class, () -> Validator.validate(more, Profile.ASPECT))
            .getMessage();
    assertTrue(message.contains(": " + (limit + 1) + ", limit " + limit), message);
  }

  /** A length in front of many megabytes is enough to refuse them. */
  @Test
  void aModuleThatIsTooLargeIsNotLookedAt() {
    byte[] zeros = new byte[100_000_000];
    byte[] begun = new ByteWriter().writeBytes(0, 'a', 's', 'm', 1, 0, 0, 0, 0).toByteArray();
    System.arraycopy(begun, 0, zeros, 0, begun.length);
    refuse(zeros, Profile.ASPECT);
    refuse(zeros, Profile.WASM);
  }
}
