package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Table;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * References in operands, locals, globals, parameters and results, in functions that fit a method
 * and in functions that are cut into many.
 */
class ReferencesTest {

  private static final long PLENTY = Long.MAX_VALUE;
  private static final long NULL = Table.NULL;

  /** Longest method: every function but the shortest goes into pieces. */
  private static final int PIECES = 200;

  /** Longest method: none does. */
  private static final int WHOLE = CompilerOptions.MAX_JIT_METHOD_BYTES;

  private static Guest load(GuestModule module, int methodBytes) throws Exception {
    return Guest.load(
        module.toByteArray(),
        CompilerOptions.of(Profile.WASM).withMethodBytes(methodBytes),
        Isolation.CLASS_LOADER);
  }

  private static long one(Guest guest, String export, long... arguments) {
    return guest.call(guest.instance(PLENTY), export, arguments)[0];
  }

  /** Code without effect that is long enough for a cut, or for several. */
  private static String filler() {
    return "global.get $count; i32.const 1; i32.add; global.set $count; block; end; ".repeat(40);
  }

  private static GuestModule module() {
    return new GuestModule().global("count", ValueType.I32, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {PIECES, WHOLE})
  void localsAreNullAtFirst(int methodBytes) throws Exception {
    Guest guest =
        load(
            module()
                .export("early", "-> externref", "local i32 externref; local.get 1; " + filler())
                .export("late", "-> externref", "local externref; " + filler() + "local.get 0")
                .export(
                    "isNull", "-> i32", "local funcref; " + filler() + "local.get 0; ref.is_null"),
            methodBytes);
    assertEquals(NULL, one(guest, "early"));
    assertEquals(NULL, one(guest, "late"));
    assertEquals(1, one(guest, "isNull"));
  }

  @ParameterizedTest
  @ValueSource(ints = {PIECES, WHOLE})
  void crossLabelsAndCuts(int methodBytes) throws Exception {
    Guest guest =
        load(
            module()
                .export(
                    "operand",
                    "externref i32 -> externref",
                    "local.get 0; block; " + filler() + "local.get 1; br_if 0; end; " + filler())
                .export(
                    "local",
                    "externref i32 -> externref",
                    "local externref; local.get 0; local.set 2; " + filler() + "local.get 2")
                .export(
                    "block",
                    "externref i32 -> externref",
                    "block externref; local.get 0; local.get 1; br_if 0; drop; "
                        + filler()
                        + "ref.null externref; end; "
                        + filler()),
            methodBytes);
    for (long reference : new long[] {0, 1, 0x7FFF_FFFF, NULL}) {
      assertEquals(reference, one(guest, "operand", reference, 0));
      assertEquals(reference, one(guest, "operand", reference, 1));
      assertEquals(reference, one(guest, "local", reference, 0));
      assertEquals(reference, one(guest, "block", reference, 1));
      assertEquals(NULL, one(guest, "block", reference, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {PIECES, WHOLE})
  void areParametersResultsAndGlobals(int methodBytes) throws Exception {
    Guest guest =
        load(
            module()
                .global("kept", ValueType.EXTERNREF, -1)
                .function(
                    "swap",
                    "externref i64 externref -> externref i64 externref",
                    filler() + "local.get 2; local.get 1; local.get 0")
                .export(
                    "swapped",
                    "externref externref -> externref i64 externref",
                    "local.get 0; i64.const 5; local.get 1; call $swap")
                .export("keep", "externref ->", filler() + "local.get 0; global.set $kept")
                .export("kept", "-> externref", filler() + "global.get $kept"),
            methodBytes);
    assertArrayEquals(
        new long[] {NULL, 5, 7}, guest.call(guest.instance(PLENTY), "swapped", 7, NULL));
    Instance instance = guest.instance(PLENTY);
    assertEquals(NULL, guest.call(instance, "kept")[0]);
    guest.call(instance, "keep", 9);
    assertEquals(9, guest.call(instance, "kept")[0]);
    guest.call(instance, "keep", NULL);
    assertEquals(NULL, guest.call(instance, "kept")[0]);
  }

  /** More of them than a call takes arguments: they travel in the scratch array. */
  @ParameterizedTest
  @ValueSource(ints = {PIECES, WHOLE})
  void areManyParameters(int methodBytes) throws Exception {
    int count = 300;
    String type = "externref ".repeat(count) + "->";
    StringBuilder forward = new StringBuilder();
    for (int i = 0; i < count; i++) {
      forward.append(i % 3 == 0 ? "ref.null externref; " : "local.get 0; ");
    }
    Guest guest =
        load(
            module()
                .function("last", type + " externref", filler() + "local.get 299")
                .function("first", type + " externref", filler() + "local.get 0")
                .export("pick299", "externref -> externref", forward + "call $last")
                .export("pick0", "externref -> externref", forward + "call $first"),
            methodBytes);
    assertEquals(4, one(guest, "pick299", 4));
    assertEquals(NULL, one(guest, "pick0", 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {PIECES, WHOLE})
  void nullIsAskedForInConditions(int methodBytes) throws Exception {
    String branch = "block; local.get 0; ref.is_null%s; br_if 0; " + filler();
    Guest guest =
        load(
            module()
                .export("value", "externref -> i32", "local.get 0; ref.is_null")
                .export("not", "externref -> i32", "local.get 0; ref.is_null; i32.eqz")
                .export(
                    "if",
                    "externref -> i32",
                    "local.get 0; ref.is_null; if i32; i32.const 1; else; i32.const 0; end")
                .export(
                    "branch",
                    "externref -> i32",
                    branch.formatted("") + "i32.const 0; return; end; i32.const 1")
                .export(
                    "unless",
                    "externref -> i32",
                    branch.formatted("; i32.eqz") + "i32.const 1; return; end; i32.const 0")
                .export(
                    "above",
                    "externref -> i32",
                    "i32.const 5; local.get 0; ref.is_null; i32.const 4; i32.sub; i32.add")
                .export(
                    "sum",
                    "externref -> i32",
                    "i32.const 7; local.get 0; ref.is_null; if; nop; end; drop; local.get 0; "
                        + "ref.is_null"),
            methodBytes);
    for (long reference : new long[] {NULL, 0, 1, 0x7FFF_FFFF}) {
      int expected = reference == NULL ? 1 : 0;
      for (String export : List.of("value", "if", "branch", "unless", "sum")) {
        assertEquals(expected, one(guest, export, reference), export + " " + reference);
      }
      assertEquals(1 - expected, one(guest, "not", reference));
      assertEquals(expected + 1, one(guest, "above", reference));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {PIECES, WHOLE})
  void areSelected(int methodBytes) throws Exception {
    Guest guest =
        load(
            module()
                .export(
                    "reference",
                    "externref externref i32 -> externref",
                    "local.get 0; local.get 1; local.get 2; select externref")
                .export(
                    "number",
                    "f64 f64 i32 -> f64",
                    "local.get 0; local.get 1; local.get 2; select f64"),
            methodBytes);
    assertEquals(3, one(guest, "reference", 3, NULL, 1));
    assertEquals(NULL, one(guest, "reference", 3, NULL, 0));
    assertEquals(4, one(guest, "number", 4, 5, -1));
  }

  /** The code that makes the reference is all that names the function, but for its export. */
  @ParameterizedTest
  @ValueSource(ints = {PIECES, WHOLE})
  void functionsThatOnlyCodeNamesAreCalled(int methodBytes) throws Exception {
    Guest guest =
        load(
            new GuestModule()
                .export("target", "i32 -> i32", "local.get 0; i32.const 1; i32.add")
                .table(1)
                .export(
                    "f",
                    "i32 -> i32",
                    "i32.const 0; ref.func $target; table.set 0; local.get 0; i32.const 0; "
                        + "call_indirect i32 -> i32"),
            methodBytes);
    assertEquals(8, one(guest, "f", 7));
  }

  /** As many as there may be, and each is used: no method that sets them up is too long. */
  @Test
  void manyLocals() throws Exception {
    int count = Profile.WASM.limits().locals() - 1;
    List<LocalRun> locals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      locals.add(new LocalRun(1, i % 2 == 0 ? ValueType.EXTERNREF : ValueType.I32));
    }
    CodeWriter code = new CodeWriter();
    code.add(Opcode.I32_CONST, 0);
    for (int i = 1; i <= count; i++) {
      code.add(Opcode.LOCAL_GET, i);
      if (i % 2 == 1) {
        code.add(Opcode.REF_IS_NULL);
      }
      code.add(Opcode.I32_ADD);
    }
    ModuleBuilder module = new ModuleBuilder();
    int type = module.type(List.of(ValueType.I32), List.of(ValueType.I32));
    int function = module.function(type, locals, code.add(Opcode.END));
    module.export("f", ExternalKind.FUNCTION, function);
    Guest guest =
        Guest.load(module.toByteArray(), CompilerOptions.of(Profile.WASM), Isolation.CLASS_LOADER);
    assertEquals((count + 1) / 2, one(guest, "f", 0));
  }
}
