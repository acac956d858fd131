package io.aspectvm.runtime.code;

import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.support.LinkedFunction;
import java.util.List;

/**
 * An instance that a linker made, and what it exports. A thing that it imports and exports again is
 * what the defining instance has, so that no call goes through two bridges for one border.
 */
public final class LinkedInstance {

  private final LoadedModule module;
  private final Instance instance;
  private final boolean open;
  private final List<ExternalValue.Table> tables;
  private final List<ExternalValue.Memory> memories;
  private final List<ExternalValue.Global> globals;

  LinkedInstance(
      LoadedModule module,
      Instance instance,
      boolean open,
      List<ExternalValue.Table> tables,
      List<ExternalValue.Memory> memories,
      List<ExternalValue.Global> globals) {
    this.module = module;
    this.instance = instance;
    this.open = open;
    this.tables = List.copyOf(tables);
    this.memories = List.copyOf(memories);
    this.globals = List.copyOf(globals);
  }

  public LoadedModule module() {
    return module;
  }

  public Instance instance() {
    return instance;
  }

  /**
   * What is exported under this name, or null where nothing is. A table of functions that have no
   * addresses of their own, as in a module compiled for profile {@code aspect}, is of no use to
   * others and not offered.
   */
  public ExternalValue export(String name) {
    LoadedModule.Target target = module.export(name);
    if (target == null) {
      return null;
    }
    return switch (target.kind()) {
      case IndexSpaces.FUNCTION ->
          new ExternalValue.Function(function(target.index()), module.signature(target.index()));
      case IndexSpaces.TABLE -> table(target.index());
      case IndexSpaces.MEMORY -> memories.get(target.index());
      default -> globals.get(target.index());
    };
  }

  private ExternalValue table(int index) {
    boolean usable = open || tables.get(index).elementType() != ConstantValue.FUNCREF;
    return usable ? tables.get(index) : null;
  }

  private LinkedFunction function(int index) {
    LinkedFunction imported = instance.links().imported(index);
    return imported == null ? new LinkedFunction(instance, index) : imported;
  }
}
