package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.FunctionImport;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.proto.artefact.v1.OtherImport;
import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.support.LinkedFunction;
import java.util.ArrayList;
import java.util.List;

/** The imports of one instance, found and matched: before anything of the instance exists. */
final class ImportedValues {

  /** By function index; null for what the host offers. */
  final LinkedFunction[] functions;

  final List<ExternalValue.Table> tables = new ArrayList<>();
  final List<ExternalValue.Memory> memories = new ArrayList<>();
  final List<ExternalValue.Global> globals = new ArrayList<>();

  /**
   * @throws UnloadableModuleException missing or mistyped import, naming the first such one:
   *     functions before all others
   */
  ImportedValues(Manifest manifest, ImportSource source) {
    functions = new LinkedFunction[manifest.getImportsCount()];
    for (int f = 0; f < functions.length; f++) {
      FunctionImport entry = manifest.getImports(f);
      if (!entry.hasLink()) {
        functions[f] = function(entry, ManifestTypes.signature(manifest, f), source);
      }
    }
    for (OtherImport entry : manifest.getOtherImportsList()) {
      if (!manifest.getOpen() && isFunctionTable(entry)) {
        throw new UnloadableModuleException(
            Reason.MISSING_IMPORT,
            LinkCheck.where(entry.getModule(), entry.getField())
                + ": the module was not compiled to share a table of functions");
      }
      add(entry, find(entry.getModule(), entry.getField(), source));
    }
  }

  private static boolean isFunctionTable(OtherImport entry) {
    return entry.getKind() == IndexSpaces.TABLE && entry.getType() == ConstantValue.FUNCREF;
  }

  private static LinkedFunction function(
      FunctionImport entry, FunctionSignature expected, ImportSource source) {
    ExternalValue found = find(entry.getModule(), entry.getField(), source);
    if (found instanceof ExternalValue.Function function && function.signature().equals(expected)) {
      return function.target();
    }
    throw mistyped(entry.getModule(), entry.getField(), "function " + expected, found);
  }

  private void add(OtherImport entry, ExternalValue found) {
    if (!found.matches(entry)) {
      throw mistyped(entry.getModule(), entry.getField(), ExternalValue.describe(entry), found);
    }
    if (found instanceof ExternalValue.Table table) {
      tables.add(table);
    } else if (found instanceof ExternalValue.Memory memory) {
      memories.add(memory);
    } else if (found instanceof ExternalValue.Global global) {
      globals.add(global);
    }
  }

  private static ExternalValue find(String module, String field, ImportSource source) {
    ExternalValue found = source.find(module, field);
    if (found == null) {
      throw new UnloadableModuleException(
          Reason.MISSING_IMPORT, LinkCheck.where(module, field) + ": nothing offers it");
    }
    return found;
  }

  private static UnloadableModuleException mistyped(
      String module, String field, String expected, ExternalValue found) {
    return new UnloadableModuleException(
        Reason.MISTYPED_IMPORT,
        LinkCheck.where(module, field)
            + ": is a "
            + expected
            + ", what is offered a "
            + found.describe());
  }
}
