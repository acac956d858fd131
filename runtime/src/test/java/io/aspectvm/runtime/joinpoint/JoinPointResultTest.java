package io.aspectvm.runtime.joinpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.AspectCall;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.GuestValue.Bool;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Int32;
import io.aspectvm.runtime.abi.GuestValue.Int64;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.GuestValue.Uint64;
import io.aspectvm.runtime.abi.ValueWriter;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.joinpoint.JoinPointError.Kind;
import io.aspectvm.runtime.testing.FakeModule;
import io.aspectvm.runtime.testing.FakeModule.FakeInstance;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** join-points, section 3, row by row: the join points and {@code isOwner}. */
class JoinPointResultTest {

  private static final long GAS = 1_000_000;

  /** WASM gas that every execution uses before it ends; 12.345 EVM gas, of which 13 are gone. */
  private static final long COST = 12_345;

  private static final long LEFT = GAS - 13;
  private static final String REASON = "too late";
  private static final byte[] PACKED = RevertData.pack(GuestString.of(REASON));

  /** How an execution ends. */
  private enum End {
    NOTHING,
    POINTER_OUT_OF_BOUNDS,
    TRAP,
    TRAP_OF_A_HOST_FUNCTION,
    HOST_OUT_OF_GAS,
    OUT_OF_GAS,
    CRASH,
    JAVA_EXCEPTION,
    BOOL_WITHOUT_BODY
  }

  private static FakeModule ending(End end, String reason) {
    return FakeModule.ordinary()
        .execute(
            (guest, values) -> {
              begin(guest, reason);
              values[0] = end(guest, end);
            });
  }

  private static void begin(FakeInstance guest, String reason) {
    guest.charge(COST);
    if (reason != null) {
      ExecutionContext.of(guest.host()).recordRevert(GuestString.of(reason));
    }
  }

  private static int end(FakeInstance guest, End end) {
    switch (end) {
      case POINTER_OUT_OF_BOUNDS:
        return 1 << 20;
      case TRAP:
        throw new Trap(TrapKind.UNREACHABLE);
      case TRAP_OF_A_HOST_FUNCTION:
        throw new Trap(TrapKind.WRITE_PARAMS_FAILED);
      case HOST_OUT_OF_GAS:
        throw new Trap(TrapKind.OUT_OF_GAS);
      case OUT_OF_GAS:
        guest.charge(GAS * 1_000);
        return 0;
      case CRASH:
        throw new GuestCrash("boom");
      case JAVA_EXCEPTION:
        throw new IllegalStateException("boom");
      case BOOL_WITHOUT_BODY:
        return guest.put(8192, new byte[] {9, 0, 0, 0, 0, 0});
      default:
        return 0;
    }
  }

  private static FakeModule returning(GuestValue value, String reason) {
    return FakeModule.ordinary()
        .execute(
            (guest, values) -> {
              begin(guest, reason);
              values[0] = guest.put(8192, ValueWriter.encode(value));
            });
  }

  private static FakeModule failingToStart(String reason, long cost) {
    return FakeModule.ordinary()
        .execute((guest, values) -> values[0] = 0)
        .function(
            "__aspect_start__",
            "() -> ()",
            (guest, values) -> {
              begin(guest, reason);
              guest.charge(cost);
              throw new Trap(TrapKind.UNREACHABLE);
            });
  }

  private static ExecutionResult execute(FakeModule module, long gas) {
    return new AspectCall(module)
        .execute(
            module.instance(),
            ExecutionContext.builder().build(),
            "execute",
            gas,
            Str.of("preTxExecute"),
            new Bytes(new byte[3]));
  }

  private static JoinPointResult run(FakeModule module) {
    return JoinPointResult.of(execute(module, GAS), GAS);
  }

  private static Arguments row(
      String situation, FakeModule module, byte[] data, long gas, Kind kind, String text) {
    return Arguments.of(situation, module, data, gas, kind, text);
  }

  private static final byte[] NONE = {};
  private static final String WRONG_TYPE = "read output failed, return value is not byte array";
  private static final String UNREACHABLE =
      "method execute execution fail, err: unreachable: unreachable";
  private static final String INIT_TRAP =
      "aspect init failed, method __aspect_start__ execution fail, err: unreachable: unreachable";
  private static final String INIT_GAS =
      "aspect init failed, method __aspect_start__ execution fail, err: out of gas: out of gas";
  private static final String REVERTED = "execution reverted";
  private static final String OUT_OF_GAS = "out of gas";
  private static final String CRASHED = "aspect execution crashed";

  static Stream<Arguments> rows() {
    return Stream.of(
        // Failed, and there is a reason: all gas comes back, whatever the cause.
        row("revert", ending(End.TRAP, REASON), PACKED, GAS, Kind.REVERTED, REVERTED),
        row(
            "revert, then out of gas",
            ending(End.OUT_OF_GAS, REASON),
            PACKED,
            GAS,
            Kind.REVERTED,
            REVERTED),
        row(
            "revert, then out of gas in the host",
            ending(End.HOST_OUT_OF_GAS, REASON),
            PACKED,
            GAS,
            Kind.REVERTED,
            REVERTED),
        row(
            "revert, then a broken result",
            ending(End.POINTER_OUT_OF_BOUNDS, REASON),
            PACKED,
            GAS,
            Kind.REVERTED,
            REVERTED),
        row(
            "revert in the start function",
            failingToStart(REASON, 0),
            PACKED,
            GAS,
            Kind.REVERTED,
            REVERTED),
        row(
            "revert in the start function, then out of gas",
            failingToStart(REASON, GAS * 1_000),
            PACKED,
            GAS,
            Kind.REVERTED,
            REVERTED),
        // ... which an empty reason is not.
        row("empty reason", ending(End.TRAP, ""), NONE, LEFT, Kind.EXECUTION, UNREACHABLE),
        // A crash wins over a reason.
        row("revert, then a crash", ending(End.CRASH, REASON), NONE, GAS, Kind.CRASH, CRASHED),
        // A reason without failure is none.
        row("reason, then success", ending(End.NOTHING, REASON), NONE, LEFT, null, null),
        row(
            "reason, then a value",
            returning(new Bytes(new byte[] {7}), REASON),
            new byte[] {7},
            LEFT,
            null,
            null),
        row(
            "reason, then a value of another type",
            returning(new Bool(true), REASON),
            NONE,
            GAS,
            Kind.WRONG_RESULT,
            WRONG_TYPE),
        // Failed otherwise.
        row("trap", ending(End.TRAP, null), NONE, LEFT, Kind.EXECUTION, UNREACHABLE),
        row(
            "failed host function",
            ending(End.TRAP_OF_A_HOST_FUNCTION, null),
            NONE,
            LEFT,
            Kind.EXECUTION,
            "method execute execution fail, err: write params failed: write params failed"),
        row(
            "result out of bounds",
            ending(End.POINTER_OUT_OF_BOUNDS, null),
            NONE,
            LEFT,
            Kind.EXECUTION,
            "memory out of bound"),
        row(
            "no execute",
            FakeModule.ordinary().start(COST),
            NONE,
            LEFT,
            Kind.EXECUTION,
            "method execute does not exist"),
        row("out of gas", ending(End.OUT_OF_GAS, null), NONE, 0, Kind.OUT_OF_GAS, OUT_OF_GAS),
        row(
            "out of gas in the host",
            ending(End.HOST_OUT_OF_GAS, null),
            NONE,
            LEFT,
            Kind.OUT_OF_GAS,
            OUT_OF_GAS),
        row("start function traps", failingToStart(null, 0), NONE, 0, Kind.EXECUTION, INIT_TRAP),
        row(
            "start function runs out of gas",
            failingToStart(null, GAS * 1_000),
            NONE,
            0,
            Kind.EXECUTION,
            INIT_GAS),
        // No value, ByteArray, other values.
        row("no value", ending(End.NOTHING, null), NONE, LEFT, null, null),
        row("ByteArray", returning(new Bytes(PACKED), null), PACKED, LEFT, null, null),
        row("empty ByteArray", returning(new Bytes(NONE), null), NONE, LEFT, null, null),
        wrongType(new Bool(false)),
        wrongType(new Int32(1)),
        wrongType(new Int64(1)),
        wrongType(new Uint64(1)),
        wrongType(Str.of("text")),
        // Crash.
        row("crash", ending(End.CRASH, null), NONE, GAS, Kind.CRASH, CRASHED),
        row("exception", ending(End.JAVA_EXCEPTION, null), NONE, GAS, Kind.CRASH, CRASHED),
        row("short Bool", ending(End.BOOL_WITHOUT_BODY, null), NONE, GAS, Kind.CRASH, CRASHED));
  }

  private static Arguments wrongType(GuestValue value) {
    return row(value.toString(), returning(value, null), NONE, GAS, Kind.WRONG_RESULT, WRONG_TYPE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void outcomes(
      String situation, FakeModule module, byte[] data, long gas, Kind kind, String text) {
    JoinPointResult result = run(module);
    assertArrayEquals(data, result.returnData());
    assertEquals(gas, result.gasLeft());
    if (kind == null) {
      assertNull(result.error());
      assertTrue(result.isSuccess());
    } else {
      assertEquals(new JoinPointError(kind, text), result.error());
      assertFalse(result.isSuccess());
      assertEquals(kind == Kind.REVERTED, result.error().isRevert());
      assertEquals(kind == Kind.OUT_OF_GAS, result.error().isOutOfGas());
      assertEquals(kind == Kind.CRASH, result.error().isCrash());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE})
  void negativeGasIsOutOfGas(long gas) {
    JoinPointResult result = JoinPointResult.of(execute(ending(End.NOTHING, null), gas), gas);
    assertEquals(JoinPointError.OUT_OF_GAS, result.error());
    assertEquals(0, result.gasLeft());
  }

  @Test
  void tooMuchGasIsLost() {
    long gas = AspectCall.MAX_EVM_GAS + 1;
    JoinPointResult result = JoinPointResult.of(execute(ending(End.NOTHING, null), gas), gas);
    assertEquals("aspect init failed, gas overflow", result.error().text());
    assertEquals(0, result.gasLeft());
  }

  @Test
  void whatCannotBeInstantiatedHasCrashed() {
    ExecutionResult unloadable = ExecutionResult.unloadable("no memory", GAS);
    JoinPointResult result = JoinPointResult.of(unloadable, GAS);
    assertEquals(JoinPointError.CRASH, result.error());
    assertEquals(GAS, result.gasLeft());
    assertEquals("unable to instantiate wasm module: no memory", result.execution().error());
    assertTrue(OwnershipResult.of(unloadable, GAS).isCrash());
  }

  @Test
  void returnDataIsOnesOwn() {
    JoinPointResult result = run(returning(new Bytes(new byte[] {1}), null));
    result.returnData()[0] = 2;
    assertArrayEquals(new byte[] {1}, result.returnData());
  }

  private static Arguments owner(
      String situation, FakeModule module, boolean owner, long gas, JoinPointError error) {
    return Arguments.of(situation, module, owner, gas, error);
  }

  static Stream<Arguments> ownerRows() {
    return Stream.of(
        owner("owner", returning(new Bool(true), null), true, LEFT, null),
        owner("somebody else", returning(new Bool(false), null), false, LEFT, null),
        owner("owner, with a reason", returning(new Bool(true), REASON), true, LEFT, null),
        // An error with a reason: the reason is the error, and only what is left comes back.
        owner("reason", ending(End.TRAP, REASON), false, LEFT, error(Kind.REASON, REASON)),
        owner(
            "reason, then out of gas",
            ending(End.OUT_OF_GAS, REASON),
            false,
            0,
            error(Kind.REASON, REASON)),
        owner(
            "reason in the start function",
            failingToStart(REASON, 0),
            false,
            0,
            error(Kind.REASON, REASON)),
        // An error without one.
        owner("trap", ending(End.TRAP, null), false, LEFT, error(Kind.EXECUTION, UNREACHABLE)),
        owner(
            "empty reason", ending(End.TRAP, ""), false, LEFT, error(Kind.EXECUTION, UNREACHABLE)),
        owner("out of gas", ending(End.OUT_OF_GAS, null), false, 0, JoinPointError.OUT_OF_GAS),
        owner(
            "start function traps",
            failingToStart(null, 0),
            false,
            0,
            error(Kind.EXECUTION, INIT_TRAP)),
        // No value, or another one.
        owner("nothing", ending(End.NOTHING, null), false, GAS, JoinPointError.CRASH),
        owner("nothing, reason", ending(End.NOTHING, REASON), false, GAS, JoinPointError.CRASH),
        owner("a number", returning(new Int32(1), null), false, GAS, JoinPointError.CRASH),
        owner(
            "bytes", returning(new Bytes(new byte[] {1}), null), false, GAS, JoinPointError.CRASH),
        owner("crash", ending(End.CRASH, null), false, GAS, JoinPointError.CRASH),
        owner("crash, reason", ending(End.CRASH, REASON), false, GAS, JoinPointError.CRASH),
        owner("short Bool", ending(End.BOOL_WITHOUT_BODY, null), false, GAS, JoinPointError.CRASH));
  }

  private static JoinPointError error(Kind kind, String text) {
    return new JoinPointError(kind, text);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ownerRows")
  void ownership(
      String situation, FakeModule module, boolean owner, long gas, JoinPointError error) {
    OwnershipResult result = OwnershipResult.of(execute(module, GAS), GAS);
    assertEquals(owner, result.isOwner());
    assertEquals(gas, result.gasLeft());
    assertEquals(error, result.error());
    assertEquals(JoinPointError.CRASH.equals(error), result.isCrash());
  }
}
