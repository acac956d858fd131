package io.aspectvm.compiler.emit;

import io.aspectvm.compiler.lower.CallLowering;
import io.aspectvm.wasm.module.FunctionType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Type;

/**
 * Emits the dispatchers of indirect calls: a static method for each type and table, which looks the
 * element up and switches to the function.
 *
 * <pre>{@code
 * static int d(int p0, int element, Instance instance, int depth, long gas) {
 *   int function = tableFunction(element, instance, table);
 *   switch (function) {
 *     case 3: return f3(p0, instance, depth, gas);
 *     ...
 *     default: throw indirectFailure(function);
 *   }
 * }
 * }</pre>
 *
 * <p>The switch is the type check: it has exactly the functions of the expected type. In an open
 * module the element is an address: the switch is over the address less the instance's first one,
 * and goes on to {@link LinkCallEmitter} for all that it has no case for.
 */
public final class DispatcherEmitter {

  private final CodeContext context;
  private final GeneratedClasses classes;

  public DispatcherEmitter(CodeContext context, GeneratedClasses classes) {
    this.context = context;
    this.classes = classes;
  }

  /**
   * Emits every dispatcher that the functions emitted before asked for.
   *
   * @param inTables indices of all functions that may be in a table, ascending
   */
  public void emitAll(List<Integer> inTables) {
    Map<FunctionType, List<SwitchTreeEmitter.Branch>> byType = new HashMap<>();
    for (int function : inTables) {
      byType
          .computeIfAbsent(context.module().functionType(function), type -> new ArrayList<>())
          .add(new SwitchTreeEmitter.Branch(function, context.names().function(function), true));
    }
    Map<FunctionType, Integer> typeIndices = typeIndices();
    for (ModuleNames.DispatcherKey key : context.names().dispatchers().keySet()) {
      MethodRef dispatcher = context.names().dispatcher(key.type(), key.table());
      List<Type> arguments =
          CallLowering.passesInScratch(key.type())
              ? List.of()
              : key.type().parameters().stream().map(JvmTypes::type).toList();
      MethodRef foreign =
          context.open() ? emitForeign(dispatcher, key.type(), typeIndices.get(key.type())) : null;
      new SwitchTreeEmitter(classes, arguments, JvmTypes.resultType(key.type()), foreign)
          .emit(
              dispatcher,
              byType.getOrDefault(key.type(), List.of()),
              (code, element, instance) -> {
                code.load(Type.INT_TYPE, element);
                code.loadReference(instance);
                code.push(key.table());
                code.support(context.open() ? "localTableFunction" : "tableFunction");
              });
      classes.finish(dispatcher.owner());
    }
  }

  /** The first of equal types; a search for each dispatcher would take quadratic time. */
  private Map<FunctionType, Integer> typeIndices() {
    Map<FunctionType, Integer> indices = new HashMap<>();
    List<FunctionType> types = context.module().types();
    for (int i = 0; context.open() && i < types.size(); i++) {
      indices.putIfAbsent(types.get(i), i);
    }
    return indices;
  }

  private MethodRef emitForeign(MethodRef dispatcher, FunctionType type, int typeIndex) {
    MethodRef foreign = new MethodRef(dispatcher.owner(), "x", dispatcher.descriptor());
    new LinkCallEmitter(classes).emitForeign(foreign, type, typeIndex);
    return foreign;
  }
}
