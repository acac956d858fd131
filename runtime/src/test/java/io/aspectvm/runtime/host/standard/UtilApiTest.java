package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.aspectvm.runtime.abi.GuestValue.Int64;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.ModuleLinks;
import io.aspectvm.runtime.host.AbortRecord;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.service.LogSink;
import io.aspectvm.runtime.testing.FakeModule;
import io.aspectvm.runtime.testing.FakeModule.FakeInstance;
import io.aspectvm.runtime.testing.HostFunctionCaller;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** host-apis, section 3, and aspect-abi, section 4.1. */
class UtilApiTest {

  private static final int MEMORY_BYTES = 65_536;

  private ExecutionContext context = ExecutionContext.builder().build();

  @Test
  void theLastRevertCounts() {
    assertNull(context.revertMessage());
    util("revert", Str.of("first"));
    util("revert", Str.of(""));
    assertEquals(GuestString.EMPTY, context.revertMessage());
  }

  @Test
  void logsGoToTheSinkAndAreKept() {
    List<GuestString> sunk = new ArrayList<>();
    LogSink sink = (execution, message) -> sunk.add(message);
    context =
        ExecutionContext.builder()
            .services(HostServices.builder().with(LogSink.class, sink).build())
            .build();
    GuestString raw = GuestString.of(new byte[] {'\r', 27, -1});
    util("sLog", new Str(raw));
    util("sLog", Str.of(""));
    assertEquals(List.of(raw, GuestString.EMPTY), sunk);
    assertEquals(sunk, context.logs());
  }

  @Test
  void aFloodOfLogsIsBounded() {
    for (int i = 0; i < ExecutionContext.MAX_LOGS + 5; i++) {
      context.log(GuestString.EMPTY);
    }
    assertEquals(ExecutionContext.MAX_LOGS, context.logs().size());
    assertEquals(5, context.droppedLogs());
  }

  @Test
  void gasIsTheCounter() {
    assertEquals(new Int64(HostFunctionCaller.GAS), util("gas"));
  }

  private Object util(String method, Str... arguments) {
    return HostFunctionCaller.call(context, "util-api", "__UtilApi__." + method, arguments);
  }

  @Test
  void abortKeepsItsMessageAndReturns() {
    FakeInstance instance = instance();
    int message = text(instance, 100, "z\u00FCrich \uD83D\uDE00".toCharArray());
    int fileName = text(instance, 200, "assembly/index.ts".toCharArray());

    instance.callImport(0, message, fileName, 7, -1);

    assertEquals(
        new AbortRecord("z\u00FCrich \uD83D\uDE00", "assembly/index.ts", 7, -1),
        context.aborts().get(0));
    assertEquals(1_000, instance.gasLeft());
  }

  @Test
  void loneSurrogatesAreReplaced() {
    FakeInstance instance = instance();
    char[] units = {'a', '\uD83D', 'b', '\uDE00', '\uD83D'};
    instance.callImport(0, text(instance, 100, units), 0, 0, 0);
    assertEquals("a\uFFFDb\uFFFD\uFFFD", context.aborts().get(0).message());
  }

  @Test
  void longMessagesAreCutAndManyAreDropped() {
    FakeInstance instance = instance();
    int message = text(instance, 100, "x".repeat(5_000).toCharArray());
    for (int i = 0; i < ExecutionContext.MAX_ABORTS + 5; i++) {
      instance.callImport(0, message, 0, i, 0);
    }
    assertEquals(ExecutionContext.MAX_ABORTS, context.aborts().size());
    assertEquals(AssemblyScriptString.MAX_UNITS, context.aborts().get(0).message().length());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        3,
        4,
        -1,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE,
        MEMORY_BYTES - 1,
        MEMORY_BYTES,
        MEMORY_BYTES + 1
      })
  void anyPointerIsHarmless(int pointer) {
    for (int length : new int[] {0, 1, 2, -1, -2, MEMORY_BYTES, Integer.MAX_VALUE - 1}) {
      FakeInstance instance = instance();
      for (int at : new int[] {0, MEMORY_BYTES - 5, MEMORY_BYTES - 4}) {
        instance.memory.buffer().putInt(at, length);
      }
      instance.callImport(0, pointer, pointer, 0, 0);
      assertEquals(1, context.aborts().size());
    }
  }

  @Test
  void abortWithoutMemoryHasNoMessage() {
    FakeModule module = module().pages(-1, 0);
    FakeInstance instance = module.instance();
    context.bind(instance, ModuleLinks.of(module));
    instance.callImport(0, 100, 100, 0, 0);
    assertNull(context.aborts().get(0).message());
  }

  private static FakeModule module() {
    FakeModule module = new FakeModule();
    module.imports(HostModules.standard().find("env", "abort").orElseThrow(), ImportPrice.FREE);
    return module;
  }

  private FakeInstance instance() {
    FakeModule module = module();
    FakeInstance instance = module.instance();
    context = ExecutionContext.builder().build();
    context.bind(instance, ModuleLinks.of(module));
    instance.setGas(1_000);
    return instance;
  }

  private static int text(FakeInstance instance, int at, char[] units) {
    instance.memory.buffer().putInt(at, 2 * units.length);
    for (int i = 0; i < units.length; i++) {
      instance.memory.buffer().putChar(at + 4 + 2 * i, units[i]);
    }
    return at + 4;
  }
}
