package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.support.ModuleCode;
import java.util.Map;

/**
 * Where the instances of one module come from, bound to their code but without state yet: one
 * implementation per isolation policy. Thread-safe.
 */
abstract class ModuleCodeSource {

  /**
   * A new instance.
   *
   * @throws LinkageError if a class does not verify
   */
  abstract Instance newInstance();

  /**
   * The source for a module whose class files are checked. Makes and drops one instance, to find
   * classes that do not verify now.
   *
   * @param files by binary name; taken over
   * @throws LinkageError if the entry or the instance class does not verify
   */
  static ModuleCodeSource of(
      Isolation isolation, Manifest manifest, AllowList allowList, Map<String, byte[]> files) {
    String entry = className(manifest, ClassRole.ENTRY);
    String main = className(manifest, ClassRole.INSTANCE);
    ModuleCodeSource source;
    switch (isolation) {
      case STRICT:
        source = new AllAnew(allowList, files, entry);
        break;
      case INSTANCE:
        source = new AllShared(newCode(new TextLoader(allowList, files, true), entry));
        break;
      default:
        // The text's own instance class stays without instances; verifying the entry asks for it.
        byte[] mainFile = files.get(main);
        TextLoader text = new TextLoader(allowList, files, true);
        source = new InstanceClassAnew(text, newCode(text, entry), main, mainFile);
        break;
    }
    source.newInstance();
    return source;
  }

  private static String className(Manifest manifest, ClassRole role) {
    for (ClassEntry entry : manifest.getClassesList()) {
      if (entry.getRole() == role) {
        return entry.getName().replace('/', '.');
      }
    }
    throw new IllegalArgumentException("no class with the role " + role);
  }

  private static ModuleCode newCode(TextLoader loader, String entry) {
    try {
      return (ModuleCode) loader.loadClass(entry).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw (LinkageError) new IncompatibleClassChangeError(entry + " has no use").initCause(e);
    }
  }

  /** {@link Isolation#STRICT}. */
  private static final class AllAnew extends ModuleCodeSource {

    private final AllowList allowList;
    private final Map<String, byte[]> files;
    private final String entry;

    AllAnew(AllowList allowList, Map<String, byte[]> files, String entry) {
      this.allowList = allowList;
      this.files = files;
      this.entry = entry;
    }

    @Override
    Instance newInstance() {
      ModuleCode code = newCode(new TextLoader(allowList, files, false), entry);
      Instance instance = code.newInstance();
      instance.bind(code);
      return instance;
    }
  }

  /** {@link Isolation#CLASS_LOADER}. */
  private static final class InstanceClassAnew extends ModuleCodeSource {

    private final TextLoader text;
    private final ModuleCode code;
    private final String main;
    private final byte[] mainFile;

    InstanceClassAnew(TextLoader text, ModuleCode code, String main, byte[] mainFile) {
      this.text = text;
      this.code = code;
      this.main = main;
      this.mainFile = mainFile;
    }

    @Override
    Instance newInstance() {
      Instance instance = ExecutionLoader.newInstance(text, main, mainFile);
      instance.bind(code);
      return instance;
    }
  }

  /** {@link Isolation#INSTANCE}. */
  private static final class AllShared extends ModuleCodeSource {

    private final ModuleCode code;

    AllShared(ModuleCode code) {
      this.code = code;
    }

    @Override
    Instance newInstance() {
      Instance instance = code.newInstance();
      instance.bind(code);
      return instance;
    }
  }
}
