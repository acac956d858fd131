package io.aspectvm.gas.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.gas.testing.ModuleBytes;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.ValueType;
import org.junit.jupiter.api.Test;

/**
 * Everything that the reference's injector cannot parse, where it is, and what is just not that.
 */
class MeterabilityTest {

  private static final int EXTERNREF = ValueType.EXTERNREF.code();
  private static final int FUNCREF = ValueType.FUNCREF.code();
  private static final int I32 = ValueType.I32.code();

  /** Kinds of imports; their names are empty. */
  private static final int TABLE = 1;

  private static final int MEMORY = 2;
  private static final int GLOBAL = 3;

  /** Section ids. */
  private static final int IMPORTS = 2;

  private static final int GLOBALS = 6;
  private static final int ELEMENTS = 9;
  private static final int CODE = 10;
  private static final int DATA = 11;

  private static MeteringPlan plan(WasmModule module, int functionIndex) throws WasmException {
    return new MeteringPlanner(module, GasSchedules.ARTELA_CURRENT, MeteringRules.REFERENCE)
        .plan(functionIndex);
  }

  /**
   * @param offset where the fault is, or -1
   * @param functionIndex whose it is, or -1
   */
  private static void refused(WasmModule module, String reason, int offset, int functionIndex) {
    MeteringException e =
        assertThrows(MeteringException.class, () -> plan(module, Math.max(functionIndex, 0)));
    assertEquals(new MeteringException(reason, offset, functionIndex).getMessage(), e.getMessage());
    assertEquals(offset, e.offset().orElse(-1));
    assertEquals(functionIndex, e.functionIndex().orElse(-1));
  }

  /** With a type and a function, which is empty. */
  private static ModuleBytes module() {
    return new ModuleBytes().type("->").function(0, 0, "end");
  }

  @Test
  void messagesSayWhereIfTheyCan() {
    assertEquals(
        "wasm_instrument failed: reason", new MeteringException("reason", -1, -1).getMessage());
    assertEquals(
        "wasm_instrument failed: reason, function 0, offset 0x0",
        new MeteringException("reason", 0, 0).getMessage());
    assertEquals(
        "wasm_instrument failed: reason, offset 0x1f4",
        new MeteringException("reason", 500, -1).getMessage());
  }

  @Test
  void theFirstVersionIsParsed() throws WasmException {
    ModuleBytes module =
        new ModuleBytes()
            .type("i64 f64 -> i32")
            .type("->")
            .importFunction("env", "f", 0)
            .entry(IMPORTS, 0, 0, TABLE, FUNCREF, 0, 1)
            .entry(IMPORTS, 0, 0, MEMORY, 0, 1)
            .entry(IMPORTS, 0, 0, GLOBAL, I32, 0)
            .global()
            .entry(ELEMENTS, 0, 0x41, 0, 0x0B, 1, 1)
            .entry(DATA, 0, 0x41, 0, 0x0B, 0)
            .function(1, 2, "i32.const 0", "call_indirect 1 0", "block (result i32)", "end", "end");
    assertEquals(
        "0: " + (10 + 200 + 150 + GasSchedules.ARTELA_CURRENT.chargeOverhead()) + "\n",
        plan(module.toModule(), 1).toString());
  }

  @Test
  void types() {
    refused(module().type("-> i32 i64").toModule(), "multi-value: type 1 has 2 results", -1, -1);
    refused(
        module().type("i32 externref ->").toModule(),
        "reference types: parameter of type 1 is externref",
        -1,
        -1);
    refused(
        module().type("-> funcref").toModule(),
        "reference types: result of type 1 is funcref",
        -1,
        -1);
  }

  @Test
  void tables() {
    String reason = "reference types: table of externref";
    refused(module().table(ValueType.EXTERNREF, 1).toModule(), reason, -1, -1);
    refused(module().entry(IMPORTS, 0, 0, TABLE, EXTERNREF, 0, 1).toModule(), reason, -1, -1);
  }

  @Test
  void globals() {
    refused(
        module().entry(GLOBALS, FUNCREF, 0, 0xD0, FUNCREF, 0x0B).toModule(),
        "reference types: global is funcref",
        -1,
        -1);
    refused(
        module().entry(IMPORTS, 0, 0, GLOBAL, EXTERNREF, 0).toModule(),
        "reference types: global is externref",
        -1,
        -1);
  }

  @Test
  void segments() {
    String elements = "bulk memory: element segment that is not active";
    WasmModule passive = module().entry(ELEMENTS, 1, 0, 0).toModule();
    refused(passive, elements, passive.sections().elements().get(0).offset(), -1);
    WasmModule references =
        module()
            .table(ValueType.FUNCREF, 1)
            .entry(ELEMENTS, 6, 0, 0x41, 0, 0x0B, EXTERNREF, 0)
            .toModule();
    refused(references, elements, references.sections().elements().get(0).offset(), -1);
    WasmModule data = module().entry(DATA, 1, 0).toModule();
    refused(
        data,
        "bulk memory: data segment that is not active",
        data.sections().data().get(0).offset(),
        -1);
  }

  /** Functions are counted with the imported ones. */
  @Test
  void locals() {
    WasmModule module =
        new ModuleBytes()
            .type("->")
            .importFunction("env", "f", 0)
            .function(0, 1, "end")
            .entry(3, 0)
            .entry(CODE, 4, 1, 1, EXTERNREF, 0x0B)
            .toModule();
    refused(module, "reference types: local is externref", module.body(2).start(), 2);
  }

  @Test
  void instructions() {
    refusedInstruction("block (type 0)", "multi-value: block type by index");
    refusedInstruction("loop (result externref)", "reference types: block result is externref");
    refusedInstruction("call_indirect 0 1", "reference types: call_indirect of another table");
    refusedInstruction("memory.fill", "bulk memory: memory.fill");
  }

  /** Behind a {@code nop}. */
  private static void refusedInstruction(String instruction, String reason) {
    WasmModule module =
        new ModuleBytes()
            .type("->")
            .importFunction("env", "f", 0)
            .function(0, 0, "nop", instruction, "end", "end")
            .toModule();
    refused(module, reason, module.body(1).codeStart() + 1, 1);
  }
}
