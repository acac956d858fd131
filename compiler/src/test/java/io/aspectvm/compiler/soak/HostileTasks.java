package io.aspectvm.compiler.soak;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.compiler.testing.ProtocolHost;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.StopSignal;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.AspectCall;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * Executions that end badly, each in its own way, and leave a mess: memory full of ones, globals
 * changed, stacks at their deepest. Among them is a guest that looks for such a mess.
 */
final class HostileTasks {

  static final HostModules HOSTS = HostModules.standard().plus(ProtocolHost.class);

  private static final CompilerOptions OPTIONS =
      CompilerOptions.of(Profile.WASM).withHostModules(HOSTS);

  private static final long GAS = 1_000_000;

  /** For 159 pages more, at 50,862,630 WASM gas each. */
  private static final long MUCH_GAS = 100_000_000;

  /** How often others run for each that is stopped, which takes the time of a slice of gas. */
  private static final int OTHERS = 8;

  /** Leaves ones all over the first page. */
  private static final String MESS =
      "i32.const 0; i32.const 255; i32.const 65536; memory.fill; i32.const -1; global.set $dirt;";

  private static final GuestModule GUEST =
      GuestModule.aspect()
          .memory(1, 160)
          .global("dirt", ValueType.I32, 0)
          .importing("panic", ProtocolHost.MODULE, "panic", "i32 ->")
          .importing("rawPanic", ProtocolHost.MODULE, "rawPanic", "i32 -> i32")
          .data(16, (byte) 3, (byte) 0, (byte) 4)
          .data(32, (byte) 3, (byte) 0, (byte) 4, (byte) 0, (byte) 0, (byte) 0, (byte) 4)
          .function("deep", "i32 i64 -> i64", "local.get 0; local.get 1; call $deep")
          .export("unreachable", "-> i32", MESS + "unreachable")
          .export("division", "-> i32", MESS + "i32.const 1; i32.const 0; i32.div_s")
          .export("bounds", "-> i32", MESS + "i32.const 65533; i32.load")
          .export("table", "-> i32", MESS + "i32.const 7; call_indirect -> i32")
          .table(1, "deep")
          .export("forever", "-> i32", MESS + "loop; br 0; end; i32.const 0")
          .export(
              "recursion", "-> i32", MESS + "i32.const 0; i64.const 0; call $deep; i32.wrap_i64")
          .export("exception", "-> i32", "i32.const 16; call $panic; i32.const 0")
          .export("error", "-> i32", "i32.const 32; call $panic; i32.const 0")
          .export("assertion", "-> i32", MESS + "i32.const 3; call $rawPanic")
          .export("overflow", "-> i32", MESS + "i32.const 1; call $rawPanic")
          .export("noHeap", "-> i32", MESS + "i32.const 2; call $rawPanic")
          .export(
              "growth",
              "-> i32",
              """
              i32.const 159; memory.grow; i32.const 1; i32.ne; if; unreachable; end
              i32.const 0; i32.const 255; i32.const 10485760; memory.fill
              i32.const 1; memory.grow; i32.const -1; i32.ne; if; unreachable; end
              i32.const 0
              """)
          .export(
              "canary",
              "-> i32",
              """
              global.get $dirt
              i32.const 2048; i32.load; i32.or
              i32.const 65532; i32.load; i32.or
              if; unreachable; end
              memory.size; i32.const 1; i32.ne; if; unreachable; end
              i32.const 1; memory.grow; drop
              i32.const 65536; i32.load; i32.const 131068; i32.load; i32.or
              if; unreachable; end
              i32.const 0
              """);

  private final List<SoakTask> tasks = new ArrayList<>();

  /** What is added executes. */
  private CompiledModule module;

  private HostileTasks() {}

  /** All of them, as often as they are to run. */
  static List<SoakTask> all() throws Exception {
    HostileTasks hostile = new HostileTasks();
    hostile.guests();
    hostile.allocations();
    List<SoakTask> tasks = new ArrayList<>();
    for (int i = 0; i < OTHERS; i++) {
      tasks.addAll(hostile.tasks);
    }
    hostile.tasks.clear();
    hostile.stops();
    tasks.addAll(hostile.tasks);
    return tasks;
  }

  private void guests() throws Exception {
    module = compile(GUEST);
    add("unreachable", Outcome.ERROR, TrapKind.UNREACHABLE);
    add("division", Outcome.ERROR, TrapKind.INTEGER_DIVIDE_BY_ZERO);
    add("bounds", Outcome.ERROR, TrapKind.OUT_OF_BOUNDS_MEMORY);
    add("table", Outcome.ERROR, TrapKind.UNDEFINED_ELEMENT);
    add("forever", Outcome.OUT_OF_GAS, TrapKind.OUT_OF_GAS);
    add("recursion", Outcome.ERROR, TrapKind.CALL_STACK_EXHAUSTED);
    add("missing", Outcome.ERROR, null);
    add("canary", Outcome.NONE, null);
    add("growth", new Given("growth", MUCH_GAS), Outcome.NONE, null);
    // What a host function throws, coded values or raw ones.
    add("exception", Outcome.CRASH, null);
    add("error", Outcome.ERROR, TrapKind.WRITE_PARAMS_FAILED);
    add("assertion", Outcome.ERROR, TrapKind.HOST_ERROR);
    add("overflow", Outcome.ERROR, TrapKind.HOST_ERROR);
    add("noHeap", Outcome.ERROR, TrapKind.HOST_ERROR);
  }

  /** An allocate that makes room where there is none, or makes none at all, or more memory. */
  private void allocations() throws Exception {
    allocation("beyond memory", "i32.const 0x7fffffff", Outcome.ERROR, null);
    allocation("negative", "i32.const -1", Outcome.CRASH, null);
    allocation("traps", "unreachable", Outcome.ERROR, TrapKind.UNREACHABLE);
    allocation("forever", "loop; br 0; end; unreachable", Outcome.OUT_OF_GAS, TrapKind.OUT_OF_GAS);
    allocation("calls the host", "call $gas", Outcome.ERROR, TrapKind.WRITE_PARAMS_FAILED);
    allocation(
        "grows the memory",
        "memory.size; i32.const 65536; i32.mul; i32.const 1; memory.grow; drop",
        Outcome.VALUE,
        null);
  }

  private void allocation(String name, String code, Outcome outcome, TrapKind trap)
      throws Exception {
    module =
        compile(
            GUEST
                .importing("gas", "util-api", "__UtilApi__.gas", "-> i32")
                .export("echo", "i32 -> i32", "local.get 0")
                .export("allocate", "i32 -> i32", code));
    add("allocate: " + name, new Given("echo", GAS, GuestValue.Str.of("text")), outcome, trap);
  }

  /** Before it begins, and while it runs. */
  private void stops() throws Exception {
    module = compile(GUEST);
    tasks.add(task("stopped before", aspect -> stopped(aspect, false)));
    tasks.add(task("stopped", aspect -> stopped(aspect, true)));
  }

  private static CompiledModule compile(GuestModule guest) throws Exception {
    return Aspects.compile(guest.toByteArray(), OPTIONS);
  }

  /** What is called, with what EVM gas. */
  private record Given(String export, long gas, GuestValue... arguments) {}

  private void add(String export, Outcome outcome, TrapKind trap) {
    add(export, new Given(export, GAS), outcome, trap);
  }

  private void add(String group, Given given, Outcome outcome, TrapKind trap) {
    SameResult same = new SameResult();
    tasks.add(
        task(
            group,
            aspect -> {
              ExecutionResult result =
                  aspect.call(
                      ExecutionContext.builder().build(),
                      given.export(),
                      given.gas(),
                      given.arguments());
              return result.outcome() == outcome && result.trap() == trap
                  ? same.difference(result)
                  : result.toString();
            }));
  }

  private SoakTask task(String group, SoakTask.Execution execution) {
    return new SoakTask(SoakTask.Kind.HOSTILE, group, module, execution);
  }

  /** Where it stops depends on time: before the memory grows, or where a slice has ended. */
  private static String stopped(Aspect aspect, boolean late) {
    StopSignal stop = new StopSignal();
    if (late) {
      Operator.stopSoon(stop);
    } else {
      stop.stop();
    }
    ExecutionResult result =
        aspect.call(ExecutionContext.builder().build(), stop, "forever", AspectCall.MAX_EVM_GAS);
    boolean asExpected =
        result.outcome() == Outcome.ERROR
            && result.trap() == TrapKind.INTERRUPTED
            && result.wasmGasUsed().orElseThrow() > 0
            && (AspectCall.MAX_EVM_GAS * 1_000 - result.wasmGasUsed().getAsLong()) / 1_000
                == result.evmGasLeft();
    return asExpected ? null : result.toString();
  }
}
