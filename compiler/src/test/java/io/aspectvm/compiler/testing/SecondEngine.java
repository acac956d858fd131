package io.aspectvm.compiler.testing;

import com.dylibso.chicory.runtime.ExecutionListener;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import io.aspectvm.wasm.Profile;

/** An instance of a module on an independent engine. */
public final class SecondEngine {

  private final Instance instance;

  /**
   * What came of a call.
   *
   * @param results raw bits as the engine gives them; empty after a trap
   * @param trap the engine's text, or null
   */
  public record Ended(long[] results, String trap) {}

  public SecondEngine(byte[] wasm, ImportFunction... imports) {
    this(Parser.parse(wasm), imports);
  }

  public SecondEngine(WasmModule module, ImportFunction... imports) {
    instance =
        Instance.builder(module)
            .withImportValues(ImportValues.builder().addFunction(imports).build())
            .build();
  }

  /** An instance that tells {@code listener} of every instruction before it runs. */
  @SuppressWarnings("deprecation") // The engine calls it unsafe, as it slows things down.
  public SecondEngine(WasmModule module, ExecutionListener listener) {
    instance = Instance.builder(module).withUnsafeExecutionListener(listener).build();
  }

  /** The gas counter of an instrumented module. */
  public GlobalInstance counter() {
    return instance.exports().global(Profile.GAS_COUNTER);
  }

  /** An exported global. */
  public GlobalInstance global(String export) {
    return instance.exports().global(export);
  }

  /** An exported table. */
  public TableInstance table(String export) {
    return instance.exports().table(export);
  }

  /** A copy of the memory. */
  public byte[] memory() {
    Memory memory = instance.memory();
    return memory.readBytes(0, memory.pages() * Memory.PAGE_SIZE);
  }

  public ExportFunction function(String export) {
    return instance.export(export);
  }

  public Ended call(String export, long... arguments) {
    return call(function(export), arguments);
  }

  /** Calls an export that was looked up before. */
  public static Ended call(ExportFunction function, long... arguments) {
    try {
      long[] results = function.apply(arguments);
      return new Ended(results == null ? new long[0] : results, null);
    } catch (ChicoryException e) {
      return new Ended(new long[0], String.valueOf(e.getMessage()));
    }
  }
}
