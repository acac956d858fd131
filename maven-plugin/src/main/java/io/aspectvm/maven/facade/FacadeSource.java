package io.aspectvm.maven.facade;

import io.aspectvm.proto.artefact.v1.Export;
import io.aspectvm.proto.artefact.v1.FunctionSignature;
import io.aspectvm.proto.artefact.v1.Manifest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The Java class for one aspect: loads it from the class path and has a method for each exported
 * function. A function that takes and returns nothing but 32-bit values may be one of the aspect
 * ABI, whose values travel by pointers, and has a method that calls it so; every function has one
 * that passes raw values.
 *
 * <pre>{@code
 * try (HelloAspect hello = HelloAspect.load(runtime)) {
 *   ExecutionResult result = hello.greet(context, 1_000_000, GuestValue.Str.of("Alice"));
 *   ...
 * }
 * }</pre>
 */
public final class FacadeSource {

  private static final int FUNCTION = 0;
  private static final int MAX_FUNCTIONS = 1_000;
  private static final int MAX_NAME_CHARS = 1_000;

  private final Manifest manifest;
  private final String packageName;
  private final String className;
  private final String resource;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param manifest of the compiled module
   * @param className simple name
   * @param resource name of the artefact on the class path
   */
  public FacadeSource(Manifest manifest, String packageName, String className, String resource) {
    this.manifest = manifest;
    this.packageName = packageName;
    this.className = className;
    this.resource = resource;
  }

  /**
   * The source, in ASCII. The same for the same module, whatever compiled it.
   *
   * @param time given as the time of generation; empty for none
   * @throws FacadeException if the module exports too much for a class
   */
  public String text(Optional<Instant> time) throws FacadeException {
    text.setLength(0);
    head(time);
    FacadeMethods methods = new FacadeMethods(text);
    int functions = 0;
    for (Export export : manifest.getExportsList()) {
      if (export.getKind() == FUNCTION) {
        if (++functions > MAX_FUNCTIONS) {
          throw new FacadeException("facade: too many exported functions, limit " + MAX_FUNCTIONS);
        }
        if (export.getName().length() > MAX_NAME_CHARS) {
          throw new FacadeException(
              "facade: an export's name has "
                  + export.getName().length()
                  + " characters, limit "
                  + MAX_NAME_CHARS);
        }
        methods.add(export.getName(), type(export));
      }
    }
    line("}");
    return text.toString();
  }

  private FunctionSignature type(Export export) {
    return manifest.getTypes(manifest.getFunctionTypes(export.getIndex()));
  }

  private void head(Optional<Instant> time) {
    line("package " + packageName + ";");
    line("");
    line("/**");
    line(
        " * The aspect in the artefact <code>"
            + JavaText.comment(resource)
            + "</code>. Thread-safe.");
    line(" */");
    line(
        "@javax.annotation.processing.Generated(value = \"io.aspectvm:aspectvm-maven-plugin\""
            + time.map(t -> ", date = \"" + t + "\"").orElse("")
            + ")");
    line("public final class " + className + " implements AutoCloseable {");
    line("");
    line("  /** Name of the artefact on the class path. */");
    line("  public static final java.lang.String RESOURCE = " + JavaText.literal(resource) + ";");
    line("");
    line("  /** SHA-256 of the module, in lower-case hex. */");
    line(
        "  public static final java.lang.String WASM_SHA256 =\n      \""
            + HexFormat.of().formatHex(manifest.getWasmSha256().toByteArray())
            + "\";");
    line("");
    line("  private final io.aspectvm.runtime.Aspect aspect;");
    line("");
    line("  private " + className + "(io.aspectvm.runtime.Aspect aspect) {");
    line("    this.aspect = aspect;");
    line("  }");
    load();
    line("");
    line("  /**");
    line("   * The aspect itself.");
    line("   *");
    line("   * @return the aspect, for its join points");
    line("   */");
    line("  public io.aspectvm.runtime.Aspect aspect() {");
    line("    return aspect;");
    line("  }");
    line("");
    line("  /** Lets the aspect go. */");
    line("  @java.lang.Override");
    line("  public void close() {");
    line("    aspect.close();");
    line("  }");
  }

  private void load() {
    line("");
    line("  /**");
    line("   * Loads the artefact.");
    line("   *");
    line("   * @param runtime that executes it");
    line("   * @return the aspect, to be closed");
    line(
        "   * @throws java.io.IOException if the artefact is not on the class path, or cannot be read");
    line(
        "   * @throws io.aspectvm.runtime.artefact.ArtefactException if it is refused, or of another");
    line("   *     module than this class");
    line("   */");
    line("  public static " + className + " load(io.aspectvm.runtime.AspectRuntime runtime)");
    line("      throws java.io.IOException {");
    line("    byte[] artefact;");
    line("    try (java.io.InputStream in =");
    line("        " + className + ".class.getResourceAsStream(\"/\" + RESOURCE)) {");
    line("      if (in == null) {");
    line(
        "        throw new java.io.FileNotFoundException(RESOURCE + \" is not on the class path\");");
    line("      }");
    line("      artefact = in.readAllBytes();");
    line("    }");
    line("    io.aspectvm.runtime.Aspect aspect = runtime.load(artefact);");
    line("    java.lang.String loaded =");
    line("        java.util.HexFormat.of()");
    line("            .formatHex(aspect.manifest().getWasmSha256().toByteArray());");
    line("    if (!loaded.equals(WASM_SHA256)) {");
    line("      aspect.close();");
    line("      throw new io.aspectvm.runtime.artefact.ArtefactException(");
    line("          io.aspectvm.runtime.artefact.ArtefactException.Kind.STALE,");
    line(
        "          RESOURCE + \" has another module than \" + " + className + ".class.getName());");
    line("    }");
    line("    return new " + className + "(aspect);");
    line("  }");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
