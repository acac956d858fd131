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
        source = new AllAnew(allowList, files, entry, main);
        break;
      case INSTANCE:
        source = new AllShared(new TextLoader(allowList, files, true), entry, main);
        break;
      default:
        byte[] mainFile = files.remove(main);
        source =
            new InstanceClassAnew(new TextLoader(allowList, files, true), entry, main, mainFile);
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

  private static <T> Class<? extends T> load(TextLoader loader, String name, Class<T> type) {
    try {
      return loader.loadClass(name).asSubclass(type);
    } catch (ClassNotFoundException e) {
      throw (LinkageError) new NoClassDefFoundError(name).initCause(e);
    }
  }

  private static ModuleCode newCode(TextLoader loader, String entry) {
    return Unconstructed.make(load(loader, entry, ModuleCode.class));
  }

  /** {@link Isolation#STRICT}. */
  private static final class AllAnew extends ModuleCodeSource {

    private final AllowList allowList;
    private final Map<String, byte[]> files;
    private final String entry;
    private final String main;

    AllAnew(AllowList allowList, Map<String, byte[]> files, String entry, String main) {
      this.allowList = allowList;
      this.files = files;
      this.entry = entry;
      this.main = main;
    }

    @Override
    Instance newInstance() {
      TextLoader loader = new TextLoader(allowList, files, false);
      Instance instance = Unconstructed.make(load(loader, main, Instance.class));
      instance.bind(newCode(loader, entry));
      return instance;
    }
  }

  /** {@link Isolation#CLASS_LOADER}. */
  private static final class InstanceClassAnew extends ModuleCodeSource {

    private final TextLoader text;
    private final ModuleCode code;
    private final String main;
    private final byte[] mainFile;

    InstanceClassAnew(TextLoader text, String entry, String main, byte[] mainFile) {
      this.text = text;
      this.code = newCode(text, entry);
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
    private final Class<? extends Instance> main;

    AllShared(TextLoader text, String entry, String main) {
      this.code = newCode(text, entry);
      this.main = load(text, main, Instance.class);
    }

    @Override
    Instance newInstance() {
      Instance instance = Unconstructed.make(main);
      instance.bind(code);
      return instance;
    }
  }
}
