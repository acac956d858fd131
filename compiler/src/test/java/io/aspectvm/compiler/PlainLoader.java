package io.aspectvm.compiler;

import io.aspectvm.proto.artefact.v1.Export;
import io.aspectvm.proto.artefact.v1.GlobalDefinition;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.LinearMemory;
import io.aspectvm.runtime.Table;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.support.ModuleCode;
import java.nio.ByteBuffer;

/**
 * Runs compiled code without the runtime's loaders: for tests of the code alone. Element and data
 * segments, and global initialisers, must be constants.
 */
final class PlainLoader extends ClassLoader {

  private final CompiledModule module;
  private final Manifest manifest;
  private final ModuleCode code;

  PlainLoader(CompiledModule module) {
    super(PlainLoader.class.getClassLoader());
    this.module = module;
    this.manifest = module.manifest();
    try {
      this.code = (ModuleCode) loadClass("aspect.Entry").getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Class<?> findClass(String name) {
    ByteBuffer file = module.classFile(name.replace('.', '/'));
    return defineClass(name, file, null);
  }

  /** A fresh instance with this much gas. */
  Instance instance(long gas) {
    Instance instance = code.newInstance();
    instance.bind(code);
    instance.setGas(gas);
    instance.results = new long[manifest.getResultScratch()];
    if (manifest.hasMemory()) {
      instance.memory =
          new LinearMemory(
              manifest.getMemory().getMinimum(), manifest.getMemory().getCeiling());
    }
    manifest
        .getDataList()
        .forEach(
            data ->
                module
                    .wasm()
                    .get(
                        data.getStart(),
                        instance.memory.bytes,
                        (int) data.getPosition(0).getValue(),
                        data.getLength()));
    instance.globals = new long[manifest.getGlobalsCount()];
    for (int i = 0; i < instance.globals.length; i++) {
      GlobalDefinition global = manifest.getGlobals(i);
      instance.globals[i] = global.getInitializer(0).getValue();
    }
    instance.tables = new Table[manifest.getTablesCount()];
    for (int i = 0; i < instance.tables.length; i++) {
      instance.tables[i] = new Table(manifest.getTables(i).getMinimum());
    }
    manifest
        .getElementsList()
        .forEach(
            segment -> {
              int at = (int) segment.getPosition(0).getValue();
              for (int function : segment.getFunctionsList()) {
                instance.tables[segment.getTable()].elements[at++] = function;
              }
            });
    return instance;
  }

  /** Calls an export; arguments and results as raw bits. */
  long[] call(Instance instance, String export, long... arguments) {
    int function = functionIndex(export);
    long[] values =
        java.util.Arrays.copyOf(arguments, Math.max(arguments.length, manifest.getResultScratch() + 1));
    instance.call(function, values, manifest.getDepthBudget());
    int results = manifest.getTypes(manifest.getFunctionTypes(function)).getResults().size();
    return java.util.Arrays.copyOf(values, results);
  }

  private int functionIndex(String export) {
    for (Export entry : manifest.getExportsList()) {
      if (entry.getKind() == 0 && entry.getName().equals(export)) {
        return entry.getIndex();
      }
    }
    throw new IllegalArgumentException("no function export " + export);
  }
}
