package io.aspectvm.maven.facade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.proto.artefact.v1.Export;
import io.aspectvm.proto.artefact.v1.FunctionSignature;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.artefact.ArtefactException;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.wasm.Profile;
import java.io.FileNotFoundException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generated classes are compiled, and those of examples called. */
class FacadeSourceTest {

  private static final Path EXAMPLES =
      Path.of("").toAbsolutePath().getParent().resolve("examples/wasm");
  private static final byte[] I32 = {0x7F};
  private static final byte[] ALL = {0x7F, 0x7E, 0x7D, 0x7C};

  @TempDir Path folder;

  private static CompiledModule example(String name) throws Exception {
    byte[] wasm = Files.readAllBytes(EXAMPLES.resolve(name));
    return new ModuleCompiler(CompilerOptions.of(Profile.ASPECT)).compile(wasm).module();
  }

  /** Compiles a class without any warning, and loads it. */
  private Class<?> facade(Manifest manifest, String resource) throws Exception {
    String text =
        new FacadeSource(manifest, "example", "Facade", resource).text(Optional.of(Instant.EPOCH));
    assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(text));
    Files.createDirectories(folder.resolve("example"));
    Path source = Files.writeString(folder.resolve("example/Facade.java"), text);
    String[] arguments = {
      "-Xlint:all,-processing",
      "-Werror",
      "-Xdoclint:all/public",
      "-cp",
      System.getProperty("java.class.path"),
      "-d",
      folder.toString(),
      source.toString(),
    };
    int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments);
    assertEquals(0, failed, text);
    URL[] urls = {folder.toUri().toURL()};
    // Stays open: what it loads is used by the test.
    @SuppressWarnings("resource")
    URLClassLoader loader = new URLClassLoader(urls, FacadeSourceTest.class.getClassLoader());
    return loader.loadClass("example.Facade");
  }

  private static Manifest exporting(FunctionSignature type, String... names) {
    Manifest.Builder manifest = Manifest.newBuilder().addTypes(type).addFunctionTypes(0);
    for (String name : names) {
      manifest.addExports(Export.newBuilder().setName(name));
    }
    manifest.addExports(Export.newBuilder().setName("memory").setKind(2));
    return manifest.build();
  }

  private static FunctionSignature type(byte[] parameters, byte[] results) {
    return FunctionSignature.newBuilder()
        .setParameters(ByteString.copyFrom(parameters))
        .setResults(ByteString.copyFrom(results))
        .build();
  }

  private static List<String> methods(Class<?> facade) {
    return Arrays.stream(facade.getDeclaredMethods())
        .map(Method::getName)
        .filter(name -> !List.of("load", "aspect", "close").contains(name))
        .sorted()
        .toList();
  }

  @Test
  void anExampleIsCalledByName() throws Exception {
    CompiledModule merkle = example("merkle.wasm");
    Class<?> facade = facade(merkle.manifest(), "META-INF/aspects/merkle.aspect");
    Path artefact = folder.resolve("META-INF/aspects/merkle.aspect");
    Files.createDirectories(artefact.getParent());
    Files.write(artefact, ArtefactWriter.write(merkle));
    try (AspectRuntime runtime = AspectRuntime.builder().build();
        AutoCloseable loaded =
            (AutoCloseable) facade.getMethod("load", AspectRuntime.class).invoke(null, runtime)) {
      ExecutionContext context = ExecutionContext.builder().build();
      ExecutionResult hash =
          (ExecutionResult)
              facade
                  .getMethod("keccak256", ExecutionContext.class, long.class, GuestValue.class)
                  .invoke(loaded, context, 1_000_000, new GuestValue.Bytes(new byte[0]));
      assertEquals(
          "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
          java.util.HexFormat.of().formatHex(((GuestValue.Bytes) hash.value()).value()));
      InvocationResult chain =
          (InvocationResult)
              facade
                  .getMethod("invokeHashChain", ExecutionContext.class, long.class, int.class)
                  .invoke(loaded, ExecutionContext.builder().build(), Long.MAX_VALUE, 1);
      assertEquals(
          runtime.load(merkle).invoke("hashChain", new long[] {1}, Long.MAX_VALUE).results()[0],
          chain.results()[0]);
    }
  }

  @Test
  void anotherModuleInTheArtefactIsRefused() throws Exception {
    Class<?> facade = facade(example("hello.wasm").manifest(), "hello.aspect");
    try (AspectRuntime runtime = AspectRuntime.builder().build()) {
      Method load = facade.getMethod("load", AspectRuntime.class);
      Throwable absent =
          assertThrows(InvocationTargetException.class, () -> load.invoke(null, runtime))
              .getCause();
      assertEquals(FileNotFoundException.class, absent.getClass());
      Files.write(folder.resolve("hello.aspect"), ArtefactWriter.write(example("values.wasm")));
      Throwable other =
          assertThrows(InvocationTargetException.class, () -> load.invoke(null, runtime))
              .getCause();
      assertEquals(ArtefactException.Kind.STALE, ((ArtefactException) other).kind());
    }
  }

  @Test
  void namesThatNoJavaHasAreNoTrouble() throws Exception {
    Class<?> facade =
        facade(
            exporting(
                type(I32, I32),
                "class",
                "a-b",
                "a_b",
                "",
                "*/ }",
                "\\u002a\\u002f",
                "\"quote\\",
                "{@link X}",
                "new\nline",
                "\0",
                "\u2028",
                "\ud800",
                "ключ",
                "wait",
                "load",
                "close",
                "<b>&"),
            "META-INF/aspects/\"odd\\\u0444.aspect");
    assertEquals(34, methods(facade).size());
    assertTrue(methods(facade).containsAll(List.of("class_", "invokeClass", "wait_2", "a_b_2")));
  }

  @Test
  void rawValuesHaveTheirTypes() throws Exception {
    Class<?> facade = facade(exporting(type(ALL, ALL), "all"), "x.aspect");
    assertEquals(List.of("invokeAll"), methods(facade));
    assertEquals(
        InvocationResult.class,
        facade
            .getMethod(
                "invokeAll",
                ExecutionContext.class,
                long.class,
                int.class,
                long.class,
                float.class,
                double.class)
            .getReturnType());
  }

  @Test
  void longListsAndReferencesArePassedAsAnArray() throws Exception {
    byte[] many = new byte[101];
    Arrays.fill(many, (byte) 0x7F);
    for (byte[] parameters : List.of(many, new byte[] {0x70})) {
      Class<?> facade = facade(exporting(type(parameters, new byte[0]), "f"), "x.aspect");
      assertEquals(List.of("invokeF"), methods(facade));
      facade.getMethod("invokeF", ExecutionContext.class, long.class, long[].class);
    }
  }

  @Test
  void tooMuchIsRefused() {
    String[] names = new String[1_001];
    Arrays.setAll(names, i -> "f" + i);
    assertEquals("facade: too many exported functions, limit 1000", refusal(names));
    assertEquals(
        "facade: an export's name has 1001 characters, limit 1000", refusal("x".repeat(1_001)));
  }

  private static String refusal(String... names) {
    FacadeSource source = new FacadeSource(exporting(type(I32, I32), names), "p", "C", "c.aspect");
    return assertThrows(FacadeException.class, () -> source.text(Optional.empty())).getMessage();
  }
}
