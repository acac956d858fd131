package io.aspectvm.runtime.code;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whether the parts of a compiled module are the ones its manifest describes: versions, digests,
 * sizes and class entries.
 */
public final class ManifestCheck {

  /** Class-file version of Java 17, the oldest that modules are compiled for. */
  private static final int OLDEST_CLASS_FILE_VERSION = 61;

  /** A class-file version is that many more than the Java release that introduced it. */
  private static final int CLASS_FILE_VERSION_OFFSET = 44;

  private static final Pattern CLASS_NAME =
      Pattern.compile("aspect/(cold/)?[A-Za-z_][A-Za-z0-9_]{0,63}");

  private ManifestCheck() {}

  /**
   * Checks versions, digests and class entries.
   *
   * @throws UnloadableModuleException damaged, or of an unsupported version
   */
  public static void check(CompiledModule module) {
    Manifest manifest = module.manifest();
    checkFormat(manifest.getFormat());
    Identity identity = manifest.getIdentity();
    checkClassFileVersion(identity.getClassFileVersion());
    require(
        manifest.getIdentityDigest().equals(sha256(Digests.canonical(identity))),
        "the identity digest is not that of the identity");
    checkWasm(module);
    checkClasses(module);
  }

  /**
   * Checks the version of a manifest's meaning.
   *
   * @param format field 1 of the manifest
   * @throws UnloadableModuleException of an unsupported version
   */
  public static void checkFormat(int format) {
    if (format != CompiledModule.MANIFEST_FORMAT) {
      throw new UnloadableModuleException(
          Reason.UNSUPPORTED_VERSION,
          String.format(
              Locale.ROOT,
              "manifest format %s; this runtime knows %d",
              Integer.toUnsignedString(format),
              CompiledModule.MANIFEST_FORMAT));
    }
  }

  /**
   * Checks that the wasm is that of the manifest.
   *
   * @throws UnloadableModuleException damaged
   */
  public static void checkWasm(CompiledModule module) {
    Manifest manifest = module.manifest();
    byte[] wasm = module.wasmBytes();
    ByteString wasmDigest = sha256(wasm);
    require(
        manifest.getWasmBytes() == wasm.length
            && manifest.getWasmSha256().equals(wasmDigest)
            && manifest.getIdentity().getWasmSha256().equals(wasmDigest),
        "the wasm is not the one that was compiled");
  }

  private static void checkClassFileVersion(int version) {
    int newest = Runtime.version().feature() + CLASS_FILE_VERSION_OFFSET;
    if (version < OLDEST_CLASS_FILE_VERSION || version > newest) {
      throw new UnloadableModuleException(
          Reason.UNSUPPORTED_VERSION,
          String.format(
              Locale.ROOT,
              "class-file version %s; this JVM takes %d to %d",
              Integer.toUnsignedString(version),
              OLDEST_CLASS_FILE_VERSION,
              newest));
    }
  }

  private static void checkClasses(CompiledModule module) {
    Map<String, ClassRole> roles = new HashMap<>();
    for (ClassEntry entry : module.manifest().getClassesList()) {
      checkClass(entry, module);
      roles.put(entry.getName(), entry.getRole());
    }
    requireOne("instance", ClassRole.INSTANCE, roles);
    requireOne("entry", ClassRole.ENTRY, roles);
    for (ClassEntry entry : module.manifest().getClassesList()) {
      ClassRole own = ColdText.is(entry) ? ClassRole.TEXT : entry.getRole();
      require(
          roles.getOrDefault(ColdText.internalName(entry), own) == own,
          "class " + entry.getName() + " stands in for one that is no text");
    }
  }

  private static void checkClass(ClassEntry entry, CompiledModule module) {
    String name = entry.getName();
    // Names go into messages only once they are known to be plain.
    require(
        CLASS_NAME.matcher(name).matches(),
        "a class has a name beyond aspect/Name and aspect/cold/Name");
    byte[] file = module.classBytes(name);
    require(
        entry.getBytes() == file.length && entry.getSha256().equals(sha256(file)),
        "class " + name + " is not the one that was compiled");
    require(entry.getRole() != ClassRole.UNRECOGNIZED, "class " + name + " has an unknown role");
    require(ColdText.isInPlace(entry), "class " + name + " has a name that is not for its role");
  }

  private static void requireOne(String what, ClassRole role, Map<String, ClassRole> roles) {
    int count = Collections.frequency(roles.values(), role);
    require(count == 1, "there must be one " + what + " class, not " + count);
  }

  private static ByteString sha256(byte[] bytes) {
    return ByteString.copyFrom(Digests.sha256(bytes));
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new UnloadableModuleException(Reason.DAMAGED, otherwise);
    }
  }
}
