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

  /**
   * Checks that nothing but functions is imported: no one offers memories, tables or globals.
   *
   * @throws UnloadableModuleException missing import, naming the first such one
   */
  static void checkOthers(Manifest manifest) {
    for (OtherImport entry : manifest.getOtherImportsList()) {
      throw new UnloadableModuleException(
          Reason.MISSING_IMPORT,
          String.format(
              Locale.ROOT,
              "import %s %s: nothing offers a %s",
              quoted(entry.getModule()),
              quoted(entry.getField()),
              kind(entry.getKind())));
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
   * Checks all imported functions.
   *
   * @throws UnloadableModuleException missing or mistyped import, naming the first such one
   */
  static void check(Manifest manifest, HostModules hostModules) {
    for (int i = 0; i < manifest.getImportsCount(); i++) {
      FunctionImport entry = manifest.getImports(i);
      String where = "import " + quoted(entry.getModule()) + " " + quoted(entry.getField());
      Optional<HostFunction> found = hostModules.find(entry.getModule(), entry.getField());
      if (found.isEmpty()) {
        throw new UnloadableModuleException(
            Reason.MISSING_IMPORT, where + ": no registered host module offers it");
      }
      checkType(where, found.get().signature(), ManifestTypes.signature(manifest, i));
      if (!entry.hasLink()) {
        throw new UnloadableModuleException(
            Reason.MISSING_IMPORT, where + ": unknown when the module was compiled");
      }
      checkLink(where, entry.getLink(), found.get());
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
