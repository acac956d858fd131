package io.aspectvm.cli;

import io.aspectvm.proto.artefact.v1.FunctionImport;
import io.aspectvm.proto.artefact.v1.HostPrice;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.artefact.VerificationKey;
import io.aspectvm.wasm.module.Export;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.module.Import;
import io.aspectvm.wasm.module.SizeLimits;
import io.aspectvm.wasm.module.TableType;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Feature;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An inspection as the command line shows it.
 *
 * @param signer who signed the artefact; empty for a module
 * @param withFunctions whether the functions are listed
 */
record InspectionResult(
    ModuleSource source,
    Inspection inspection,
    Optional<VerificationKey> signer,
    boolean withFunctions) {

  private Manifest manifest() {
    return inspection.manifest();
  }

  private WasmModule wasm() {
    return inspection.wasm();
  }

  JsonObject json() {
    JsonObject result =
        new JsonObject()
            .with("file", source.file())
            .with("kind", kind())
            .with("bytes", source.size())
            .with("wasmBytes", manifest().getWasmBytes())
            .with("features", inspection.features().stream().map(Feature::text).toList())
            .with("imports", importsJson())
            .with("exports", wasm().sections().exports().stream().map(this::json).toList())
            .with("start", manifest().hasStartFunction() ? manifest().getStartFunction() : null)
            .with("memory", memoryJson())
            .with("tables", wasm().tableCount())
            .with("globals", wasm().globalCount())
            .with("dataSegments", wasm().sections().data().size())
            .with("elementSegments", wasm().sections().elements().size())
            .with(
                "functions",
                new JsonObject()
                    .with("imported", wasm().functionImports().size())
                    .with("defined", inspection.functions().size()))
            .with(
                "metering",
                new JsonObject()
                    .with("blocks", inspection.blocks())
                    .with("functions", manifest().getMetering().getFunctions()))
            .with("classes", inspection.classes().stream().map(InspectionResult::json).toList())
            .with("classBytes", inspection.classBytes())
            .with("largestMethod", inspection.largestMethod())
            .with("identity", IdentityReport.json(manifest()))
            .with("signature", IdentityReport.signature(signer));
    if (withFunctions) {
      result.with(
          "functionList", inspection.functions().stream().map(InspectionResult::json).toList());
    }
    return result;
  }

  private String kind() {
    return source.isArtefact() ? "artefact" : "module";
  }

  private List<JsonObject> importsJson() {
    List<JsonObject> imports = new ArrayList<>();
    for (int f = 0; f < manifest().getImportsCount(); f++) {
      FunctionImport entry = manifest().getImports(f);
      imports.add(
          new JsonObject()
              .with("module", entry.getModule())
              .with("field", entry.getField())
              .with("kind", ExternalKind.FUNCTION.text())
              .with("type", wasm().functionType(f).toString())
              .with("linked", entry.hasLink())
              .with("fixedGas", entry.getPrice().getFixed())
              .with("gasPerByte", entry.getPrice().getPerByte()));
    }
    for (Import entry : otherImports()) {
      imports.add(
          new JsonObject()
              .with("module", entry.module())
              .with("field", entry.field())
              .with("kind", entry.kind().text())
              .with("type", importType(entry))
              .with("linked", false));
    }
    return imports;
  }

  /** Imports of anything but functions: no host module offers such a thing. */
  private List<Import> otherImports() {
    return wasm().sections().imports().stream()
        .filter(entry -> entry.kind() != ExternalKind.FUNCTION)
        .toList();
  }

  private static String importType(Import entry) {
    return switch (entry.kind()) {
      case TABLE -> tableType(entry.table());
      case MEMORY -> sizes(entry.memory().limits(), "page");
      default -> globalType(entry.global());
    };
  }

  private static String globalType(GlobalType type) {
    return (type.mutable() ? "mutable " : "") + type.type().text();
  }

  private static String tableType(TableType type) {
    return sizes(type.limits(), "element") + " of " + type.elementType().text();
  }

  private JsonObject json(Export export) {
    return new JsonObject()
        .with("name", export.name())
        .with("kind", export.kind().text())
        .with("index", export.index())
        .with("type", exportType(export));
  }

  private String exportType(Export export) {
    return switch (export.kind()) {
      case FUNCTION -> wasm().functionType(export.index()).toString();
      case GLOBAL -> globalType(wasm().globalType(export.index()));
      case MEMORY -> sizes(wasm().memoryType(export.index()).limits(), "page");
      case TABLE -> tableType(wasm().tableType(export.index()));
    };
  }

  private static String sizes(SizeLimits limits, String unit) {
    return limits.maximum().isPresent()
        ? limits.minimum() + " to " + Report.count(limits.maximum().getAsLong(), unit)
        : Report.count(limits.minimum(), unit) + " or more";
  }

  private JsonObject memoryJson() {
    if (wasm().memoryCount() == 0) {
      return null;
    }
    SizeLimits limits = wasm().memoryType(0).limits();
    return new JsonObject()
        .with("minimum", limits.minimum())
        .with("maximum", limits.maximum().isPresent() ? limits.maximum().getAsLong() : null)
        .with("ceiling", manifest().hasMemory() ? manifest().getMemory().getCeiling() : null);
  }

  private static JsonObject json(Inspection.GeneratedClass generated) {
    return new JsonObject()
        .with("name", generated.name())
        .with("role", generated.role())
        .with("bytes", generated.bytes())
        .with("methods", generated.methods())
        .with("largestMethod", generated.largestMethod());
  }

  private static JsonObject json(Inspection.Function function) {
    return new JsonObject()
        .with("index", function.index())
        .with("name", function.name())
        .with("type", function.type().toString())
        .with("bodyBytes", function.bodyBytes())
        .with("blocks", function.blocks())
        .with("methods", function.methods())
        .with("methodBytes", function.methodBytes())
        .with("largestMethod", function.largestMethod());
  }

  void print(PrintStream out) {
    Report report =
        new Report()
            .line(kind(), Printable.line(source.file()))
            .line(
                "size",
                Report.count(source.size(), "byte")
                    + (source.isArtefact()
                        ? ", of which wasm " + Report.number(manifest().getWasmBytes())
                        : ""))
            .line("features", features())
            .lines("imports", imports())
            .lines("exports", exports())
            .line("memory", memory())
            .line("start", start())
            .line(
                "functions",
                String.format(
                    Locale.ROOT,
                    "%s, and %s imported",
                    Report.number(inspection.functions().size()),
                    Report.number(wasm().functionImports().size())))
            .line(
                "metering",
                Report.count(inspection.blocks(), "block")
                    + " in "
                    + Report.count(manifest().getMetering().getFunctions(), "function"))
            .line(
                "code",
                String.format(
                    Locale.ROOT,
                    "%s in %s, largest method %s",
                    Report.count(inspection.classBytes(), "byte"),
                    Report.count(inspection.classes().size(), "class"),
                    Report.count(inspection.largestMethod(), "byte")))
            .lines("", classes());
    IdentityReport.addTo(report, manifest());
    if (source.isArtefact()) {
      report.line("signature", IdentityReport.signatureText(signer));
    }
    report.print(out);
    if (withFunctions) {
      out.println();
      functionTable().forEach(out::println);
    }
  }

  private String features() {
    return inspection.features().isEmpty()
        ? "none beyond WebAssembly 1.0 without floats"
        : String.join(", ", inspection.features().stream().map(Feature::text).toList());
  }

  private List<String> imports() {
    List<List<String>> rows = new ArrayList<>();
    for (int f = 0; f < manifest().getImportsCount(); f++) {
      FunctionImport entry = manifest().getImports(f);
      rows.add(
          List.of(
              Printable.line(entry.getModule() + " " + entry.getField()),
              wasm().functionType(f).toString(),
              entry.hasLink() ? price(entry.getPrice()) : "no host function of this type"));
    }
    for (Import entry : otherImports()) {
      rows.add(
          List.of(
              Printable.line(entry.module() + " " + entry.field()),
              entry.kind().text() + " " + importType(entry),
              "for a linker"));
    }
    return rows.isEmpty() ? List.of("none") : Report.table(rows, Set.of());
  }

  private static String price(HostPrice price) {
    return price.getFixed() == 0 && price.getPerByte() == 0
        ? "free"
        : String.format(
            Locale.ROOT,
            "%s + %s a byte",
            Report.number(price.getFixed()),
            Report.number(price.getPerByte()));
  }

  private List<String> exports() {
    List<List<String>> rows = new ArrayList<>();
    for (Export export : wasm().sections().exports()) {
      String index =
          export.kind() == ExternalKind.FUNCTION || export.kind() == ExternalKind.GLOBAL
              ? " " + export.index()
              : "";
      rows.add(
          List.of(Printable.line(export.name()), export.kind().text() + index, exportType(export)));
    }
    return rows.isEmpty() ? List.of("none") : Report.table(rows, Set.of());
  }

  private String memory() {
    if (wasm().memoryCount() == 0) {
      return "none";
    }
    if (!manifest().hasMemory()) {
      return "imported";
    }
    return sizes(wasm().memoryType(0).limits(), "page")
        + ", grows to "
        + Report.number(manifest().getMemory().getCeiling());
  }

  private String start() {
    return manifest().hasStartFunction() ? "function " + manifest().getStartFunction() : null;
  }

  private List<String> classes() {
    List<List<String>> rows = new ArrayList<>();
    for (Inspection.GeneratedClass generated : inspection.classes()) {
      rows.add(
          List.of(
              Printable.line(generated.name()),
              generated.role(),
              Report.count(generated.bytes(), "byte"),
              Report.count(generated.methods(), "method"),
              "largest " + Report.number(generated.largestMethod())));
    }
    return Report.table(rows, Set.of(2, 3));
  }

  private List<String> functionTable() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("function", "body", "blocks", "methods", "code", "largest", "type", "name"));
    for (Inspection.Function function : inspection.functions()) {
      rows.add(
          List.of(
              Integer.toString(function.index()),
              Report.number(function.bodyBytes()),
              Report.number(function.blocks()),
              Report.number(function.methods()),
              Report.number(function.methodBytes()),
              Report.number(function.largestMethod()),
              function.type().toString(),
              function.name() == null ? "" : Printable.line(function.name())));
    }
    return Report.table(rows, Set.of(0, 1, 2, 3, 4, 5));
  }
}
