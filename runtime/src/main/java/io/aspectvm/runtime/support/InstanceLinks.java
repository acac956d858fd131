package io.aspectvm.runtime.support;

import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.abi.LinkedModule;
import io.aspectvm.runtime.abi.ModuleLinks;
import java.util.Objects;

/**
 * How one instance is linked with others: what its imports are, and what it needs to be called by
 * another instance. An instance that owns everything has none. Confined to the thread of the
 * execution.
 */
public final class InstanceLinks {

  private final Instance instance;
  private final LinkedModule module;
  private final FunctionSpace functions;
  private final LinkedFunction[] imports;
  private final GlobalCell[] globals;
  private final HostEdge host;
  private final ModuleLinks hostLinks;
  private Instance outermost;

  /**
   * @param imports by function index: null for what the host offers
   * @param globals by global index: null for all but imported mutable ones
   * @param host the host's side of the instance, of no other instance
   */
  public InstanceLinks(
      Instance instance,
      LinkedModule module,
      FunctionSpace functions,
      LinkedFunction[] imports,
      GlobalCell[] globals,
      HostEdge host,
      ModuleLinks hostLinks) {
    this.instance = instance;
    this.module = module;
    this.functions = functions;
    this.imports = imports;
    this.globals = globals;
    this.host = Objects.requireNonNull(host);
    this.hostLinks = hostLinks;
  }

  /** The function that an import is, or null where it is not another instance's. */
  public LinkedFunction imported(int functionIndex) {
    return functionIndex < imports.length ? imports[functionIndex] : null;
  }

  /** The global that an imported mutable one is. */
  GlobalCell global(int index) {
    return globals[index];
  }

  FunctionSpace functions() {
    return functions;
  }

  FunctionSignature type(int typeIndex) {
    return module.type(typeIndex);
  }

  /** Whether the operator stopped the instance that was called from outside. */
  public boolean isStopRequested() {
    return outermost != null && outermost.isStopRequested();
  }

  /**
   * Calls a function of this instance for another one. Gas, the stop flag and the levels of host
   * calls go with the call; the gas comes back however it ends, and is exact then.
   *
   * @param values arguments as raw bits; results replace them
   * @param depth budget left, in slots
   */
  void call(int function, long[] values, InstanceLinks caller, int depth) {
    Instance previous = outermost;
    int reentries = host.reentries;
    boolean binds = !host.isBound();
    if (binds) {
      host.bind(instance, hostLinks);
    }
    outermost = caller.outermost == null ? caller.instance : caller.outermost;
    host.reentries = caller.host.reentries;
    instance.takeGas(caller.instance);
    outermost.nowRuns(instance);
    try {
      instance.call(function, values, depth);
    } finally {
      caller.instance.takeGas(instance);
      outermost.nowRuns(caller.instance);
      host.reentries = reentries;
      if (binds) {
        host.release();
      }
      outermost = previous;
    }
  }
}
