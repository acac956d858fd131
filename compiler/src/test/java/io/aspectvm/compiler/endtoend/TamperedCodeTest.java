package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.artefact.ArtefactException;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.wasm.Profile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Compiled modules that were changed behind the compiler's back. */
class TamperedCodeTest {

  /** However short the turns of a loop nest are, it has cold text. */
  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.ASPECT).withTurnWork(0);

  private static final byte[] WASM =
      GuestModule.aspect()
          .importing("gas", "util-api", "__UtilApi__.gas", "-> i32")
          .function("nest", "-> i32", ColdTextFormTest.nestCode(3))
          .export(
              "execute", "-> i32", "call $gas; i32.load; call $nest; i32.sub; drop; i32.const 0")
          .toByteArray();

  private static CompiledModule compiled() throws Exception {
    return Aspects.compile(WASM, OPTIONS);
  }

  private static AspectRuntime runtime(Isolation isolation) {
    return Aspects.runtime(OPTIONS, isolation);
  }

  private static Outcome outcome(Aspect aspect) {
    ExecutionResult result = aspect.call(ExecutionContext.builder().build(), "execute", 1_000_000);
    return result.outcome();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** The module with other class files, and with the digests of those in the manifest. */
  private static CompiledModule with(Map<String, byte[]> changed) throws Exception {
    CompiledModule module = compiled();
    CompiledModule.Builder builder =
        new CompiledModule.Builder(module.manifest(), bytes(module.wasm()));
    for (ClassEntry entry : module.manifest().getClassesList()) {
      byte[] file = changed.get(entry.getName());
      builder.add(
          entry.getName(),
          entry.getRole(),
          file == null ? bytes(module.classFile(entry.getName())) : file);
    }
    return builder.build();
  }

  /** Names of the entries for cold text, which {@code execute} runs under {@code STRICT}. */
  private static Set<String> coldText() throws Exception {
    Set<String> names = new TreeSet<>();
    for (ClassEntry entry : compiled().manifest().getClassesList()) {
      if (entry.getRole() == ClassRole.COLD_TEXT) {
        names.add(entry.getName());
      }
    }
    assertFalse(names.isEmpty());
    return names;
  }

  /** Every class of the module with code put before that of its first method. */
  private static Map<String, byte[]> injected(Consumer<MethodVisitor> code) throws Exception {
    CompiledModule module = compiled();
    Map<String, byte[]> changed = new HashMap<>();
    for (String name : module.classNames()) {
      ClassReader reader = new ClassReader(bytes(module.classFile(name)));
      ClassWriter writer = new ClassWriter(reader, 0);
      reader.accept(new Injector(writer, code), 0);
      changed.put(name, writer.toByteArray());
    }
    return changed;
  }

  private static final class Injector extends ClassVisitor {
    private final Consumer<MethodVisitor> injected;
    private boolean done;

    Injector(ClassVisitor next, Consumer<MethodVisitor> injected) {
      super(Opcodes.ASM9, next);
      this.injected = injected;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
      if (done || (access & Opcodes.ACC_STATIC) == 0) {
        return method;
      }
      done = true;
      return new MethodVisitor(Opcodes.ASM9, method) {
        @Override
        public void visitCode() {
          super.visitCode();
          injected.accept(mv);
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
          super.visitMaxs(maxStack + 2, maxLocals);
        }
      };
    }
  }

  private static Arguments row(String name, Consumer<MethodVisitor> code) {
    return Arguments.of(name, code);
  }

  private static Stream<Arguments> forbiddenCode() {
    return Stream.of(
        row(
            "java/lang/Runtime",
            code -> {
              code.visitMethodInsn(
                  Opcodes.INVOKESTATIC,
                  "java/lang/Runtime",
                  "getRuntime",
                  "()Ljava/lang/Runtime;",
                  false);
              code.visitInsn(Opcodes.POP);
            }),
        row(
            "java/lang/System",
            code -> {
              code.visitInsn(Opcodes.ICONST_0);
              code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "exit", "(I)V", false);
            }),
        row(
            "java/lang/Thread",
            code -> {
              code.visitTypeInsn(Opcodes.NEW, "java/lang/Thread");
              code.visitInsn(Opcodes.POP);
            }),
        row(
            "java/lang/Class",
            code -> {
              code.visitLdcInsn("java.lang.Runtime");
              code.visitMethodInsn(
                  Opcodes.INVOKESTATIC,
                  "java/lang/Class",
                  "forName",
                  "(Ljava/lang/String;)Ljava/lang/Class;",
                  false);
              code.visitInsn(Opcodes.POP);
            }),
        row(
            "runtime/AspectRuntime",
            code -> {
              code.visitMethodInsn(
                  Opcodes.INVOKESTATIC,
                  "io/aspectvm/runtime/AspectRuntime",
                  "builder",
                  "()Lio/aspectvm/runtime/AspectRuntime$Builder;",
                  false);
              code.visitInsn(Opcodes.POP);
            }),
        row(
            "aspect/Foreign",
            code ->
                code.visitMethodInsn(Opcodes.INVOKESTATIC, "aspect/Foreign", "run", "()V", false)));
  }

  /** One class at a time, whatever its role; the digests are right. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("forbiddenCode")
  void codeOutsideTheAllowListIsRefused(String name, Consumer<MethodVisitor> code)
      throws Exception {
    Set<String> refused = new TreeSet<>();
    for (Map.Entry<String, byte[]> changed : injected(code).entrySet()) {
      CompiledModule original = compiled();
      if (ByteBuffer.wrap(changed.getValue()).equals(original.classFile(changed.getKey()))) {
        continue; // It has no static method.
      }
      CompiledModule module = with(Map.of(changed.getKey(), changed.getValue()));
      refused.add(changed.getKey());
      for (Isolation isolation : Isolation.values()) {
        try (AspectRuntime runtime = runtime(isolation)) {
          UnloadableModuleException refusal =
              assertThrows(UnloadableModuleException.class, () -> runtime.load(module));
          assertEquals(Reason.FORBIDDEN_CODE, refusal.reason());
          assertTrue(refusal.getMessage().contains(name), refusal.getMessage());
        }
      }
    }
    assertTrue(refused.size() >= 5 && refused.containsAll(coldText()), refused::toString);
  }

  /** Sound in itself, but not what the manifest says: refused before it is looked at. */
  @Test
  void otherClassFilesThanTheManifestSays() throws Exception {
    CompiledModule module = compiled();
    for (String name : module.classNames()) {
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(bytes(module.classFile(name))).accept(writer, 0);
      writer.newUTF8("one constant more");
      Map<String, byte[]> classes = new HashMap<>();
      module.classNames().forEach(each -> classes.put(each, bytes(module.classFile(each))));
      classes.put(name, writer.toByteArray());
      CompiledModule changed = new CompiledModule(module.manifest(), bytes(module.wasm()), classes);
      try (AspectRuntime runtime = runtime(Isolation.CLASS_LOADER)) {
        UnloadableModuleException refusal =
            assertThrows(UnloadableModuleException.class, () -> runtime.load(changed));
        assertEquals(Reason.DAMAGED, refusal.reason());
      }
    }
  }

  /** Code that refers to nothing forbidden, but does not verify, never runs. */
  @Test
  void codeThatDoesNotVerify() throws Exception {
    Map<String, byte[]> unsound = injected(code -> code.visitInsn(Opcodes.POP));
    for (Isolation isolation : Isolation.values()) {
      Outcome outcome = outcome(isolation, with(unsound));
      assertTrue(outcome == Outcome.CRASH || outcome == Outcome.UNLOADABLE, outcome.text());
    }
    unsound.keySet().retainAll(coldText());
    for (Isolation isolation : Isolation.values()) {
      Outcome expected = isolation == Isolation.STRICT ? Outcome.CRASH : Outcome.NONE;
      assertEquals(expected, outcome(isolation, with(unsound)), isolation.name());
    }
  }

  private static Outcome outcome(Isolation isolation, CompiledModule module) {
    try (AspectRuntime runtime = runtime(isolation);
        Aspect aspect = runtime.load(module)) {
      return outcome(aspect);
    } catch (UnloadableModuleException refusal) {
      return Outcome.UNLOADABLE;
    }
  }

  @Test
  void everyFlippedByteOfAnArtefactIsRefused() throws Exception {
    byte[] artefact = ArtefactWriter.write(compiled());
    try (AspectRuntime runtime = runtime(Isolation.CLASS_LOADER)) {
      for (int mask : new int[] {0x01, 0x80, 0xFF}) {
        for (int i = 0; i < artefact.length; i++) {
          byte[] changed = artefact.clone();
          changed[i] ^= (byte) mask;
          ArtefactException refusal =
              assertThrows(ArtefactException.class, () -> runtime.load(changed));
          assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
        }
      }
      try (Aspect aspect = runtime.load(artefact)) {
        assertEquals(Outcome.NONE, outcome(aspect));
      }
    }
  }

  @Test
  void everyPrefixOfAnArtefactIsRefused() throws Exception {
    byte[] artefact = ArtefactWriter.write(compiled());
    try (AspectRuntime runtime = runtime(Isolation.CLASS_LOADER)) {
      for (int length = 0; length < artefact.length; length++) {
        byte[] prefix = Arrays.copyOf(artefact, length);
        assertThrows(ArtefactException.class, () -> runtime.load(prefix));
      }
    }
  }
}
