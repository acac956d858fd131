package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.host.HostModules;

/**
 * Makes a module executable as {@link ModuleLoader} does, but for its checks of the manifest and of
 * the class files; the JVM's own verifier looks at all of it. For tests that got the module from
 * another process, where it was loaded with all checks.
 */
public final class UncheckedLoading {

  private static final AllowList STANDARD = new AllowList(HostModules.standard());

  private UncheckedLoading() {}

  /** Loads a module that imports nothing but what the standard host modules offer. */
  public static LoadedModule load(CompiledModule module, Isolation isolation) {
    BytecodeVerification.require();
    Manifest manifest = module.manifest();
    return LoadedModule.of(
        isolation,
        manifest,
        STANDARD,
        new ClassFiles(module).by(isolation),
        new InstanceTemplate(manifest, module.wasmBytes()));
  }
}
