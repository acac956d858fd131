package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.Blake2FInput;
import io.aspectvm.proto.aspect.v2.EcRecoverInput;
import io.aspectvm.proto.aspect.v2.StateChangeQuery;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.ValueWriter;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.RuntimeContextKey;
import io.aspectvm.runtime.host.Surcharge;
import io.aspectvm.runtime.host.context.ContextFixture;
import io.aspectvm.runtime.host.service.AspectProperties;
import io.aspectvm.runtime.host.service.EvmCalls;
import io.aspectvm.runtime.host.service.EvmResult;
import io.aspectvm.runtime.host.service.InMemoryAspectProperties;
import io.aspectvm.runtime.host.service.InMemoryStateDatabase;
import io.aspectvm.runtime.host.service.RuntimeContextSource;
import io.aspectvm.runtime.host.service.StateChanges;
import io.aspectvm.runtime.host.service.StateDatabase;
import io.aspectvm.runtime.testing.ChildJava;
import io.aspectvm.runtime.testing.HostFunctionCaller;
import io.aspectvm.runtime.testing.ScriptedEvm;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every host function, called with the same arguments on other threads and in other JVMs: the same
 * values, errors and gas, whatever the language, the time zone and the seeds of hashes are
 * (CWA-2022-001, CWA-2022-003, CWA-2024-006).
 */
@Timeout(120)
class EveryHostCallTest {

  @TempDir Path folder;

  private static final ImportPrice PRICE = new ImportPrice(1_000, 10, true, Surcharge.NONE);
  private static final byte[] ASPECT = {(byte) 0xA5};
  private static final Bytes ADDRESS = new Bytes(new byte[] {7});

  /** A call with its arguments. */
  private record Given(String field, GuestValue... arguments) {}

  private static List<Given> calls() {
    List<Given> calls = new ArrayList<>();
    HostApiMessageTest.targets()
        .forEach(target -> calls.add(message(target.field(), target.message())));
    calls.add(message("__CryptoApi__.ecRecover", signature()));
    calls.add(message("__CryptoApi__.blake2F", compression()));
    for (String field : List.of("sha256", "ripemd160", "keccak")) {
      calls.add(new Given("__CryptoApi__." + field, new Bytes(new byte[] {1, -1})));
    }
    calls.add(new Given("__CryptoApi__.bigModExp", bytes("07"), bytes("ff01"), bytes("0102")));
    for (String text : List.of("", "I\u0131\u0130i", "line\nline", "\uD83D\uDE00")) {
      calls.add(new Given("__UtilApi__.revert", Str.of(text)));
      calls.add(new Given("__UtilApi__.sLog", Str.of(text)));
      calls.add(new Given("__AspectPropertyApi__.get", Str.of(text)));
      calls.add(new Given("__AspectStateApi__.set", Str.of(text), bytes("010203")));
      calls.add(new Given("__AspectStateApi__.get", Str.of(text)));
      calls.add(new Given("__AspectTransientStorageApi__.set", Str.of(text), bytes("0102")));
      calls.add(new Given("__AspectTransientStorageApi__.get", bytes(""), Str.of(text)));
    }
    calls.add(new Given("__UtilApi__.gas"));
    for (String field : List.of("Balance", "CodeHash", "CodeSize", "Nonce")) {
      calls.add(new Given("__StateDbApi__.get" + field, ADDRESS));
    }
    calls.add(new Given("__StateDbApi__.getState", ADDRESS, bytes("03")));
    calls.add(new Given("__StateDbApi__.hasSuicided", ADDRESS));
    for (String variable : List.of(".balance", "map", "inner")) {
      calls.add(message("__TraceApi__.queryStateChange", changes(variable)));
    }
    calls.add(new Given("__TraceApi__.queryCallTree", bytes("0102")));
    for (RuntimeContextKey key : RuntimeContextKey.values()) {
      calls.add(new Given("__RuntimeContextApi__.get", Str.of(key.text())));
    }
    return calls;
  }

  private static Given message(String field, com.google.protobuf.Message message) {
    return new Given(field, new Bytes(message.toByteArray()));
  }

  private static Bytes bytes(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  private static ByteString hex(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  private static EcRecoverInput signature() {
    return EcRecoverInput.newBuilder()
        .setHash(hex("18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c"))
        .setV(hex("1c"))
        .setR(hex("73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f"))
        .setS(hex("eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549"))
        .build();
  }

  private static Blake2FInput compression() {
    return Blake2FInput.newBuilder()
        .setH(hex("01".repeat(64)))
        .setM(hex("02".repeat(128)))
        .setT(hex("03".repeat(16)))
        .setFinal(true)
        .setRounds(hex("00000fff"))
        .build();
  }

  private static StateChangeQuery changes(String variable) {
    return StateChangeQuery.newBuilder().setAccount(hex("07")).setStateVarName(variable).build();
  }

  /** Many of everything, so that an order that is nobody's shows. */
  private static HostServices services() {
    InMemoryStateDatabase state = new InMemoryStateDatabase();
    InMemoryAspectProperties properties = new InMemoryAspectProperties();
    for (int i = 0; i < 50; i++) {
      byte[] value = {(byte) i, 1};
      state
          .account(ByteKey.address(new byte[] {(byte) i}))
          .balance(BigInteger.TEN.pow(i))
          .nonce(i)
          .code(value)
          .storage(new byte[] {3}, value);
      properties.put(ByteKey.address(ASPECT), 300, ByteKey.of("key " + i), value);
    }
    properties.put(ByteKey.address(ASPECT), 300, ByteKey.of("line\nline"), new byte[] {9});
    ScriptedEvm evm = new ScriptedEvm();
    for (int i = 0; i < 4; i++) {
      evm.answer(call -> EvmResult.success(call.input(), call.gas() / 2));
    }
    return HostServices.inMemory().toBuilder()
        .with(StateDatabase.class, state)
        .with(AspectProperties.class, properties)
        .with(EvmCalls.class, evm)
        .with(StateChanges.class, new Tracer())
        .with(RuntimeContextSource.class, ContextFixture.all("dynamicFeeWithoutList").build())
        .build();
  }

  /** Fifty changes by ten callers, and fifty indices. */
  private static final class Tracer implements StateChanges {

    @Override
    public Recorded balance(ByteKey account) {
      return variable(account, ByteKey.of("map"), List.of());
    }

    @Override
    public Recorded variable(ByteKey account, ByteKey name, List<ByteKey> indices) {
      List<Change> changes = new ArrayList<>();
      List<ByteKey> inner = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        ByteKey caller = ByteKey.address(new byte[] {(byte) (i * 7 % 10)});
        changes.add(new Change(caller, new byte[] {(byte) i}, i * 3 % 8));
        inner.add(ByteKey.of("index " + i * 7));
      }
      return name.equals(ByteKey.of("inner")) ? new Indices(inner) : new Changes(changes);
    }
  }

  /** What becomes of all calls at these join points, one after the other. */
  private static List<String> transcript() {
    List<String> lines = new ArrayList<>();
    for (JoinPoint joinPoint : JoinPoint.values()) {
      HostServices services = services();
      for (Given given : calls()) {
        ExecutionContext context =
            ExecutionContext.builder()
                .joinPoint(joinPoint)
                .aspectId(ASPECT)
                .aspectVersion(300)
                .blockNumber(77)
                .services(services)
                .build();
        lines.add(joinPoint + " " + given.field() + ": " + outcome(context, given));
      }
    }
    return lines;
  }

  private static String outcome(ExecutionContext context, Given given) {
    HostFunctionCaller.Ended ended =
        HostFunctionCaller.run(
            context,
            HostFunctionCaller.GAS,
            PRICE,
            function(given.field()).module(),
            given.field(),
            given.arguments());
    String result =
        ended.value() == null
            ? String.valueOf(ended.thrown())
            : HexFormat.of().formatHex(ValueWriter.encode(ended.value()));
    if (ended.thrown() instanceof Trap trap) {
      result = trap.kind() + " " + trap.getCause().getMessage();
    }
    return result + ", " + ended.gasLeft() + ", " + context.revertMessage() + context.logs();
  }

  private static HostFunction function(String field) {
    return HostModules.standard().functions().stream()
        .filter(function -> function.field().equals(field))
        .findFirst()
        .orElseThrow();
  }

  /** A host function that comes later must come to the list; raw ones have no values. */
  @Test
  void everyFunctionIsCalledAndAnswers() {
    Set<String> all =
        HostModules.standard().functions().stream()
            .filter(function -> !function.raw())
            .map(HostFunction::field)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> transcript = transcript();
    Set<String> answered =
        transcript.stream()
            .filter(line -> !line.contains("WRITE_PARAMS_FAILED") && !line.contains("Crash"))
            .map(line -> line.replaceAll("^\\w+ (\\S+): (?s).*", "$1"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(all, answered);
  }

  @Test
  void manyThreadsGetTheSame() throws Exception {
    List<String> alone = transcript();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<List<String>>> all =
          IntStream.range(0, 8)
              .mapToObj(i -> threads.submit(EveryHostCallTest::transcript))
              .toList();
      for (Future<List<String>> each : all) {
        assertEquals(alone, each.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Each has seeds of its own for the hashes of keys and of the JDK's immutable collections. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Duser.language=tr -Duser.country=TR -Duser.timezone=Asia/Kathmandu"
            + " -Dfile.encoding=ISO-8859-1",
        "-Duser.language=ar -Duser.timezone=America/St_Johns -XX:+UseSerialGC"
            + " -XX:+UnlockExperimentalVMOptions -XX:hashCode=2 -XX:ActiveProcessorCount=1",
      })
  void otherJvmsGetTheSame(String flags) throws Exception {
    List<String> command = new ArrayList<>(List.of(flags.split(" ")));
    Path file = folder.resolve("transcript.txt");
    Process process = ChildJava.start(command, Transcript.class, file);
    process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor());
    assertEquals(String.join("\n", transcript()), Files.readString(file));
  }

  /** Writes what becomes of all calls to a file. */
  public static final class Transcript {

    private Transcript() {}

    public static void main(String[] arguments) throws IOException {
      Files.writeString(Path.of(arguments[0]), String.join("\n", transcript()));
    }
  }
}
