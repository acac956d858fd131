package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.Manifest;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * A module as the compiler leaves it, in memory or read from an artefact: the manifest, the wasm
 * and the class files. Immutable and thread-safe; it says nothing about whether the parts fit
 * together, which is checked when the module is loaded.
 */
public final class CompiledModule {

  private final Manifest manifest;
  private final byte[] wasm;
  private final Map<String, byte[]> classes;

  /**
   * Copies all arrays.
   *
   * @param manifest describes the module; its class entries give the order of the classes
   * @param wasm the module in the binary format, as it was compiled
   * @param classes class files by internal name, one for each class entry and no others
   * @throws IllegalArgumentException if {@code classes} does not have exactly the entries' names
   */
  public CompiledModule(Manifest manifest, byte[] wasm, Map<String, byte[]> classes) {
    Map<String, byte[]> copies = new LinkedHashMap<>();
    for (ClassEntry entry : manifest.getClassesList()) {
      byte[] file = classes.get(entry.getName());
      if (file == null || copies.put(entry.getName(), file.clone()) != null) {
        throw new IllegalArgumentException("class " + entry.getName() + " missing or named twice");
      }
    }
    if (copies.size() != classes.size()) {
      throw new IllegalArgumentException("a class file without an entry in the manifest");
    }
    this.manifest = manifest;
    this.wasm = wasm.clone();
    this.classes = copies;
  }

  public Manifest manifest() {
    return manifest;
  }

  /** The wasm that was compiled, read-only. */
  public ByteBuffer wasm() {
    return ByteBuffer.wrap(wasm).asReadOnlyBuffer();
  }

  /** Internal names of the classes, in the manifest's order; unmodifiable. */
  public Iterable<String> classNames() {
    return Collections.unmodifiableSet(classes.keySet());
  }

  /**
   * A class file, read-only.
   *
   * @param internalName for example {@code aspect/Main}
   * @throws NoSuchElementException if the module has no such class
   */
  public ByteBuffer classFile(String internalName) {
    return ByteBuffer.wrap(classBytes(internalName)).asReadOnlyBuffer();
  }

  /** Not a copy: the caller must not change it. */
  byte[] classBytes(String internalName) {
    byte[] file = classes.get(internalName);
    if (file == null) {
      throw new NoSuchElementException("class " + internalName);
    }
    return file;
  }

  /** Not a copy: the caller must not change it. */
  byte[] wasmBytes() {
    return wasm;
  }
}
