package io.aspectvm.gas.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.gas.testing.Assembler;
import io.aspectvm.gas.testing.ModuleBytes;
import io.aspectvm.gas.testing.WasmBytes;
import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Feature;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeteringPlannerTest {

  private static final GasSchedule CURRENT = GasSchedules.ARTELA_CURRENT;
  private static final GasSchedule HARDENED = GasSchedules.HARDENED;
  private static final long F = CURRENT.chargeOverhead();

  /** Generous: what these bodies take if something is quadratic is minutes. */
  private static final Duration LINEAR = Duration.ofSeconds(10);

  private static MeteringPlan plan(WasmModule module, GasSchedule schedule, MeteringRules rules)
      throws WasmException {
    return new MeteringPlanner(module, schedule, rules).plan(0);
  }

  private static MeteringPlan plan(List<String> code) throws WasmException {
    WasmModule module = ModuleBytes.ofCode(Assembler.assemble(code));
    return plan(module, CURRENT, MeteringRules.EXTENDED);
  }

  private static MeteringPlan plan(String... code) throws WasmException {
    return plan(List.of(code));
  }

  @Test
  void lookUpByPosition() throws WasmException {
    MeteringPlan plan = plan("nop", "loop", "nop", "end", "end");
    assertEquals("0: " + (160 + F) + "\n2: " + (10 + F) + "\n", plan.toString());
    assertEquals(160 + F, plan.amountAt(0));
    assertEquals(0, plan.amountAt(1));
    assertEquals(10 + F, plan.amountAt(2));
    assertEquals(plan, plan("nop", "loop", "nop", "end", "end"));
    assertNotEquals(plan, plan("nop", "loop", "drop", "end", "end"));
  }

  @Test
  void tailCallsEndTheBlockAsReturnDoes() throws WasmException {
    assertEquals("0: 1356\n1: 1116\n", plan("return_call", "nop", "end").toString());
    assertEquals("0: 1406\n1: 1116\n", plan("return_call_indirect", "nop", "end").toString());
    MeteringPlan plan = plan("i32.const 1", "if", "return_call", "end", "nop", "end");
    assertEquals("0: 1266\n2: 1356\n4: 1116\n", plan.toString());
  }

  @Test
  void extensionsHaveTheirCosts() throws WasmException {
    assertEquals("0: " + (200 + 30 + F) + "\n", plan(bulk("memory.copy")).toString());
    assertEquals("0: " + (480 + F) + "\n", plan("i64.add128", "end").toString());
    assertEquals("0: " + (500 + F) + "\n", plan("i64.trunc_sat_f64_u", "end").toString());
    assertEquals("0: " + (150 + F) + "\n", plan("select t i32", "end").toString());
  }

  private static String[] bulk(String instruction) {
    return new String[] {"i32.const 0", "i32.const 0", "i32.const 0", instruction, "end"};
  }

  // ---- hardened

  private static MeteringPlan hardened(int locals, String... code) throws WasmException {
    WasmModule module = new ModuleBytes().type("->").function(0, locals, code).toModule();
    return plan(module, HARDENED, MeteringRules.EXTENDED);
  }

  @Test
  void hardenedChargesLocalsAtEntry() throws WasmException {
    assertEquals("0: " + (10 + 3 * 40 + F) + "\n", hardened(3, "nop", "end").toString());
    MeteringPlan loop = hardened(2, "loop", "br 0", "end", "end");
    assertEquals("0: " + (150 + 2 * 40 + F) + "\n1: " + (150 + F) + "\n", loop.toString());
  }

  @Test
  void hardenedChargesTheLocalsOfAnEmptyFunction() throws WasmException {
    assertEquals("0: " + (5 * 40 + F) + "\n", hardened(5, "end").toString());
    assertEquals(0, hardened(0, "end").size());
  }

  @Test
  void parametersAreNotLocals() throws WasmException {
    WasmModule module = new ModuleBytes().type("i32 i64 ->").function(0, 0, "end").toModule();
    assertEquals(0, plan(module, HARDENED, MeteringRules.EXTENDED).size());
  }

  @Test
  void localsArePricedInSixtyFourBits() throws WasmException {
    byte[] twoRuns =
        new WasmBytes()
            .raw(2)
            .unsigned(0x3FFF_FFFFL)
            .raw(ValueType.I32.code())
            .unsigned(0x3FFF_FFFFL)
            .raw(ValueType.I64.code(), Opcode.END.code())
            .toByteArray();
    WasmModule module =
        new ModuleBytes()
            .type("->")
            .entry(3, 0)
            .entry(10, toInts(new WasmBytes().sized(twoRuns).toByteArray()))
            .toModule();
    long locals = 2 * 0x3FFF_FFFFL;
    assertEquals(locals * 40 + F, plan(module, HARDENED, MeteringRules.EXTENDED).amountAt(0));
    assertEquals(0, plan(module, CURRENT, MeteringRules.EXTENDED).size());
  }

  private static int[] toInts(byte[] bytes) {
    int[] ints = new int[bytes.length];
    Arrays.setAll(ints, i -> bytes[i] & 0xFF);
    return ints;
  }

  // ---- what cannot be metered

  private static MeteringException refused(WasmModule module) {
    MeteringException e =
        assertThrows(MeteringException.class, () -> plan(module, CURRENT, MeteringRules.REFERENCE));
    assertTrue(e.getMessage().startsWith("wasm_instrument failed"), e.getMessage());
    assertEquals("metering", e.kind());
    return e;
  }

  @Test
  void overflowIsATypedFailure() throws WasmException {
    GasSchedule dear = CURRENT.withCost("dear", Opcode.NOP, Long.MAX_VALUE / 2);
    WasmModule two = ModuleBytes.ofCode(Assembler.assemble(List.of("nop", "nop", "end")));
    MeteringException overhead =
        assertThrows(MeteringException.class, () -> plan(two, dear, MeteringRules.EXTENDED));
    assertTrue(overhead.getMessage().contains("64 bits"), overhead.getMessage());
    assertEquals(0, overhead.functionIndex().getAsInt());
    WasmModule three = ModuleBytes.ofCode(Assembler.assemble(List.of("nop", "nop", "nop", "end")));
    assertThrows(MeteringException.class, () -> plan(three, dear, MeteringRules.EXTENDED));
    WasmModule one = ModuleBytes.ofCode(Assembler.assemble(List.of("nop", "end")));
    assertEquals(Long.MAX_VALUE / 2 + F, plan(one, dear, MeteringRules.EXTENDED).amountAt(0));
  }

  @Test
  void rulesFollowProfileAndSchedule() {
    assertEquals(MeteringRules.REFERENCE, MeteringRules.of(Profile.ASPECT, CURRENT));
    assertEquals(
        MeteringRules.REFERENCE, MeteringRules.of(Profile.ASPECT, GasSchedules.ARTELA_LEGACY));
    assertEquals(MeteringRules.EXTENDED, MeteringRules.of(Profile.ASPECT, HARDENED));
    assertEquals(MeteringRules.EXTENDED, MeteringRules.of(Profile.WASM, CURRENT));
  }

  @Test
  void multiValueTypesAreRefusedEvenIfUnused() throws WasmException {
    WasmModule module =
        new ModuleBytes().type("->").type("-> i32 i32").function(0, 0, "end").toModule();
    assertTrue(refused(module).getMessage().contains("multi-value"));
    assertEquals(0, plan(module, CURRENT, MeteringRules.EXTENDED).size());
  }

  @Test
  void blockTypesByIndexAreRefused() throws WasmException {
    WasmModule module =
        new ModuleBytes()
            .type("->")
            .function(0, 0, "nop", "block (type 0)", "end", "end")
            .toModule();
    MeteringException e = refused(module);
    assertTrue(e.getMessage().contains("multi-value"));
    assertEquals(0, e.functionIndex().getAsInt());
    assertTrue(e.offset().isPresent());
    assertEquals("0: 1266\n", plan(module, CURRENT, MeteringRules.EXTENDED).toString());
  }

  @ParameterizedTest
  @EnumSource(Opcode.class)
  void newerInstructionsAreRefused(Opcode opcode) throws WasmException {
    Feature feature = opcode.feature().orElse(null);
    boolean known =
        feature == null || feature == Feature.FLOATS || feature == Feature.SIGN_EXTENSION;
    String immediate = opcode == Opcode.SELECT_TYPED || opcode == Opcode.REF_NULL ? " i32" : "";
    if (opcode == Opcode.REF_NULL) {
      immediate = " funcref";
    }
    String text = opcode.mnemonic() + immediate;
    if (opcode == Opcode.BR_TABLE) {
      text = "br_table [] default 0";
    }
    List<String> code = new ArrayList<>(List.of(text, "end"));
    switch (opcode) {
      case BLOCK, LOOP, IF -> code.add("end");
      case END -> code.remove(1);
      default -> {}
    }
    WasmModule module = ModuleBytes.ofCode(Assembler.assemble(code));
    if (known) {
      plan(module, CURRENT, MeteringRules.REFERENCE);
    } else {
      assertTrue(refused(module).getMessage().contains(opcode.mnemonic()));
      plan(module, CURRENT, MeteringRules.EXTENDED);
    }
  }

  @Test
  void referenceTypesAndPassiveSegmentsAreRefused() {
    ModuleBytes parameter = new ModuleBytes().type("externref ->").type("->");
    assertTrue(refused(parameter.function(1, 0, "end").toModule()).getMessage().contains("type 0"));
    ModuleBytes table = new ModuleBytes().type("->").table(ValueType.EXTERNREF, 1);
    refused(table.function(0, 0, "end").toModule());
    ModuleBytes passive = new ModuleBytes().type("->").memory(1).entry(11, 1, 0);
    refused(passive.function(0, 0, "end").toModule());
    ModuleBytes global = new ModuleBytes().type("->").entry(6, 0x70, 0, 0xD0, 0x70, 0x0B);
    refused(global.function(0, 0, "end").toModule());
    ModuleBytes otherTable = new ModuleBytes().type("->").table(ValueType.FUNCREF, 1);
    otherTable.table(ValueType.FUNCREF, 1).function(0, 0, "call_indirect 0 1", "end");
    refused(otherTable.toModule());
  }

  @Test
  void brokenNestingIsRefused() {
    assertThrows(InvalidModuleException.class, () -> plan("br 1", "end"));
    assertThrows(InvalidModuleException.class, () -> plan("br 0xffffffff", "end"));
    assertThrows(InvalidModuleException.class, () -> plan("br_table [0] default 7", "end"));
    assertThrows(InvalidModuleException.class, () -> plan("end", "nop", "end"));
    assertThrows(InvalidModuleException.class, () -> plan("block", "end"));
  }

  // ---- hostile shapes, in linear time

  private static List<String> nested(int depth, List<String> head, List<String> inside) {
    List<String> code = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      code.addAll(head);
    }
    code.addAll(inside);
    code.addAll(Collections.nCopies(depth + 1, "end"));
    return code;
  }

  @Test
  void deepNesting() {
    int depth = 100_000;
    assertTimeout(
        LINEAR,
        () -> {
          MeteringPlan blocks = plan(nested(depth, List.of("block"), List.of("nop")));
          assertEquals("0: " + (150L * depth + 10 + F) + "\n", blocks.toString());
          MeteringPlan loops = plan(nested(depth, List.of("loop"), List.of("br " + depth)));
          assertEquals(depth + 1, loops.size());
          List<String> condition = List.of("i32.const 1", "if", "local.get 0", "br_if 0");
          MeteringPlan arms = plan(nested(depth, condition, List.of("return")));
          assertFalse(arms.size() < depth);
        });
  }

  @Test
  void branchesToTheFarthestLabelAtEveryDepth() {
    int depth = 50_000;
    List<String> code = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      code.addAll(List.of("block", "i32.const 0", "br_if " + i));
    }
    for (int i = 0; i < depth; i++) {
      code.addAll(List.of("nop", "end", "nop"));
    }
    code.add("end");
    assertTimeout(LINEAR, () -> assertTrue(plan(code).size() > depth));
  }

  @Test
  void longStraightBody() {
    int size = 1 << 20;
    byte[] code = new byte[size];
    Arrays.fill(code, (byte) Opcode.NOP.code());
    code[size - 1] = (byte) Opcode.END.code();
    assertTimeout(
        LINEAR,
        () -> {
          MeteringPlan plan = plan(ModuleBytes.ofCode(code), CURRENT, MeteringRules.REFERENCE);
          assertEquals("0: " + (10L * (size - 1) + F) + "\n", plan.toString());
        });
  }

  @Test
  void manySmallBlocks() {
    int count = 250_000;
    List<String> code = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      code.addAll(List.of("nop", "br 0"));
    }
    code.add("end");
    assertTimeout(LINEAR, () -> assertEquals(count, plan(code).size()));
  }

  @Test
  void largeBranchTables() {
    int targets = 1_000_000;
    int tables = 3;
    WasmBytes code = new WasmBytes();
    for (int i = 0; i < tables; i++) {
      code.raw(Opcode.LOOP.code(), 0x40, Opcode.I32_CONST.code(), 0);
      code.raw(Opcode.BR_TABLE.code()).unsigned(targets).raw(new byte[targets]).unsigned(1);
      code.raw(Opcode.END.code());
    }
    byte[] bytes = code.raw(Opcode.END.code()).toByteArray();
    assertTimeout(
        LINEAR,
        () -> {
          MeteringPlan plan = plan(ModuleBytes.ofCode(bytes), CURRENT, MeteringRules.REFERENCE);
          assertEquals(2 * tables, plan.size());
          assertEquals(10 + 150 + 10L * targets + F, plan.amount(1));
        });
  }
}
