package io.aspectvm.runtime;

import io.aspectvm.runtime.abi.ModuleLinks;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.ExternalValue;
import io.aspectvm.runtime.code.LinkedInstance;
import io.aspectvm.runtime.code.LinkedInstantiation;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.support.FunctionSpace;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Instantiates modules that import functions, memories, tables and globals from each other
 * (WebAssembly 2.0, section 4.5). For tools; a node loads aspects with {@link
 * AspectRuntime#load(CompiledModule)}, which refuses such modules.
 *
 * <pre>{@code
 * Linker linker = new Linker(runtime);
 * linker.define("lib", linker.instantiate(library));
 * AspectInstance main = linker.instantiate(program);   // imports from "lib"
 * }</pre>
 *
 * <p>An import is what a host module offers under its names, otherwise what the instance offers
 * that is defined under the module's name. Instances that are linked share memories, tables and
 * globals, the gas of a call, its depth budget and its stop signal; each has its own execution
 * context. A call from one instance to another charges no gas beside the guest's own call
 * instruction.
 *
 * <p>A linker holds all instances that it made: references to their functions may be in any table.
 * Everything goes when the linker and its instances do. Not thread-safe: a linker and its instances
 * are one execution at a time.
 */
public final class Linker {

  private final AspectRuntime runtime;
  private final FunctionSpace functions = new FunctionSpace();
  private final Map<String, LinkedInstance> defined = new HashMap<>();
  private final Set<LinkedInstance> made = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<ExecutionContext> contexts = Collections.newSetFromMap(new IdentityHashMap<>());

  public Linker(AspectRuntime runtime) {
    this.runtime = Objects.requireNonNull(runtime);
  }

  /** As {@link #instantiate(CompiledModule, ExecutionContext)}, without services. */
  public AspectInstance instantiate(CompiledModule module) {
    return instantiate(module, ExecutionContext.builder().build());
  }

  /**
   * Loads a module, links it and makes an instance of it. The start function has not run.
   *
   * @param context of this instance, and of no other
   * @throws UnloadableModuleException if the module does not fit the runtime, or an import is
   *     missing or mistyped; nothing was changed then
   * @throws Trap out of bounds memory or table access, where a segment does not fit; what segments
   *     before it wrote into shared memories and tables stays there
   * @throws OutOfMemoryError if this JVM has no memory for it; what was written stays there, too,
   *     and the context is not used again
   * @throws IllegalArgumentException if the context is another instance's
   * @throws IllegalStateException if the runtime is closed
   */
  public AspectInstance instantiate(CompiledModule module, ExecutionContext context) {
    if (!contexts.add(Objects.requireNonNull(context))) {
      throw new IllegalArgumentException("the context belongs to another instance");
    }
    try {
      return link(module, context);
    } catch (UnloadableModuleException e) {
      contexts.remove(context);
      throw e;
    }
  }

  private AspectInstance link(CompiledModule module, ExecutionContext context) {
    ModuleCache.Entry entry = runtime.loadForLinking(module);
    ModuleLinks links = entry.calls().links();
    LinkedInstance instance =
        LinkedInstantiation.run(entry.module(), module, this::find, functions, context, links);
    made.add(instance);
    return new AspectInstance(runtime, instance, links, context);
  }

  private ExternalValue find(String module, String field) {
    LinkedInstance exporter = defined.get(module);
    return exporter == null ? null : exporter.export(field);
  }

  /**
   * Offers the exports of an instance for import, in place of what was offered under this name.
   * Instances that are linked already stay as they are.
   *
   * @param module name of the module in imports
   * @throws IllegalArgumentException if another linker made the instance, or none
   */
  public void define(String module, AspectInstance exporter) {
    if (!made.contains(exporter.linked())) {
      throw new IllegalArgumentException("the instance is not of this linker");
    }
    defined.put(Objects.requireNonNull(module), exporter.linked());
  }
}
