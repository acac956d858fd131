package io.aspectvm.runtime.joinpoint;

import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.artefact.ArtefactException;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.joinpoint.JoinPointError.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Runs the aspects that are bound to an account, at one join point (join-points, section 4): those
 * of the join point, by signed priority, one after another, each with the gas that the one before
 * left; the first error ends it. The result is that of the last one that ran; where it crashed, its
 * return data is that of the one before.
 *
 * <p>Unspecified is the order among equal priorities; here, as recommended, it is that of the
 * bindings.
 *
 * <p>Thread-safe if its two parts are.
 */
public final class JoinPointChain {

  private static final Comparator<Binding> BY_PRIORITY =
      Comparator.comparingInt(binding -> (byte) binding.priority());

  private final Bindings bindings;
  private final AspectSource aspects;

  public JoinPointChain(Bindings bindings, AspectSource aspects) {
    this.bindings = Objects.requireNonNull(bindings);
    this.aspects = Objects.requireNonNull(aspects);
  }

  /**
   * Runs the aspects of an account.
   *
   * @param account whose bindings count, 20 bytes: {@code tx.to}, or the callee
   * @param evmGas given to the first; where none is bound it comes back unchanged
   * @param host whose aspect id and version are replaced by those of each aspect
   * @throws IllegalStateException if executions are nested too deep
   */
  public JoinPointResult run(
      ByteKey account, JoinPointInput input, long evmGas, JoinPointHost host) {
    List<? extends Binding> bound;
    try {
      bound = bindings.of(account);
    } catch (BindingsException failure) {
      return JoinPointResult.notRun(Kind.BINDINGS, String.valueOf(failure.getMessage()), evmGas);
    }
    return run(inOrder(bound, input.joinPoint()), input, evmGas, host);
  }

  /** The bindings that run at this join point, in the order in which they run. */
  public static List<Binding> inOrder(List<? extends Binding> bound, JoinPoint joinPoint) {
    List<Binding> chosen = new ArrayList<>(bound.size());
    for (Binding binding : bound) {
      if (binding.runsAt(joinPoint)) {
        chosen.add(binding);
      }
    }
    chosen.sort(BY_PRIORITY); // Stable.
    return chosen;
  }

  private JoinPointResult run(
      List<Binding> bound, JoinPointInput input, long evmGas, JoinPointHost host) {
    JoinPointResult last = JoinPointResult.nothing(evmGas);
    for (Binding binding : bound) {
      JoinPointResult result = run(binding, input, last.gasLeft(), host);
      if (!result.isSuccess()) {
        return result.error().isCrash() ? result.withReturnData(last.returnData()) : result;
      }
      last = result;
    }
    return last;
  }

  /** Runs one of them, whatever its priority and join points. */
  public JoinPointResult run(
      Binding binding, JoinPointInput input, long evmGas, JoinPointHost host) {
    JoinPointHost itsHost = host.withAspect(binding.id(), binding.version());
    Aspect aspect;
    try {
      aspect = aspects.load(binding.id(), binding.version());
    } catch (AspectLoadException | UnloadableModuleException | ArtefactException failure) {
      String reason = String.valueOf(failure.getMessage());
      ExecutionResult unloadable = ExecutionResult.unloadable(reason, evmGas);
      return JoinPointResult.of(itsHost.ended(input.joinPoint(), evmGas, unloadable), evmGas);
    }
    return JoinPointCall.run(aspect, input, evmGas, itsHost);
  }
}
