package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.artefact.ArtefactReader;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Profile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which classes of a module are cold text, and which executions have them. */
class ColdTextFormTest {

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);

  /** Code of a function {@code -> i32}: what is added ten times, in two turns of five. */
  static String nestCode(int summand) {
    return """
    local i32 i32 i32
    loop
    i32.const 0; local.set 1
    loop
    local.get 2; i32.const %d; i32.add; local.set 2
    local.get 1; i32.const 1; i32.add; local.tee 1; i32.const 5; i32.ne; br_if 0
    end
    local.get 0; i32.const 1; i32.add; local.tee 0; i32.const 2; i32.ne; br_if 0
    end
    local.get 2
    """
        .formatted(summand);
  }

  private static byte[] nest(int summand) {
    return new GuestModule().memory(1).export("f", "-> i32", nestCode(summand)).toByteArray();
  }

  @TempDir Path folder;

  private static Stream<Path> modules() throws IOException {
    List<Path> files =
        Stream.of(Path.of("../examples/wasm"), Path.of("../jmh/src/main/kernels"))
            .flatMap(ColdTextFormTest::wasmFiles)
            .toList();
    assertTrue(files.size() > 10, files::toString);
    return files.stream();
  }

  private static Stream<Path> wasmFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".wasm")).sorted().toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Class files by the names of their entries. */
  private static Map<String, ByteBuffer> classes(CompiledModule module, boolean cold) {
    Map<String, ByteBuffer> classes = new LinkedHashMap<>();
    for (ClassEntry entry : module.manifest().getClassesList()) {
      if (cold == (entry.getRole() == ClassRole.COLD_TEXT)) {
        classes.put(entry.getName(), module.classFile(entry.getName()));
      }
    }
    return classes;
  }

  private static CompiledModule compile(byte[] wasm, int turnWork) throws Exception {
    return new ModuleCompiler(OPTIONS.withTurnWork(turnWork)).compile(wasm).module();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void otherTextIsTheSameWithAndWithout(Path file) throws Exception {
    byte[] wasm = Files.readAllBytes(file);
    CompiledModule never = compile(wasm, Integer.MAX_VALUE);
    assertEquals(Map.of(), classes(never, true));
    CompiledModule always = Aspects.compile(wasm, OPTIONS.withTurnWork(0));
    assertEquals(classes(never, false), classes(always, false));
    assertEquals(
        List.copyOf(classes(never, false).keySet()), List.copyOf(classes(always, false).keySet()));
  }

  @Test
  void hashFunctionsHaveColdText() throws Exception {
    CompiledModule merkle =
        Aspects.compile(Files.readAllBytes(Aspects.example("wasm/merkle.wasm")), OPTIONS);
    Map<String, ByteBuffer> cold = classes(merkle, true);
    assertFalse(cold.isEmpty());
    cold.keySet().forEach(name -> assertTrue(name.startsWith("aspect/cold/"), name));
  }

  @Test
  void artefactsKeepColdText() throws Exception {
    CompiledModule module = compile(nest(3), 0);
    assertEquals(List.of("aspect/cold/T0"), List.copyOf(classes(module, true).keySet()));
    Path file = folder.resolve("a.aspect");
    ArtefactWriter.write(module, file);
    CompiledModule read = new ArtefactReader().read(file);
    assertEquals(module.manifest(), read.manifest());
    assertEquals(classes(module, true), classes(read, true));
    assertEquals(classes(module, false), classes(read, false));
  }

  /** Of two modules that differ in a number: the text of one with the cold text of the other. */
  @Test
  void onlyStrictExecutionsRunColdText() throws Exception {
    CompiledModule module = compile(nest(3), 0);
    CompiledModule changed = compile(nest(4), 0);
    CompiledModule.Builder mixed =
        new CompiledModule.Builder(module.manifest(), bytes(module.wasm()));
    for (ClassEntry entry : module.manifest().getClassesList()) {
      boolean cold = entry.getRole() == ClassRole.COLD_TEXT;
      CompiledModule from = cold ? changed : module;
      mixed.add(entry.getName(), entry.getRole(), bytes(from.classFile(entry.getName())));
    }
    CompiledModule built = mixed.build();
    for (Isolation isolation : Isolation.values()) {
      Aspects.under(
          isolation,
          built,
          OPTIONS,
          aspect -> {
            InvocationResult result = aspect.invoke("f", new long[0], Aspects.PLENTY);
            assertNull(result.trap(), result::toString);
            assertEquals(isolation == Isolation.STRICT ? 40 : 30, result.results()[0]);
          });
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
