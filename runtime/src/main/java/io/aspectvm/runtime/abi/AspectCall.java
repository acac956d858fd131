package io.aspectvm.runtime.abi;

import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.host.ExecutionContext;

/**
 * Calls the exported functions of one module as the reference calls an aspect (aspect-abi, section
 * 7): gas, start function, arguments, the call, the result. Made once per module; immutable and
 * thread-safe. Every call wants an instance of its own, which the loader makes.
 *
 * <pre>{@code
 * AspectCall calls = new AspectCall(linkedModule);
 * ExecutionResult result =
 *     calls.execute(instance, context, "execute", 1_000_000, Str.of("init"), new Bytes(input));
 * }</pre>
 */
public final class AspectCall {

  /** The most EVM gas that a call may be given. */
  public static final long MAX_EVM_GAS = 9_223_372_036_854_775L;

  /** The export that initialises an instance; it runs first in every call. */
  public static final String START_FUNCTION = "__aspect_start__";

  private final LinkedModule module;
  private final ModuleLinks links;

  public AspectCall(LinkedModule module) {
    this.module = module;
    this.links = ModuleLinks.of(module);
  }

  /** The module that is called. */
  public LinkedModule module() {
    return module;
  }

  /**
   * What the host side of an instance of this module is bound to; for those who call an instance
   * without {@link #execute}.
   */
  public ModuleLinks links() {
    return links;
  }

  /**
   * Calls an exported function with pointers to encoded values, on the calling thread. Nothing is
   * thrown for what guest or host functions do: a crash is an outcome too.
   *
   * <p>Negative gas is out of gas before anything runs, as the recommended choice of section 7 has
   * it. On return the context no longer holds the instance.
   *
   * @param instance of this module; its memory and globals are used as they are
   * @param context of this execution; bound to the instance here
   * @param method name of the export
   * @param evmGas gas limit in EVM gas
   * @param arguments null stands for a value of a type without index, as the reference's nil
   * @throws IllegalStateException if the context is in use by another instance
   */
  public ExecutionResult execute(
      Instance instance,
      ExecutionContext context,
      String method,
      long evmGas,
      GuestValue... arguments) {
    return new CallInProgress(module, links, instance, context, method, evmGas)
        .run(arguments.clone());
  }
}
