package io.aspectvm.compiler.emit;

import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.WasmModule;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.Opcodes;

/**
 * Names of everything generated, and which class each function's method is in. Nothing here stems
 * from a name in the module.
 *
 * <p>Functions are dealt to classes by the size of their bodies, in order, so that a class stays
 * below the JVM's limits and only what runs need be defined; a large body has a class to itself.
 */
public final class ModuleNames {

  /** Major version of the generated classes: Java 17. */
  public static final int CLASS_VERSION = Opcodes.V17;

  /** The class of the instance. */
  public static final String MAIN = "aspect/Main";

  /** Text class that dispatches calls from outside. */
  public static final String ENTRY = "aspect/Entry";

  /**
   * Bytes of function bodies in one class. A class is defined, verified and kept whole when any of
   * its functions runs: with 12 KB, a module of 50 KB that does nothing took 1.0 ms in new loaders,
   * now 0.4; with 2 KB it would take 0.2, in class files that are 20% larger instead of 8%. At up
   * to 20 bytes of JVM code, and 2.5 entries of constant pool, for one byte of wasm, this is far
   * below 65,535 entries.
   */
  static final int BODY_BYTES_PER_CLASS = 4 * 1024;

  /** Methods in one class, for those that have no body to go by. */
  static final int METHODS_PER_CLASS = 500;

  private final WasmModule module;
  private final int[] classOf;
  private final MethodRef[] functions;
  private final Map<DispatcherKey, Integer> dispatchers = new LinkedHashMap<>();

  /** Descriptors of the functions' methods by type index: functions of one type share one. */
  private final String[] descriptors;

  /** A dispatcher serves all calls of one type through one table. Ordered as its type is. */
  record DispatcherKey(FunctionType type, int table) implements Comparable<DispatcherKey> {
    @Override
    public int compareTo(DispatcherKey other) {
      int order = type.compareTo(other.type);
      return order != 0 ? order : Integer.compare(table, other.table);
    }
  }

  public ModuleNames(WasmModule module) {
    this.module = module;
    int imported = module.functionImports().size();
    this.classOf = new int[module.functionCount()];
    this.functions = new MethodRef[module.functionCount()];
    this.descriptors = new String[module.types().size()];
    int current = 0;
    int bytes = 0;
    int methods = 0;
    for (int f = imported; f < classOf.length; f++) {
      int size = module.body(f).end() - module.body(f).start();
      if (methods > 0 && (bytes + size > BODY_BYTES_PER_CLASS || methods == METHODS_PER_CLASS)) {
        current++;
        bytes = 0;
        methods = 0;
      }
      classOf[f] = current;
      bytes += size;
      methods++;
    }
  }

  /** Internal name of the class with this function's method, which the module defines. */
  public String classOf(int functionIndex) {
    return functionClass(classOf[functionIndex]);
  }

  private static String functionClass(int number) {
    return "aspect/T" + number;
  }

  static String bridgeClass(int functionIndex) {
    return "aspect/H" + functionIndex / METHODS_PER_CLASS;
  }

  static String adapterClass(int adapter) {
    return "aspect/E" + adapter / METHODS_PER_CLASS;
  }

  /** The class with the switch over the pieces of a function from one of them on. */
  static String switchClass(int functionIndex, int piece) {
    return "aspect/G" + functionIndex + "_" + piece;
  }

  static String dispatcherClass(int dispatcher) {
    return "aspect/D" + dispatcher;
  }

  /** The method of a function: its code, or the bridge to its host function. */
  MethodRef function(int functionIndex) {
    if (functions[functionIndex] == null) {
      functions[functionIndex] = newFunction(functionIndex);
    }
    return functions[functionIndex];
  }

  private MethodRef newFunction(int functionIndex) {
    String descriptor = descriptor(module.functionTypeIndex(functionIndex));
    return module.isImportedFunction(functionIndex)
        ? new MethodRef(bridgeClass(functionIndex), "h" + functionIndex, descriptor)
        : new MethodRef(classOf(functionIndex), "f" + functionIndex, descriptor);
  }

  private String descriptor(int typeIndex) {
    if (descriptors[typeIndex] == null) {
      descriptors[typeIndex] = JvmTypes.descriptor(module.types().get(typeIndex));
    }
    return descriptors[typeIndex];
  }

  /** The dispatcher for calls of this type through this table; it is emitted if asked for. */
  MethodRef dispatcher(FunctionType type, int table) {
    int number =
        dispatchers.computeIfAbsent(new DispatcherKey(type, table), key -> dispatchers.size());
    return new MethodRef(dispatcherClass(number), "d", JvmTypes.dispatcherDescriptor(type));
  }

  /** All dispatchers asked for so far, in the order of their numbers. */
  Map<DispatcherKey, Integer> dispatchers() {
    return dispatchers;
  }
}
