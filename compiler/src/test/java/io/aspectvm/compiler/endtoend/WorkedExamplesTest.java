package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.wasm.Profile;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The worked examples of the gas specification, section 6, executed: what a call uses is the sum of
 * the charges on its path. The tables of charges themselves are tested where the planner is.
 */
class WorkedExamplesTest {

  private static final long OUT_OF_GAS_MARKER = -1;

  /**
   * One call.
   *
   * @param charges {@code position=C/L}, as in the specification's table
   * @param path positions in the order of execution; a position behind which a loop stays for ever
   *     is followed by dots
   * @param pages that the call grows the memory by
   */
  record Example(
      String name,
      String type,
      String code,
      String charges,
      String arguments,
      String path,
      String result,
      long pages) {

    long[] argumentBits() {
      return Stream.of(arguments.split(" "))
          .filter(word -> !word.isEmpty())
          .mapToLong(Long::parseLong)
          .toArray();
    }

    /** WASM gas of the path under schedule C (0) or L (1). */
    long gas(int column, GasSchedule schedule) {
      Map<String, Long> amounts = new TreeMap<>();
      for (String charge : charges.split(" ")) {
        if (!charge.isEmpty()) {
          String[] parts = charge.split("[=/]");
          amounts.put(parts[0], Long.parseLong(parts[1 + column]));
        }
      }
      long gas = pages * schedule.growPerPage();
      for (String position : path.split(" ")) {
        if (!position.isEmpty() && !position.equals("...")) {
          gas += amounts.get(position);
        }
      }
      return gas;
    }

    boolean endless() {
      return path.endsWith("...");
    }
  }

  private static Stream<Arguments> examples() {
    return Stream.of(
            call(1, "i32 i32 -> i32", "local.get 0; local.get 1; i32.add", "0=1266/59")
                .with("2 3", "0", "5"),
            call(2, "->", "", "").with("", "", ""),
            call(
                    3,
                    "i32 -> i32",
                    "block; local.get 0; br_if 0; i32.const 7; local.set 0; end; local.get 0",
                    "0=1486/78 3=1196/57")
                .with("0", "0 3", "7")
                .with("5", "0", "5"),
            call(
                    4,
                    "i32 -> i32",
                    "local.get 0; if i32; i32.const 1; else; i32.const 2; i32.const 3; i32.add; end",
                    "0=1296/66 2=1116/55 4=1206/57")
                .with("1", "0 2", "1")
                .with("0", "0 4", "5"),
            call(
                    5,
                    "i32 ->",
                    "local i32; loop; i32.const 10; local.set 1; loop; local.get 1; i32.const 1;"
                        + "i32.sub; local.tee 1; br_if 0; end; local.get 0; i32.const 1; i32.sub;"
                        + "local.tee 0; br_if 0; end; nop",
                    "0=1266/65 1=1666/83 4=1426/70")
                .with("1", "0 1" + " 4".repeat(10), "")
                .with("3", "0" + (" 1" + " 4".repeat(10)).repeat(3), ""),
            call(
                    6,
                    "i32 -> i32",
                    "block; block; block; local.get 0; br_table 0 1 2; end; i32.const 100; return;"
                        + "end; i32.const 101; return; end; i32.const 102",
                    "0=1766/103 6=1216/65 9=1216/65 12=1116/55")
                .with("0", "0 6", "100")
                .with("1", "0 9", "101")
                .with("2", "0 12", "102")
                .with("-1", "0 12", "102"),
            call(7, "i32 ->", "local.get 0; if; unreachable; nop; end; nop", "0=1306/67 2=1126/56")
                .with("0", "0", "")
                .with("1", "0 2", "unreachable"),
            call(8, "i32 -> i32", "local.get 0; memory.grow", "0=436146/435056")
                .with("0", "0", "1")
                .growing(3, "3", "0", "1")
                // Charged, although the memory cannot grow so far.
                .growing(65_536, "65536", "0", "-1"),
            call(
                    9,
                    "i32 ->",
                    "block; loop; local.get 0; i32.eqz; br_if 1; local.get 0; i32.const 1; i32.sub;"
                        + "local.set 0; br 0; end; end; nop",
                    "0=1416/75 2=1309/67 5=1466/70")
                .with("0", "0 2", "")
                .with("2", "0 2 5 2 5 2", ""),
            call(
                    10,
                    "->",
                    "i32.const 1; i32.const 2; call $two; i32.const 3; call $one",
                    "0=1436/247")
                .with("", "0", ""),
            call(
                    11,
                    "i32 -> i32",
                    "local.get 0; if; i32.const 5; return; end; i32.const 6",
                    "0=1296/66 2=1216/65 5=1116/55")
                .with("1", "0 2", "5")
                .with("0", "0 5", "6"),
            call(
                    12,
                    "i32 ->",
                    "loop; local.get 0; if; local.get 0; br_if 1; else; nop; local.get 0; br_if 1;"
                        + "end; nop; end; nop",
                    "0=1266/65 1=1306/67 3=1296/66 6=1306/67")
                .with("0", "0 1 6", "")
                .with("1", "0 1 3 1 3 1 ...", ""),
            call(13, "-> i32", "i32.const 1; return; i32.const 2; drop", "0=1216/65 2=1216/65")
                .with("", "0", "1"),
            call(14, "->", "loop; br 0; end", "0=1256/64 1=1256/64").with("", "0 1 1 1 ...", ""),
            call(
                    15,
                    "i32 ->",
                    "block; block; local.get 0; br_if 1; nop; end; nop; end; nop",
                    "0=1606/87 4=1116/55 6=1116/55")
                .with("1", "0", "")
                .with("0", "0 4 6", ""),
            call(
                    16,
                    "i32 ->",
                    "local.get 0; if; else; nop; end; i32.const 1; drop",
                    "0=1406/77 3=1116/55")
                .with("1", "0", "")
                .with("0", "0 3", ""),
            call(
                    17,
                    "i32 ->",
                    "block; loop; local.get 0; br_table 0 1 1; end; end; nop",
                    "0=1416/75 2=1316/73")
                .with("1", "0 2", "")
                .with("9", "0 2", "")
                .with("0", "0 2 2 2 ...", ""),
            call(
                    18,
                    "i32 -> i32",
                    "loop; local.get 0; i32.const 5; i32.gt_u; if; local.get 0; return; end;"
                        + "local.get 0; i32.const 1; i32.add; local.set 0; br 0; end; unreachable",
                    "0=1256/64 1=1319/68 5=1246/66 8=1466/70 14=1116/55")
                .with("9", "0 1 5", "9")
                .with("3", "0 1 8 1 8 1 8 1 5", "6"),
            call(
                    19,
                    "i32 ->",
                    "loop; i32.const 1; memory.grow; drop; local.get 0; i32.const 1; i32.sub;"
                        + "local.tee 0; br_if 0; end",
                    "0=1256/64 1=436536/435081")
                .growing(4, "4", "0 1 1 1 1", ""),
            call(20, "i32 ->", "local.get 0; call_indirect ->", "0=1346/256")
                .with("0", "0", "")
                .with("7", "0", "undefined element"),
            call(
                    21,
                    "i32 -> i64",
                    "local.get 0; local.get 0; i64.load; i64.const 3; i64.mul; i64.store;"
                        + "local.get 0; i64.load",
                    "0=1626/74")
                .with("16", "0", "21")
                .with("65529", "0", "out of bounds memory access"),
            call(
                    22,
                    "i32 ->",
                    "block; local.get 0; if; br 1; else; br 0; end; nop; end; nop",
                    "0=1456/77 3=1256/64 5=1256/64 7=1116/55")
                .with("1", "0 3", "")
                .with("0", "0 5 7", ""),
            call(
                    23,
                    "i32 ->",
                    "loop; loop; loop; local.get 0; br_if 2; local.get 0; br_if 1; local.get 0;"
                        + "br_if 0; end; end; end",
                    "0=1256/64 1=1256/64 2=1256/64 3=1296/66 5=1296/66 7=1296/66")
                .with("0", "0 1 2 3 5 7", "")
                .with("1", "0 1 2 3 1 2 3 1 ...", ""),
            call(24, "-> i32", "unreachable; i32.const 1; drop; i32.const 2", "0=1236/67")
                .with("", "0", "unreachable"),
            call(
                    25,
                    "i32 -> i32",
                    "block i32; i32.const 9; local.get 0; br_if 0; drop; i32.const 8; end",
                    "0=1456/77 4=1216/65")
                .with("1", "0", "9")
                .with("0", "0 4", "8"))
        .flatMap(Calls::stream)
        .map(example -> Arguments.of(example.name, example));
  }

  private static Calls call(int number, String type, String code, String charges) {
    return new Calls(
        new Example("example " + number, type, code, charges, "", "", "", 0), Stream.empty());
  }

  private record Calls(Example example, Stream<Example> stream) {
    Calls with(String arguments, String path, String result) {
      return growing(0, arguments, path, result);
    }

    Calls growing(long pages, String arguments, String path, String result) {
      Example call =
          new Example(
              example.name + " (" + arguments + ")",
              example.type,
              example.code,
              example.charges,
              arguments,
              path,
              result,
              pages);
      return new Calls(example, Stream.concat(stream, Stream.of(call)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void usesTheChargesOnItsPath(String name, Example example) throws Exception {
    byte[] wasm =
        new GuestModule()
            .memory(1, 100)
            .data(16, (byte) 7)
            .table(1, "nothing")
            .export("f", example.type, example.code)
            .function("nothing", "->", "")
            .function("one", "i32 ->", "")
            .function("two", "i32 i32 ->", "")
            .toByteArray();
    check(wasm, example, GasSchedules.ARTELA_CURRENT, 0);
    check(wasm, example, GasSchedules.ARTELA_LEGACY, 1);
  }

  private static void check(byte[] wasm, Example example, GasSchedule schedule, int column)
      throws Exception {
    CompilerOptions options = CompilerOptions.of(Profile.WASM).withSchedule(schedule);
    long gas = example.gas(column, schedule);
    Aspects.underEachPolicy(
        wasm,
        options,
        aspect -> {
          if (example.endless()) {
            // Exactly the charges shown can be paid, and no more.
            outOfGas(aspect.invoke("f", example.argumentBits(), gas), gas);
            return;
          }
          ended(example, aspect.invoke("f", example.argumentBits(), Aspects.PLENTY), gas);
          InvocationResult exact = aspect.invoke("f", example.argumentBits(), gas);
          ended(example, exact, gas);
          assertEquals(0, exact.gasLeft());
          if (gas > 0) {
            outOfGas(aspect.invoke("f", example.argumentBits(), gas - 1), gas - 1);
          }
        });
  }

  private static void ended(Example example, InvocationResult result, long gas) {
    String shown =
        result.trap() != null
            ? result.trap().text()
            : result.results().length == 0
                ? ""
                : example.type.endsWith("i32")
                    ? String.valueOf((int) result.results()[0])
                    : String.valueOf(result.results()[0]);
    assertEquals(example.result, shown);
    assertEquals(gas, result.gasUsed());
  }

  private static void outOfGas(InvocationResult result, long limit) {
    assertEquals(TrapKind.OUT_OF_GAS, result.trap());
    assertEquals(OUT_OF_GAS_MARKER, result.gasLeft());
    assertEquals(limit, result.gasUsed());
  }
}
