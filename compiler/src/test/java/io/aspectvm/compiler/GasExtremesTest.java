package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.Opcode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The slice goes below zero as far as the rest of the counter pays, which is next to the smallest
 * long: no amount may carry it over to the other side.
 */
class GasExtremesTest {

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);
  private static final long F = 1_106;

  /** Costs, and takes no place where it cannot be reached: it is paid with the block it is in. */
  private static final String GROW = "i32.const 0; memory.grow; drop;";

  private static final long GROW_COST = 10 + 435_000 + 100;

  /** An execution that was given all gas there can be and has this much left. */
  private static Instance withLeft(Guest guest, long left) {
    Instance instance = guest.instance(Long.MAX_VALUE);
    instance.gas = instance.gasFloor() + left;
    assertEquals(left, instance.gasLeft());
    return instance;
  }

  private static void check(byte[] wasm, long argument, long need) throws Exception {
    for (int methodBytes : new int[] {CompilerOptions.MAX_JIT_METHOD_BYTES, 200}) {
      Guest guest = Guest.load(wasm, OPTIONS.withMethodBytes(methodBytes), Isolation.INSTANCE);
      for (long gas : new long[] {0, 1, need / 2, need - 1}) {
        Instance poor = withLeft(guest, gas);
        Trap trap = assertThrows(Trap.class, () -> guest.call(poor, "f", argument));
        assertEquals(TrapKind.OUT_OF_GAS, trap.kind());
        assertEquals(-1, poor.gasLeft());
        assertEquals(0, poor.memory.bytes[0]);
      }
      for (long more : new long[] {0, 1, Instance.GAS_SLICE}) {
        Instance rich = withLeft(guest, need + more);
        Trap trap = assertThrows(Trap.class, () -> guest.call(rich, "f", argument));
        assertEquals(TrapKind.UNREACHABLE, trap.kind());
        assertEquals(more, rich.gasLeft());
      }
    }
  }

  /** Amounts around a slice of the counter, and around what an int holds. */
  @ParameterizedTest
  @ValueSource(ints = {1, 76, 77, 229, 230, 4_934, 4_936, 20_000})
  void aBlock(int grows) throws Exception {
    byte[] wasm =
        new GuestModule()
            .memory(1)
            .export("f", "i32 ->", "unreachable;" + GROW.repeat(grows))
            .toByteArray();
    check(wasm, 0, 10 + grows * GROW_COST + F);
  }

  /** Blocks that are looked at together, ever deeper in each other, make as much. */
  @ParameterizedTest
  @ValueSource(ints = {1, 40, 75, 80})
  void blocksWithOneLook(int grows) throws Exception {
    int depth = 12;
    String code =
        "local.get 0; if; ".repeat(depth)
            + "i32.const 0; i32.const 1; i32.store8; unreachable;"
            + ("else; nop; end; unreachable;" + GROW.repeat(grows)).repeat(depth);
    byte[] wasm = new GuestModule().memory(1).export("f", "i32 ->", code).toByteArray();
    long need = depth * (40 + 150 + 10 + grows * GROW_COST + F) + 10 + 10 + 80 + 10 + F;
    check(wasm, 1, need);
  }

  /** A loop with calls pays with what is before it, unless that makes more than a long holds. */
  @Test
  void aLoopBehindABlock() throws Exception {
    GasSchedule schedule = GasSchedules.ARTELA_CURRENT.withCost("dear", Opcode.NOP, 1L << 62);
    byte[] wasm =
        new GuestModule()
            .memory(1)
            .function("g", "->", "")
            .export("f", "->", "nop; loop; nop; call $g; i32.const 0; br_if 0; end")
            .toByteArray();
    Guest guest = Guest.load(wasm, OPTIONS.withSchedule(schedule), Isolation.INSTANCE);
    Instance instance = guest.instance(Long.MAX_VALUE);
    Trap trap = assertThrows(Trap.class, () -> guest.call(instance, "f"));
    assertEquals(TrapKind.OUT_OF_GAS, trap.kind());
    assertEquals(-1, instance.gasLeft());
  }

  /** The largest size there can be. */
  @Test
  void aSize() throws Exception {
    String code = "i32.const -1; memory.grow; drop; unreachable";
    byte[] wasm = new GuestModule().memory(1).export("f", "i32 ->", code).toByteArray();
    long need = GROW_COST + 10 + F + 14_336_000L * 0xFFFF_FFFFL;
    check(wasm, 0, need);
  }
}
