package io.aspectvm.runtime.testing;

import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.LinearMemory;
import io.aspectvm.runtime.abi.ExportedMemory;
import io.aspectvm.runtime.abi.LinkedModule;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.support.ModuleCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A module whose functions are written in Java, so that the host's side can be tested without the
 * compiler. Imports first, then functions.
 */
public final class FakeModule implements LinkedModule {

  /** Body of a guest function. */
  @FunctionalInterface
  public interface Body {
    void run(FakeInstance instance, long[] values);
  }

  private final List<ImportPrice> prices = new ArrayList<>();
  private final List<FunctionSignature> signatures = new ArrayList<>();
  private final List<Body> bodies = new ArrayList<>();
  private final Map<String, Integer> exports = new HashMap<>();
  private ExportedMemory memory = ExportedMemory.PRESENT;
  private int pages = 1;
  private int maximumPages = 4;

  /** A module with {@code __aspect_start__} and a bump allocator from 1024 on, without charges. */
  public static FakeModule ordinary() {
    return new FakeModule().start(0).allocator(0);
  }

  /** Adds an import; before any function. */
  public int imports(HostFunction function, ImportPrice price) {
    int index = prices.size();
    prices.add(price);
    signatures.add(function.signature());
    bodies.add(
        (instance, values) -> {
          int[] pointers = new int[function.parameters().size()];
          for (int i = 0; i < pointers.length; i++) {
            pointers[i] = (int) values[i];
          }
          int result = Bridge.call(instance, index, function, pointers);
          if (function.result() != null) {
            values[0] = result;
          }
        });
    return index;
  }

  /** Adds an exported function, in place of one with that name. */
  public FakeModule function(String name, String signature, Body body) {
    exports.put(name, signatures.size());
    signatures.add(FunctionSignature.parse(signature));
    bodies.add(body);
    return this;
  }

  /** Adds a start function that charges {@code cost}. */
  public FakeModule start(long cost) {
    return function("__aspect_start__", "() -> ()", (instance, values) -> instance.charge(cost));
  }

  /** Adds a bump allocator that charges {@code cost}. */
  public FakeModule allocator(long cost) {
    return function(
        "allocate",
        "(i32) -> (i32)",
        (instance, values) -> {
          instance.charge(cost);
          int size = (int) values[0];
          values[0] = instance.heap;
          instance.heap += size;
        });
  }

  /** Adds {@code execute}, with two pointers. */
  public FakeModule execute(Body body) {
    return function("execute", "(i32, i32) -> (i32)", body);
  }

  /** Runs the body of an export, as if it were called from another body. */
  public void run(String export, FakeInstance instance, long[] values) {
    bodies.get(exports.get(export)).run(instance, values);
  }

  public FakeModule without(String export) {
    exports.remove(export);
    return this;
  }

  public FakeModule memory(ExportedMemory kind) {
    memory = kind;
    return this;
  }

  public FakeModule pages(int initial, int maximum) {
    pages = initial;
    maximumPages = maximum;
    return this;
  }

  /** A new instance. */
  public FakeInstance instance() {
    return new FakeInstance(this);
  }

  @Override
  public FunctionSignature type(int typeIndex) {
    return signatures.get(typeIndex);
  }

  @Override
  public int functionCount() {
    return signatures.size();
  }

  @Override
  public OptionalInt exportedFunction(String name) {
    Integer index = exports.get(name);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  @Override
  public FunctionSignature signature(int functionIndex) {
    return signatures.get(functionIndex);
  }

  @Override
  public ExportedMemory exportedMemory() {
    return memory;
  }

  @Override
  public int importCount() {
    return prices.size();
  }

  @Override
  public ImportPrice importPrice(int functionIndex) {
    return prices.get(functionIndex);
  }

  @Override
  public Optional<String> functionName(int functionIndex) {
    return exports.entrySet().stream()
        .filter(entry -> entry.getValue() == functionIndex)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static final class Entry extends ModuleCode {
    @Override
    public void call(Instance instance, int functionIndex, long[] values, int depthLeft) {
      ((FakeInstance) instance).enter(functionIndex, values, depthLeft);
    }
  }

  /** An instance of a fake module. */
  public static final class FakeInstance extends Instance {

    private final FakeModule module;

    /** Where the bump allocator goes on. */
    public int heap = 1024;

    /** Calls of the guest in progress. */
    public int nesting;

    /** The deepest {@link #nesting} so far. */
    public int deepest;

    /** How many calls of the guest there were. */
    public int calls;

    private FakeInstance(FakeModule module) {
      this.module = module;
      if (module.pages >= 0) {
        memory = new LinearMemory(module.pages, module.maximumPages);
      }
      bind(new Entry());
    }

    private void enter(int functionIndex, long[] values, int depthLeft) {
      calls++;
      nesting++;
      deepest = Math.max(deepest, nesting);
      depth = depthLeft;
      try {
        module.bodies.get(functionIndex).run(this, values);
      } finally {
        nesting--;
      }
    }

    /** Calls a function or import by index, as compiled code does. */
    public int callImport(int functionIndex, int... pointers) {
      long[] values = new long[Math.max(1, pointers.length)];
      for (int i = 0; i < pointers.length; i++) {
        values[i] = pointers[i];
      }
      module.bodies.get(functionIndex).run(this, values);
      return (int) values[0];
    }

    /** Charges as compiled code does. */
    public void charge(long cost) {
      long left = gas - cost;
      gas = left >= 0 ? left : refill(left);
    }

    /** Copies bytes to memory, and gives where. */
    public int put(int at, byte... bytes) {
      System.arraycopy(bytes, 0, memory.bytes, at, bytes.length);
      return at;
    }
  }
}
