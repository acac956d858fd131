package io.aspectvm.jmh;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.StopSignal;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;

/** A loop around a host call, compiled under a gas schedule. */
public final class HostApiLoop implements AutoCloseable {

  /** Logs are kept by an execution, up to a number. */
  public static final int MAX_CALLS = 1 << 17;

  private static final long PLENTY = Long.MAX_VALUE / 4;
  private static final long WASM_GAS_PER_EVM_GAS = 1000;
  private static final HostModules HOST = HostModules.standard().plus(FreeTwins.class);

  private final AspectRuntime runtime;
  private final Aspect aspect;
  private final JoinPoint joinPoint;

  private HostApiLoop(byte[] wasm, GasSchedule schedule, JoinPoint joinPoint) {
    CompilerOptions options =
        CompilerOptions.of(Profile.ASPECT).withSchedule(schedule).withHostModules(HOST);
    runtime = AspectRuntime.builder().hostModules(HOST).isolation(Isolation.CLASS_LOADER).build();
    try {
      aspect = runtime.load(new ModuleCompiler(options).compile(wasm).module());
    } catch (WasmException e) {
      throw new IllegalStateException(e);
    }
    this.joinPoint = joinPoint;
  }

  /** A loop around a call. */
  public static HostApiLoop of(HostApiCase call, GasSchedule schedule) {
    return new HostApiLoop(call.wasm(), schedule, call.joinPoint());
  }

  /** Makes the call so many times, on a fresh instance; WASM gas. */
  public long run(int times) {
    InvocationResult result =
        aspect.invoke(
            HostApiNode.context(joinPoint),
            new StopSignal(),
            HostApiModule.RUN,
            new long[] {times},
            PLENTY);
    if (!result.isSuccess()) {
      throw new IllegalStateException(result.toString());
    }
    return result.gasUsed();
  }

  /** WASM gas of one round. */
  private long gas() {
    return run(2) - run(1);
  }

  /** What a schedule takes for a call, in EVM gas; without the guest's own instructions. */
  public static double price(HostApiCase call, GasSchedule schedule) {
    try (HostApiLoop loop = of(call, schedule);
        HostApiLoop twin = new HostApiLoop(call.twin(), schedule, call.joinPoint())) {
      return (double) (loop.gas() - twin.gas()) / WASM_GAS_PER_EVM_GAS;
    }
  }

  @Override
  public void close() {
    aspect.close();
    runtime.close();
  }
}
