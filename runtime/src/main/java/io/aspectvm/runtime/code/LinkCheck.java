package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.FunctionImport;
import io.aspectvm.proto.artefact.v1.HostLink;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.proto.artefact.v1.OtherImport;
import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.HostModules;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether every import is linked with the method that this runtime's host modules offer under the
 * same name, of the same type.
 */
final class LinkCheck {

  private LinkCheck() {}

  /** Whether every import was linked with a host function when the module was compiled. */
  static boolean isComplete(Manifest manifest) {
    return manifest.getOtherImportsCount() == 0
        && manifest.getImportsList().stream().allMatch(FunctionImport::hasLink);
  }

  /**
   * Checks that nothing is left for a linker: nothing but functions is imported, as no host module
   * offers memories, tables or globals, and each of them was linked.
   *
   * @throws UnloadableModuleException missing or mistyped import, naming the first such one
   */
  static void checkComplete(Manifest manifest, HostModules hostModules) {
    for (OtherImport entry : manifest.getOtherImportsList()) {
      throw new UnloadableModuleException(
          Reason.MISSING_IMPORT,
          where(entry.getModule(), entry.getField())
              + ": nothing offers a "
              + kind(entry.getKind()));
    }
    check(manifest, hostModules);
    for (FunctionImport entry : manifest.getImportsList()) {
      if (!entry.hasLink()) {
        throw new UnloadableModuleException(
            Reason.MISSING_IMPORT,
            where(entry.getModule(), entry.getField()) + ": no registered host module offers it");
      }
    }
  }

  private static String kind(int code) {
    return switch (code) {
      case 1 -> "table";
      case 2 -> "memory";
      default -> "global";
    };
  }

  /**
   * Checks what the host modules offer, or offered when the module was compiled; the other imports
   * are left to a linker.
   *
   * @throws UnloadableModuleException missing or mistyped import, naming the first such one
   */
  static void check(Manifest manifest, HostModules hostModules) {
    for (int i = 0; i < manifest.getImportsCount(); i++) {
      FunctionImport entry = manifest.getImports(i);
      String where = where(entry.getModule(), entry.getField());
      Optional<HostFunction> found = hostModules.find(entry.getModule(), entry.getField());
      if (found.isPresent()) {
        checkType(where, found.get().signature(), ManifestTypes.signature(manifest, i));
      }
      if (found.isPresent() != entry.hasLink()) {
        throw new UnloadableModuleException(
            Reason.MISSING_IMPORT,
            where
                + (entry.hasLink()
                    ? ": no registered host module offers it"
                    : ": unknown when the module was compiled"));
      }
      if (entry.hasLink()) {
        checkLink(where, entry.getLink(), found.get());
      }
    }
  }

  private static void checkType(String where, FunctionSignature expected, FunctionSignature type) {
    if (!expected.equals(type)) {
      throw new UnloadableModuleException(
          Reason.MISTYPED_IMPORT,
          String.format(
              Locale.ROOT, "%s: has type %s, the host function %s", where, type, expected));
    }
  }

  private static void checkLink(String where, HostLink link, HostFunction function) {
    boolean same =
        link.getOwner().equals(function.owner())
            && link.getMethod().equals(function.method())
            && link.getMethodDescriptor().equals(function.descriptor())
            && link.getRaw() == function.raw();
    if (!same) {
      throw new UnloadableModuleException(
          Reason.MISTYPED_IMPORT,
          String.format(
              Locale.ROOT,
              "%s: was compiled for another host method than %s.%s",
              where,
              function.owner().replace('/', '.'),
              function.method()));
    }
  }

  /** Which import it is, for messages. */
  static String where(String module, String field) {
    return "import " + quoted(module) + " " + quoted(field);
  }

  /** A guest's name, fit for one line of a message. */
  private static String quoted(String name) {
    StringBuilder text = new StringBuilder("'");
    name.codePoints()
        .limit(80)
        .forEach(
            c -> {
              if (c >= ' ' && c <= '~') {
                text.appendCodePoint(c);
              } else {
                text.append("\\u{").append(Integer.toHexString(c)).append('}');
              }
            });
    return text.append('\'').toString();
  }
}
