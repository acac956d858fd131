package io.aspectvm.fuzz;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.StopSignal;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.WasmType;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.service.EvmCalls;
import io.aspectvm.runtime.support.HostEdge;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import java.util.List;
import java.util.Locale;

/**
 * The edge between guest and host: whatever a guest has in memory, passes and allocates, each of
 * the standard host functions ends in a result, a trap or a crash that is meant to be one, with no
 * more gas than was given, and twice in the same; and so does a call of the guest, whose arguments
 * and result lie wherever it says.
 *
 * <p>Input: {@link HostCallInput}.
 */
public final class HostCallTarget {

  static final List<HostFunction> FUNCTIONS = List.copyOf(HostModules.standard().functions());

  /** Rounds are free in the reference's schedule: some inputs would take a minute. */
  private static final String ROUNDS = "__CryptoApi__.blake2F";

  private static final HostModules HOST = HostModules.standard().plus(FuzzHost.class);

  private static final AspectRuntime RUNTIME =
      AspectRuntime.builder().hostModules(HOST).isolation(Isolation.INSTANCE).build();

  private static final Aspect CURRENT = load(GasSchedules.ARTELA_CURRENT);
  private static final Aspect HARDENED = load(GasSchedules.HARDENED);

  private HostCallTarget() {}

  private static Aspect load(GasSchedule schedule) {
    CompilerOptions options =
        CompilerOptions.of(Profile.ASPECT).withSchedule(schedule).withHostModules(HOST);
    try {
      return RUNTIME.load(new ModuleCompiler(options).compile(guest()).module());
    } catch (WasmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An export for each function, of the same name. */
  private static byte[] guest() {
    GuestModule module =
        new GuestModule()
            .memory(1, 4)
            .importing("image", FuzzHost.MODULE, "image", "->")
            .importing("room", FuzzHost.MODULE, "room", "-> i32")
            .importing("growth", FuzzHost.MODULE, "growth", "-> i32")
            .export("__aspect_start__", "->", "")
            .export("allocate", "i32 -> i32", "call $growth; memory.grow; drop; call $room")
            .export("give", "i32 i32 -> i32", "call $image; call $room");
    for (HostFunction function : FUNCTIONS) {
      module =
          module.importing(function.field(), function.module(), function.field(), type(function));
    }
    for (HostFunction function : FUNCTIONS) {
      StringBuilder code = new StringBuilder("call $image");
      for (int i = 0; i < function.parameters().size(); i++) {
        code.append("; local.get ").append(i);
      }
      code.append("; call $").append(function.field());
      code.append(function.result() == null ? "; i32.const 0" : "");
      module = module.export("call " + function.field(), "i32 i32 i32 i32 -> i32", code.toString());
    }
    return module.toByteArray();
  }

  private static String type(HostFunction function) {
    FunctionSignature signature = function.signature();
    return text(signature.parameters()) + " -> " + text(signature.results());
  }

  private static String text(List<WasmType> types) {
    return String.join(" ", types.stream().map(t -> t.name().toLowerCase(Locale.ROOT)).toList());
  }

  /** The entry point that the fuzzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    HostCallInput call = HostCallInput.of(input, FUNCTIONS);
    String first = run(call);
    Require.that(first.equals(run(call)), "not the same again: " + first);
    callByTheAbi(call);
  }

  /** Arguments go where allocate says, and so does the result come from there. */
  private static void callByTheAbi(HostCallInput call) {
    long gas = call.gas() / HostEdge.WASM_PER_EVM_GAS;
    FuzzHost.prepare(call);
    ExecutionResult result =
        CURRENT.call(
            context(call), "give", gas, GuestValue.Str.of("x"), new GuestValue.Bytes(call.image()));
    Require.that(result.evmGasLeft() >= 0 && result.evmGasLeft() <= gas, "gas left: " + result);
    Require.that(
        result.diagnostic() == null || !result.diagnostic().contains("java."),
        "crashed: " + result);
  }

  private static String run(HostCallInput call) {
    String field = call.function().field();
    Aspect aspect = call.hardened() || field.equals(ROUNDS) ? HARDENED : CURRENT;
    long[] arguments = new long[HostCallInput.ARGUMENTS];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = Integer.toUnsignedLong(call.arguments()[i]);
    }
    FuzzHost.prepare(call);
    InvocationResult result =
        aspect.invoke(context(call), new StopSignal(), "call " + field, arguments, call.gas());
    // What a raw function throws; that it may is for those of users.
    Require.that(result.trap() != TrapKind.HOST_ERROR, "a raw function failed: " + result);
    return Executions.text(field, result, call.gas());
  }

  private static ExecutionContext context(HostCallInput call) {
    return ExecutionContext.builder()
        .joinPoint(call.joinPoint())
        .isCall(call.isQuery())
        .services(call.withoutServices() ? HostServices.NONE : services())
        .build();
  }

  private static HostServices services() {
    return HostServices.inMemory().toBuilder().with(EvmCalls.class, new FuzzEvm()).build();
  }
}
