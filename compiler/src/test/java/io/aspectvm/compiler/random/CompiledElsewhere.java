package io.aspectvm.compiler.random;

import io.aspectvm.compiler.Guest;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.UncheckedLoading;
import io.aspectvm.wasm.WasmException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What another process compiled, and checked as all that is loaded: for a process whose JVM only
 * interprets, where compiler and checks take many times as long as the code itself. Immutable.
 *
 * @param modules one for each variant of the seed
 */
record CompiledElsewhere(List<CompiledModule> modules) {

  CompiledElsewhere {
    modules = List.copyOf(modules);
  }

  /** Compiles all variants of a seed, and loads them, for the checks. */
  static CompiledElsewhere of(Subject subject, long seed) throws WasmException {
    List<CompiledModule> modules = new ArrayList<>();
    for (Variant variant : Variant.of(seed)) {
      CompiledModule module = compile(subject, variant);
      Guest.load(module, variant.options(subject), variant.isolation());
      modules.add(module);
    }
    return new CompiledElsewhere(modules);
  }

  private static CompiledModule compile(Subject subject, Variant variant) throws WasmException {
    return new ModuleCompiler(variant.options(subject)).compile(subject.wasm()).module();
  }

  /** Defines the code here without any look at it. */
  Engine load(int number, Subject subject, Variant variant) {
    return new OurEngine(
        subject, Guest.of(UncheckedLoading.load(modules.get(number), variant.isolation())));
  }

  /**
   * Compiles here too, and loads that with all checks.
   *
   * @throws IllegalStateException if the code is another one here
   */
  Engine loadAfterComparing(int number, Subject subject, Variant variant) throws WasmException {
    CompiledModule here = compile(subject, variant);
    CompiledModule there = modules.get(number);
    boolean same =
        here.manifest().equals(there.manifest())
            && here.wasm().equals(there.wasm())
            && here.classNames().stream()
                .allMatch(name -> here.classFile(name).equals(there.classFile(name)));
    if (!same) {
      throw new IllegalStateException(variant + ": compiled to other code than elsewhere");
    }
    return new OurEngine(subject, Guest.load(here, variant.options(subject), variant.isolation()));
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(modules.size());
    for (CompiledModule module : modules) {
      byte[] manifest = module.manifest().toByteArray();
      out.writeInt(manifest.length);
      out.write(manifest);
      for (String name : module.classNames()) {
        ByteBuffer file = module.classFile(name);
        byte[] bytes = new byte[file.remaining()];
        file.get(bytes);
        out.write(bytes);
      }
    }
  }

  static CompiledElsewhere read(DataInput in, byte[] wasm) throws IOException {
    List<CompiledModule> modules = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      Manifest manifest = Manifest.parseFrom(bytes(in, in.readInt()));
      Map<String, byte[]> files = new HashMap<>();
      for (ClassEntry entry : manifest.getClassesList()) {
        files.put(entry.getName(), bytes(in, entry.getBytes()));
      }
      modules.add(new CompiledModule(manifest, wasm, files));
    }
    return new CompiledElsewhere(modules);
  }

  private static byte[] bytes(DataInput in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
