package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.UnloadableModuleException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The class files of a module whose manifest was checked. */
final class ClassFiles {

  private final CompiledModule module;
  private final List<ClassEntry> entries;

  ClassFiles(CompiledModule module) {
    this.module = module;
    this.entries = module.manifest().getClassesList();
  }

  /**
   * Checks every class, whatever policy asks for it. Cold text may refer to more than other
   * classes: those refer to no class that is there for some executions only.
   *
   * @throws UnloadableModuleException forbidden code, naming the first such class
   */
  void check(AllowList allowList) {
    int version = module.manifest().getIdentity().getClassFileVersion();
    Set<String> names = new HashSet<>();
    Set<String> coldNames = new HashSet<>();
    for (ClassEntry entry : entries) {
      (ColdText.is(entry) ? coldNames : names).add(ColdText.internalName(entry));
    }
    coldNames.addAll(names);
    ClassFileCheck check = new ClassFileCheck(allowList, names, version);
    ClassFileCheck coldCheck = new ClassFileCheck(allowList, coldNames, version);
    for (ClassEntry entry : entries) {
      (ColdText.is(entry) ? coldCheck : check).check(entry, module.classBytes(entry.getName()));
    }
  }

  /** The files that a policy wants, by binary name; the map is the caller's, the arrays are not. */
  Map<String, byte[]> by(Isolation isolation) {
    Map<String, byte[]> files = new HashMap<>();
    add(files, false);
    if (isolation == Isolation.STRICT) {
      add(files, true);
    }
    return files;
  }

  private void add(Map<String, byte[]> files, boolean cold) {
    for (ClassEntry entry : entries) {
      if (ColdText.is(entry) == cold) {
        String name = ColdText.internalName(entry).replace('/', '.');
        files.put(name, module.classBytes(entry.getName()));
      }
    }
  }
}
