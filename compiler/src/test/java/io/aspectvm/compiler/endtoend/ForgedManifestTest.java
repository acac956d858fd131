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
import io.aspectvm.proto.artefact.v1.ClassEntry;
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
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Manifests that say something else than the code does, with all digests right: of a real aspect,
 * every number, flag and list changed one by one. Each is refused with its type, or runs and has an
 * outcome; nothing else leaves the runtime.
 */
class ForgedManifestTest {

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.ASPECT);
  private static final Path WASM = Aspects.example("wasm/hello.wasm");

  /** Also beyond what 31 bits hold, unsigned. */
  private static final int[] NUMBERS = {0, 1, 2, 7, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -2};

  private static List<Message> changes(Message message) {
    List<Message> changes = new ArrayList<>();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.getName().equals("identity") || field.getName().equals("classes")) {
        continue; // Made anew, and checked by others.
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
    CompiledModule.Builder builder = new CompiledModule.Builder(manifest, bytes(module.wasm()));
    for (ClassEntry entry : module.manifest().getClassesList()) {
      builder.add(entry.getName(), entry.getRole(), bytes(module.classFile(entry.getName())));
    }
    return builder.build();
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

  @ParameterizedTest
  @EnumSource
  void everyLieIsRefusedOrHasAnOutcome(Isolation isolation) throws Exception {
    CompiledModule module = Aspects.compile(Files.readAllBytes(WASM), OPTIONS);
    int refused = 0;
    int ran = 0;
    try (AspectRuntime runtime = Aspects.runtime(OPTIONS, isolation)) {
      assertEquals(Outcome.VALUE, greet(runtime, module).outcome());
      for (Message change : changes(module.manifest())) {
        try {
          assertNotNull(greet(runtime, with(module, (Manifest) change)).outcome());
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
