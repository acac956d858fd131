package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.host.HostModules;
import java.util.Objects;

/**
 * Makes compiled modules executable in this JVM: every check comes first, and comes once per
 * module. Immutable, thread-safe.
 */
public final class ModuleLoader {

  private final HostModules hostModules;
  private final AllowList allowList;
  private final Isolation isolation;
  private final LoadLimits limits;

  /**
   * @param hostModules what modules may import, and nothing else
   * @throws io.aspectvm.runtime.host.HostModuleException if a host class has a name that compiled
   *     code or its runtime use themselves
   * @throws io.aspectvm.runtime.UnsafeJvmException if this JVM does not verify classes
   */
  public ModuleLoader(HostModules hostModules, Isolation isolation, LoadLimits limits) {
    BytecodeVerification.require();
    this.hostModules = hostModules;
    this.allowList = new AllowList(hostModules);
    this.isolation = Objects.requireNonNull(isolation);
    this.limits = Objects.requireNonNull(limits);
  }

  /**
   * Checks a module and prepares it for execution. The result keeps no reference to {@code module}.
   *
   * @throws UnloadableModuleException saying what is wrong; no guest code was run, and before all
   *     class files passed their checks none was defined
   */
  public LoadedModule load(CompiledModule module) {
    return load(module, false);
  }

  /** As {@link #load}, but leaves to a linker what host modules do not offer. */
  public LoadedModule loadForLinking(CompiledModule module) {
    return load(module, true);
  }

  private LoadedModule load(CompiledModule module, boolean linked) {
    Manifest manifest = module.manifest();
    ManifestCheck.check(module);
    ModuleShapeCheck.check(manifest, limits);
    if (!linked) {
      LinkCheck.checkComplete(manifest, hostModules);
    }
    LinkCheck.check(manifest, hostModules);
    ClassFiles classes = new ClassFiles(module);
    classes.check(allowList);
    InstanceTemplate template =
        LinkCheck.isComplete(manifest) ? new InstanceTemplate(manifest, module.wasmBytes()) : null;
    try {
      return LoadedModule.of(isolation, manifest, allowList, classes.by(isolation), template);
    } catch (LinkageError e) {
      throw new UnloadableModuleException(
          Reason.FORBIDDEN_CODE, "the instance or entry class does not link: " + firstLine(e));
    }
  }

  private static String firstLine(LinkageError error) {
    String message = String.valueOf(error.getMessage());
    int end = message.indexOf('\n');
    return error.getClass().getSimpleName()
        + ", "
        + (end < 0 ? message : message.substring(0, end));
  }
}
