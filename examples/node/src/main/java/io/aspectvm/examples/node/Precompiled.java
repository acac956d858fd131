package io.aspectvm.examples.node;

import io.aspectvm.runtime.artefact.ArtefactReader;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.registry.AspectCompiler;
import io.aspectvm.runtime.registry.RefusalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The aspects that the Maven plugin compiled, in place of a compiler: this chain deploys these and
 * no others. Thread-safe.
 */
final class Precompiled implements AspectCompiler {

  private final Map<String, CompiledModule> byResource = new HashMap<>();
  private final Map<ByteBuffer, CompiledModule> byWasm = new HashMap<>();

  /**
   * Reads artefacts.
   *
   * @param resources their names on the class path
   */
  Precompiled(String... resources) throws IOException {
    for (String resource : resources) {
      try (InputStream in = Precompiled.class.getResourceAsStream("/" + resource)) {
        if (in == null) {
          throw new IOException(resource + " is not on the class path");
        }
        CompiledModule module = new ArtefactReader().read(in.readAllBytes());
        byResource.put(resource, module);
        byWasm.put(module.wasm(), module);
      }
    }
  }

  /** The module of an artefact in the binary format: what a deployment carries. */
  byte[] wasm(String resource) {
    ByteBuffer wasm = byResource.get(resource).wasm();
    byte[] bytes = new byte[wasm.remaining()];
    wasm.get(bytes);
    return bytes;
  }

  @Override
  public CompiledModule compile(byte[] wasm) throws RefusalException {
    CompiledModule module = byWasm.get(ByteBuffer.wrap(wasm));
    if (module == null) {
      throw new RefusalException("this node runs the aspects that it was built with");
    }
    return module;
  }
}
