package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.Outcome;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.ValueType;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Manifests that say something else than the code does, with all digests right: of a real aspect,
 * and of a small one with cold text, every number, flag and list changed one by one, and every
 * class put under each other name and role. Each is refused with its type, or runs and has an
 * outcome; nothing else leaves the runtime.
 */
class ForgedManifestTest {

  /** However short the turns of a loop nest are, it has cold text. */
  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.ASPECT).withTurnWork(0);

  private static final Path HELLO = Aspects.example("wasm/hello.wasm");

  /** With an export as that of {@link #HELLO}, which gives back its argument. */
  private static final byte[] NEST =
      GuestModule.aspect()
          .global("sum", ValueType.I32, 0)
          .table(2, "nest", "sum")
          .function("nest", "-> i32", ColdTextFormTest.nestCode(3))
          .function("sum", "->", "i32.const 0; call_indirect -> i32; global.set $sum")
          .export("greet", "i32 -> i32", "i32.const 1; call_indirect ->; local.get 0")
          .toByteArray();

  /** Also beyond what 31 bits hold, unsigned. */
  private static final int[] NUMBERS = {0, 1, 2, 7, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -2};

  private static final Set<ClassRole> ROLES =
      EnumSet.complementOf(EnumSet.of(ClassRole.UNRECOGNIZED));

  private static List<Message> changes(Message message) {
    List<Message> changes = new ArrayList<>();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.getName().equals("identity") || field.getName().equals("classes")) {
        continue; // Made anew, and changed apart.
      }
      if (field.isRepeated()) {
        addLists(message, field, changes);
      } else {
        boolean there = field.getJavaType() != JavaType.MESSAGE || message.hasField(field);
        for (Object other : there ? others(field, message.getField(field)) : List.of()) {
          changes.add(message.toBuilder().setField(field, other).build());
        }
        changes.add(message.toBuilder().clearField(field).build());
      }
    }
    return changes;
  }

  private static void addLists(Message message, FieldDescriptor field, List<Message> changes) {
    int count = message.getRepeatedFieldCount(field);
    changes.add(message.toBuilder().clearField(field).build());
    for (int i = 0; i < count; i++) {
      Object element = message.getRepeatedField(field, i);
      for (Object other : others(field, element)) {
        changes.add(message.toBuilder().setRepeatedField(field, i, other).build());
      }
      changes.add(message.toBuilder().addRepeatedField(field, element).build());
      Message.Builder without = message.toBuilder().clearField(field);
      for (int j = 0; j < count; j++) {
        if (j != i) {
          without.addRepeatedField(field, message.getRepeatedField(field, j));
        }
      }
      changes.add(without.build());
    }
  }

  private static List<?> others(FieldDescriptor field, Object value) {
    List<Object> others = new ArrayList<>();
    switch (field.getJavaType()) {
      case MESSAGE -> others.addAll(changes((Message) value));
      case INT -> {
        for (int number : NUMBERS) {
          others.add(number);
        }
      }
      case LONG -> {
        for (int number : NUMBERS) {
          others.add((long) number);
          others.add((long) number << 32);
        }
      }
      case BOOLEAN -> others.add(!(Boolean) value);
      case ENUM -> field.getEnumType().getValues().forEach(others::add);
      default -> {
        // Names and digests.
      }
    }
    others.remove(value);
    return others;
  }

  private static CompiledModule with(CompiledModule module, Manifest manifest) {
    return with(module, manifest, UnaryOperator.identity());
  }

  private static CompiledModule with(
      CompiledModule module, Manifest manifest, UnaryOperator<ClassEntry> change) {
    CompiledModule.Builder builder = new CompiledModule.Builder(manifest, bytes(module.wasm()));
    for (ClassEntry entry : module.manifest().getClassesList()) {
      ClassEntry changed = change.apply(entry);
      builder.add(changed.getName(), changed.getRole(), bytes(module.classFile(entry.getName())));
    }
    return builder.build();
  }

  /** One class of the module under each other name and role that is free. */
  private static List<CompiledModule> otherEntries(CompiledModule module) {
    List<CompiledModule> changes = new ArrayList<>();
    for (ClassEntry entry : module.manifest().getClassesList()) {
      String plain = entry.getName().replaceFirst("^aspect/(cold/)?", "");
      for (String name : List.of("aspect/" + plain, "aspect/cold/" + plain, "aspect/New")) {
        boolean free = name.equals(entry.getName()) || !module.classNames().contains(name);
        for (ClassRole role : free ? ROLES : EnumSet.noneOf(ClassRole.class)) {
          ClassEntry other = entry.toBuilder().setName(name).setRole(role).build();
          if (!other.equals(entry)) {
            changes.add(with(module, module.manifest(), each -> each.equals(entry) ? other : each));
          }
        }
      }
    }
    return changes;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static ExecutionResult greet(AspectRuntime runtime, CompiledModule module) {
    try (Aspect aspect = runtime.load(module)) {
      ExecutionContext context = ExecutionContext.builder().build();
      return aspect.call(context, "greet", 1_000_000, GuestValue.Str.of("Alice"));
    }
  }

  private static Stream<Arguments> subjects() throws Exception {
    CompiledModule hello = Aspects.compile(Files.readAllBytes(HELLO), OPTIONS);
    CompiledModule nest = Aspects.compile(NEST, OPTIONS);
    assertTrue(
        nest.manifest().getClassesList().stream()
            .anyMatch(entry -> entry.getRole() == ClassRole.COLD_TEXT));
    return Arrays.stream(Isolation.values())
        .flatMap(
            isolation ->
                Stream.of(
                    Arguments.of(isolation, "hello", hello),
                    Arguments.of(isolation, "nest", nest)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("subjects")
  void everyLieIsRefusedOrHasAnOutcome(Isolation isolation, String name, CompiledModule module) {
    int refused = 0;
    int ran = 0;
    List<CompiledModule> lies = otherEntries(module);
    changes(module.manifest()).forEach(change -> lies.add(with(module, (Manifest) change)));
    try (AspectRuntime runtime = Aspects.runtime(OPTIONS, isolation)) {
      assertEquals(Outcome.VALUE, greet(runtime, module).outcome());
      for (CompiledModule lie : lies) {
        try {
          assertNotNull(greet(runtime, lie).outcome());
          ran++;
        } catch (UnloadableModuleException refusal) {
          assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
          refused++;
        }
      }
      assertEquals(Outcome.VALUE, greet(runtime, module).outcome());
    }
    assertTrue(refused > 100 && ran > 100, refused + " refused, " + ran + " ran");
  }
}
