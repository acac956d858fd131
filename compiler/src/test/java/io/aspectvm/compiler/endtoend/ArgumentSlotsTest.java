package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.compiler.testing.Links;
import io.aspectvm.runtime.AspectInstance;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.StopSignal;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.wasm.Profile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Arguments around the 255 slots that a call on the JVM may have: instance, depth, gas and a
 * selector take some of them on every way to a function.
 */
class ArgumentSlotsTest {

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);

  @ParameterizedTest
  @CsvSource({
    "249, 0", "250, 0", "251, 0", "1, 124", "2, 124", "0, 125", "1, 125", "0, 126", "252, 0",
    "255, 0", "256, 0", "0, 128"
  })
  void everyWayToAFunctionHasRoom(int ints, int longs) throws Exception {
    List<String> types = new ArrayList<>();
    for (int i = 0; i < Math.max(ints, longs); i++) {
      if (i < longs) {
        types.add("i64");
      }
      if (i < ints) {
        types.add("i32");
      }
    }
    String type = String.join(" ", types) + " -> i64 i64";
    int last = types.size() - 1;
    String values = "local.get 0;" + extended(types.get(0)) + "local.get " + last + ";";
    String body = values + extended(types.get(last));
    StringBuilder arguments = new StringBuilder();
    long[] given = new long[types.size()];
    for (int i = 0; i < types.size(); i++) {
      arguments.append("local.get ").append(i).append(';');
      given[i] = i + 3L;
    }
    GuestModule callee =
        new GuestModule().table(1, "f").exportTable("table").export("f", type, body);
    GuestModule caller =
        new GuestModule()
            .importing("g", "callee", "f", type)
            .importingTable("callee", "table", 1, -1)
            .function("own", type, body)
            .export("direct", type, arguments + "call $own")
            .export("linked", type, arguments + "call $g")
            .export("foreign", type, arguments + "i32.const 0; call_indirect " + type);
    GuestModule alone =
        new GuestModule()
            .table(1, "own")
            .function("own", type, body)
            .export("indirect", type, arguments + "i32.const 0; call_indirect " + type);
    Links.underEachPolicy(
        OPTIONS,
        links -> {
          check(links.add("callee", callee), "f", given);
          AspectInstance instance = links.instantiate(caller);
          for (String export : new String[] {"direct", "linked", "foreign"}) {
            check(instance, export, given);
          }
          check(links.instantiate(alone), "indirect", given);
        });
  }

  private static String extended(String type) {
    return type.equals("i32") ? "i64.extend_i32_u;" : "";
  }

  private static void check(AspectInstance instance, String export, long[] given) {
    InvocationResult rich = instance.invoke(export, given);
    assertArrayEquals(new long[] {3, given.length + 2}, rich.results(), export + " " + rich);
    long need = rich.gasUsed();
    assertEquals(0, instance.invoke(new StopSignal(), export, need, given).gasLeft());
    InvocationResult poor = instance.invoke(new StopSignal(), export, need - 1, given);
    assertEquals(TrapKind.OUT_OF_GAS, poor.trap());
    assertEquals(-1, poor.gasLeft());
  }
}
