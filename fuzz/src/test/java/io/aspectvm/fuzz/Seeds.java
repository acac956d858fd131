package io.aspectvm.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.compiler.random.Configuration;
import io.aspectvm.compiler.random.SeededRandom;
import io.aspectvm.compiler.random.Subject;
import io.aspectvm.proto.aspect.v2.HostApiProto;
import io.aspectvm.runtime.abi.ValueType;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.RuntimeContextKey;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.ByteWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What fuzzing begins with: the project's own modules, scenarios and streams, small modules made
 * here, and an input for each choice of a target. Always the same.
 */
final class Seeds {

  /** Scenarios of the examples, which say where their modules are from here. */
  static final Path SCENARIOS = Path.of("../examples/scenarios");

  private static final Path EXAMPLES = Path.of("../examples/wasm");
  private static final Path RANDOM_CASES = Path.of("../compiler/src/test/resources/random");
  private static final Path BROTLI_STREAMS = Path.of("../runtime/src/test/resources/registry");

  private static final int STRING = ValueType.STRING.index();
  private static final int BYTES = ValueType.BYTE_ARRAY.index();

  private static final int LARGEST = 30_000;
  private static final int GENERATED = 8;
  private static final int CHOICES_OF_GENERATED = 500;

  private Seeds() {}

  static List<byte[]> of(FuzzTarget target) throws IOException {
    return switch (target) {
      case MODULE -> modules();
      case COMPILER -> compilations();
      case ARTEFACT -> artefacts();
      case HOST_CALL -> hostCalls();
      case CODE_ENVELOPE -> envelopes();
      case DOCUMENT -> documents();
    };
  }

  /** Contents of the files in a folder with this ending, those of moderate size. */
  private static List<byte[]> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .map(Seeds::read)
          .filter(content -> content.length <= LARGEST)
          .toList();
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] join(Object... parts) {
    ByteWriter out = new ByteWriter();
    for (Object part : parts) {
      if (part instanceof byte[] bytes) {
        out.write(bytes);
      } else {
        out.writeByte((Integer) part);
      }
    }
    return out.toByteArray();
  }

  private static List<byte[]> allModules() throws IOException {
    List<byte[]> modules = new ArrayList<>(SmallModules.all());
    modules.addAll(files(EXAMPLES, ".wasm"));
    modules.addAll(files(RANDOM_CASES, ".wasm"));
    for (int seed = 0; seed < GENERATED; seed++) {
      modules.add(Subject.bytes(Configuration.of(seed), new SeededRandom(seed)));
    }
    return modules;
  }

  private static List<byte[]> modules() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (byte[] module : allModules()) {
      seeds.add(ModuleParts.whole(module));
      seeds.add(ModuleParts.parted(module));
    }
    return seeds;
  }

  private static List<byte[]> compilations() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (byte[] module : SmallModules.all()) {
      byte[] parted = ModuleParts.parted(module);
      seeds.add(join(1, 0x31, Arrays.copyOfRange(parted, 1, parted.length)));
    }
    for (int i = 0; i < 2 * GENERATED; i++) {
      byte[] choices = new byte[CHOICES_OF_GENERATED];
      SeededRandom random = new SeededRandom(i);
      for (int j = 0; j < choices.length; j++) {
        choices[j] = (byte) random.nextLong();
      }
      seeds.add(join(CompilerTarget.GENERATED | (i & 1), (i * 37) & 0xFF, choices));
    }
    return seeds;
  }

  private static List<byte[]> artefacts() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (byte[] module : SmallModules.all()) {
      byte[] artefact;
      try {
        artefact =
            ArtefactWriter.write(
                new ModuleCompiler(CompilerOptions.of(Profile.WASM)).compile(module).module());
      } catch (WasmException e) {
        throw new IllegalStateException(e);
      }
      for (int way = 0; way < ArtefactTarget.WAYS; way++) {
        seeds.add(join(way, artefact));
      }
      seeds.add(join(ArtefactTarget.SEALED, ArtefactTarget.withSignature(artefact)));
    }
    return seeds;
  }

  /** Every function, with every message where it takes one. */
  private static List<byte[]> hostCalls() {
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < HostCallTarget.FUNCTIONS.size(); i++) {
      HostFunction function = HostCallTarget.FUNCTIONS.get(i);
      for (byte[] argument : arguments(function)) {
        byte[] header = new byte[HostCallInput.HEADER_BYTES];
        header[0] = (byte) i;
        header[1] = 2; // A join point where most is allowed.
        header[2] = HostCallInput.MOST_DOUBLINGS - 1;
        byte[] seed = header;
        for (int p = 0; p < Math.max(function.parameters().size(), 1); p++) {
          byte[] value = p == 0 ? argument : join(type(function, p), new byte[32]);
          seed = join(seed, p == 0 ? new byte[0] : HostCallInput.SEPARATOR, value);
        }
        seeds.add(seed);
      }
    }
    return seeds;
  }

  private static List<byte[]> arguments(HostFunction function) {
    int type = type(function, 0);
    if (function.module().equals("runtime-api")) {
      return Arrays.stream(RuntimeContextKey.values())
          .map(key -> join(type, key.text().getBytes(StandardCharsets.UTF_8)))
          .toList();
    }
    if (type == STRING || function.parameters().size() != 1) {
      return List.of(join(type, "key".getBytes(StandardCharsets.UTF_8)));
    }
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(join(type, new byte[20]));
    for (Descriptor message : HostApiProto.getDescriptor().getMessageTypes()) {
      arguments.add(join(type, filled(message).toByteArray()));
    }
    return arguments;
  }

  /** Type index of a parameter. */
  private static int type(HostFunction function, int parameter) {
    boolean text =
        parameter < function.parameters().size()
            && function.parameters().get(parameter).descriptor().contains("String");
    return text ? STRING : BYTES;
  }

  /** A message with something in every field. */
  private static DynamicMessage filled(Descriptor type) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      Object value =
          switch (field.getJavaType()) {
            case INT -> 1;
            case LONG -> 1L;
            case BOOLEAN -> true;
            case STRING -> "text";
            case BYTE_STRING -> ByteString.copyFrom(new byte[31]).concat(ByteString.fromHex("01"));
            case MESSAGE -> filled(field.getMessageType());
            default -> throw new IllegalStateException(field.getFullName());
          };
      if (field.isRepeated()) {
        message.addRepeatedField(field, value);
      } else {
        message.setField(field, value);
      }
    }
    return message.build();
  }

  private static List<byte[]> envelopes() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    byte[] checksum = new byte[4];
    for (byte[] stream : files(BROTLI_STREAMS, ".br")) {
      seeds.add(join(1, 0, 0, 0, 1, checksum, stream));
      seeds.add(join(0, 0, 0, 0, 1, checksum, stream));
    }
    for (byte[] module : SmallModules.all()) {
      seeds.add(join(0, module));
    }
    return seeds;
  }

  private static List<byte[]> documents() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    files(SCENARIOS, ".yaml").forEach(document -> seeds.add(join(1, document)));
    files(SCENARIOS, ".json").forEach(document -> seeds.add(join(0, document)));
    byte[] input = "{\"block\": {\"number\": 1}, \"tx\": {}}".getBytes(StandardCharsets.UTF_8);
    for (int joinPoint = 0; joinPoint < 8; joinPoint++) {
      seeds.add(join(2 | (joinPoint << 2), input));
    }
    return seeds;
  }
}
