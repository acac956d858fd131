package io.aspectvm.jmh.engine;

import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import run.endive.compiler.internal.ByteClassCollector;
import run.endive.compiler.internal.Compiler;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

/** What Endive's compiler writes, defined anew in a class loader of its own for each instance. */
public final class EndiveClasses implements FreshEngine {

  private static final EndiveEngine ENGINE = new EndiveEngine(true);

  /** Its name in results. */
  public static final String NAME = ENGINE.name() + "-new-loader";

  @Override
  public String name() {
    return NAME;
  }

  /** Compiles a module to class files by name, and defines none of them. */
  public static Map<String, byte[]> compile(byte[] wasm) {
    return compile(Parser.parse(wasm)).classBytes();
  }

  private static ByteClassCollector compile(WasmModule module) {
    ByteClassCollector classes = new ByteClassCollector();
    Compiler.builder(module).withClassCollectorFactory(() -> classes).build().compile();
    return classes;
  }

  @Override
  public PreparedModule prepare(byte[] wasm, String export) {
    WasmModule module = Parser.parse(wasm);
    ByteClassCollector classes = compile(module);
    return argument ->
        ENGINE
            .instantiate(module, instance -> machine(classes, instance))
            .exports()
            .function(export)
            .apply(argument)[0];
  }

  private static Machine machine(ByteClassCollector classes, Instance instance) {
    Loader loader = new Loader(classes.classBytes());
    try {
      return loader
          .loadClass(classes.mainClassName())
          .asSubclass(Machine.class)
          .getConstructor(Instance.class)
          .newInstance(instance);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Loader extends ClassLoader {

    private final Map<String, byte[]> files = new HashMap<>();

    Loader(Map<String, byte[]> files) {
      super(EndiveClasses.class.getClassLoader());
      // Its own names are internal or binary, one class by the other.
      files.forEach((name, file) -> this.files.put(name.replace('/', '.'), file));
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] file = files.get(name);
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, file, 0, file.length);
    }
  }
}
