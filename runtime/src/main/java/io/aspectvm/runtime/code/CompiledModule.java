package io.aspectvm.runtime.code;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.proto.artefact.v1.Manifest;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * A module as the compiler leaves it, in memory or read from an artefact: the manifest, the wasm
 * and the class files. Immutable and thread-safe; it says nothing about whether the parts fit
 * together, which is checked when the module is loaded.
 */
public final class CompiledModule {

  /** Version of the manifest's meaning that this runtime and its compiler know. */
  public static final int MANIFEST_FORMAT = 4;

  /** Package of all classes of a module, as a prefix of binary names. */
  static final String PACKAGE = "aspect.";

  private final Manifest manifest;
  private final byte[] wasm;
  private final Map<String, byte[]> classes;

  /**
   * Copies all arrays.
   *
   * @param manifest describes the module; its class entries give the order of the classes
   * @param wasm the module in the binary format, as it was compiled
   * @param classes class files by the names of their entries, one for each class entry and no
   *     others
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

  /**
   * Names of the classes, as entries of the manifest have them and in that order: internal names,
   * but for {@link ColdText}. Unmodifiable.
   */
  public Set<String> classNames() {
    return Collections.unmodifiableSet(classes.keySet());
  }

  /**
   * A class file, read-only.
   *
   * @param name of an entry, for example {@code aspect/Main}
   * @throws NoSuchElementException if the module has no such class
   */
  public ByteBuffer classFile(String name) {
    return ByteBuffer.wrap(classBytes(name)).asReadOnlyBuffer();
  }

  /** Not a copy: the caller must not change it. */
  byte[] classBytes(String name) {
    byte[] file = classes.get(name);
    if (file == null) {
      throw new NoSuchElementException("class " + name);
    }
    return file;
  }

  /** Not a copy: the caller must not change it. */
  byte[] wasmBytes() {
    return wasm;
  }

  /**
   * Puts a compiled module together: from what the compiler knows it derives the class entries and
   * all digests. Not thread-safe.
   */
  public static final class Builder {

    private final Manifest.Builder manifest;
    private final byte[] wasm;
    private final Map<String, byte[]> classes = new LinkedHashMap<>();

    /**
     * @param manifest everything but the format, class entries, wasm size and digests
     * @param wasm the module in the binary format
     */
    public Builder(Manifest manifest, byte[] wasm) {
      this.manifest = manifest.toBuilder().clearClasses();
      this.wasm = wasm;
    }

    /** Adds a class; the order of calls is the order in the artefact. */
    public Builder add(String name, ClassRole role, byte[] file) {
      manifest.addClasses(
          ClassEntry.newBuilder()
              .setName(name)
              .setBytes(file.length)
              .setSha256(ByteString.copyFrom(Digests.sha256(file)))
              .setRole(role));
      classes.put(name, file);
      return this;
    }

    /**
     * The module.
     *
     * @throws IllegalArgumentException if two classes have the same name
     */
    public CompiledModule build() {
      ByteString wasmDigest = ByteString.copyFrom(Digests.sha256(wasm));
      manifest.setFormat(MANIFEST_FORMAT).setWasmBytes(wasm.length).setWasmSha256(wasmDigest);
      manifest.getIdentityBuilder().setWasmSha256(wasmDigest);
      manifest.setIdentityDigest(ByteString.copyFrom(Digests.identity(manifest.getIdentity())));
      return new CompiledModule(manifest.build(), wasm, classes);
    }
  }
}
