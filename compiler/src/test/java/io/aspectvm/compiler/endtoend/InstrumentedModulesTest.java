package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.TickHost;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.SecondEngine;
import io.aspectvm.gas.inject.ModuleInstrumenter;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.binary.ModuleReader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Gas from two sides: a module that was instrumented and runs on another engine, against the same
 * module compiled. Results, traps and counters agree, with gas in plenty and with every limit that
 * is tried below what the call needs.
 */
class InstrumentedModulesTest {

  private static final List<GasSchedule> SCHEDULES =
      List.of(GasSchedules.ARTELA_CURRENT, GasSchedules.ARTELA_LEGACY);

  /** The other engine interprets: larger ones take it minutes. */
  private static final long LARGEST_ARGUMENT = 10;

  /** Calls of functions that take and give raw values. */
  private record RawCall(String export, long... arguments) {}

  @TestFactory
  List<DynamicTest> gasVectors() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode module :
        new ObjectMapper().readTree(Aspects.shared("gas-vectors/vectors.json").toFile())) {
      byte[] wasm = Base64.getDecoder().decode(module.get("wasmBase64").asText());
      List<RawCall> calls = new ArrayList<>();
      for (JsonNode call : module.get("calls")) {
        List<Long> arguments = new ArrayList<>();
        call.get("args").forEach(arg -> arguments.add(bits(arg.asText())));
        calls.add(
            new RawCall(
                call.get("export").asText(),
                arguments.stream().mapToLong(Long::longValue).toArray()));
      }
      tests.addAll(tests(module.get("name").asText(), wasm, calls));
    }
    return tests;
  }

  /** Everything in the examples that can be called with numbers, start functions included. */
  @TestFactory
  List<DynamicTest> examples() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : List.of("counter", "guard", "hello", "merkle", "pricing", "values")) {
      byte[] wasm = Files.readAllBytes(Aspects.example("wasm/" + name + ".wasm"));
      List<RawCall> calls = new ArrayList<>();
      calls.add(new RawCall("__aspect_start__"));
      for (long size : new long[] {0, 1, 17, 65_536, 10_000_000, -1, Integer.MIN_VALUE}) {
        calls.add(new RawCall("allocate", size & 0xFFFF_FFFFL));
      }
      JsonNode expected =
          new ObjectMapper().readTree(Aspects.example("expected/" + name + ".json").toFile());
      for (JsonNode invocation : expected.get("invocations")) {
        long argument = bits(invocation.get("args").get(0).asText());
        if (argument <= LARGEST_ARGUMENT) {
          calls.add(new RawCall(invocation.get("export").asText(), argument));
        }
      }
      tests.addAll(tests(name, wasm, calls));
    }
    return tests;
  }

  /** {@code type:value}; an i32 in the low half, as both engines want it. */
  private static long bits(String text) {
    long value = Long.parseLong(text.substring(text.indexOf(':') + 1));
    return text.startsWith("i32") ? value & 0xFFFF_FFFFL : value;
  }

  private static List<DynamicTest> tests(String name, byte[] wasm, List<RawCall> calls) {
    List<DynamicTest> tests = new ArrayList<>();
    for (GasSchedule schedule : SCHEDULES) {
      tests.add(
          DynamicTest.dynamicTest(
              name + " " + schedule.name(),
              () -> {
                CompilerOptions options =
                    CompilerOptions.of(Profile.WASM)
                        .withSchedule(schedule)
                        .withHostModules(HostModules.standard().plus(TickHost.class));
                WasmModule instrumented =
                    Parser.parse(
                        ModuleInstrumenter.instrument(
                                ModuleReader.read(wasm, Profile.WASM.limits()),
                                schedule,
                                Profile.WASM)
                            .bytes());
                Aspects.under(
                    Isolation.INSTANCE,
                    Aspects.compile(wasm, options),
                    options,
                    aspect -> {
                      for (RawCall call : calls) {
                        compare(aspect, instrumented, call);
                      }
                    });
              }));
    }
    return tests;
  }

  private static void compare(Aspect aspect, WasmModule instrumented, RawCall call) {
    long used = compare(aspect, instrumented, call, Aspects.PLENTY).gasUsed();
    Set<Long> limits = new TreeSet<>(List.of(0L, used));
    for (long limit : new long[] {used - 1, used / 2, used / 3, used / 7, used - 2_000}) {
      limits.add(Math.max(0, limit));
    }
    limits.forEach(limit -> compare(aspect, instrumented, call, limit));
  }

  private static InvocationResult compare(
      Aspect aspect, WasmModule instrumented, RawCall call, long gas) {
    String what = call.export() + Arrays.toString(call.arguments()) + " with " + gas;
    InvocationResult ours = aspect.invoke(call.export(), call.arguments(), gas);
    SecondEngine engine = new SecondEngine(instrumented, imports(instrumented));
    engine.counter().setValue(gas);
    SecondEngine.Ended theirs = engine.call(call.export(), call.arguments());
    assertEquals(engine.counter().getValue(), ours.gasLeft(), what);
    if (theirs.trap() == null) {
      assertNull(ours.trap(), what);
      // Whatever the engine leaves in the upper half of an i32.
      assertArrayEquals(low(theirs.results()), low(ours.results()), what);
    } else if (ours.gasLeft() < 0) {
      assertEquals(TrapKind.OUT_OF_GAS, ours.trap(), what);
    } else {
      assertTrue(theirs.trap().contains(ours.trap().text()), () -> what + ": " + theirs.trap());
    }
    return ours;
  }

  private static long[] low(long[] values) {
    return Arrays.stream(values)
        .map(value -> value == (int) value ? value & 0xFFFF_FFFFL : value)
        .toArray();
  }

  /** {@code env.tick} counts up; what else a module imports is not called with raw values. */
  private static HostFunction[] imports(WasmModule module) {
    return module.importSection().stream()
        .map(FunctionImport.class::cast)
        .map(entry -> imported(entry, module.typeSection().getType(entry.typeIndex())))
        .toArray(HostFunction[]::new);
  }

  private static HostFunction imported(FunctionImport entry, FunctionType type) {
    return new HostFunction(
        entry.module(),
        entry.name(),
        type,
        (instance, arguments) -> {
          if (entry.name().equals("tick")) {
            return new long[] {arguments[0] + 1};
          }
          if (entry.name().equals("abort")) {
            return new long[0];
          }
          throw new AssertionError("a call of " + entry.name());
        });
  }
}
