package io.aspectvm.compiler.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.Isolation;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.opcode.Opcode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A mistake of a compiler, played by one opcode in place of another, is found by random modules,
 * and reduced to a module of a few instructions that still shows it.
 */
class ReducerTest {

  private static final long GAS = 1_000_000;
  private static final int SEEDS = 400;
  private static final int ATTEMPTS = 3_000;

  /** Instructions that are left, constants for the results of other functions not counted. */
  private static final int SMALL = 30;

  @TempDir private Path folder;

  private record Mistake(Opcode right, Opcode wrong) {
    Opcode apply(Opcode opcode) {
      return opcode == right ? wrong : opcode;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "I64_REM_S, I64_REM_U",
    "I32_LOAD16_S, I32_LOAD16_U",
    "I32_TRUNC_SAT_F64_U, I32_TRUNC_SAT_F64_S",
    "I64_MUL_WIDE_S, I64_MUL_WIDE_U"
  })
  void aMistakeIsReduced(Opcode right, Opcode wrong) throws Exception {
    Mistake mistake = new Mistake(right, wrong);
    long seed = firstSeed(mistake);
    Program program = ProgramGenerator.generate(seed);
    Call call = callThatDiffers(program, seed, mistake);
    Program small = Reducer.reduce(program, each -> differs(each, seed, call, mistake), ATTEMPTS);
    assertTrue(differs(small, seed, call, mistake));
    assertTrue(size(small) <= SMALL, () -> size(small) + " instructions: " + small.functions());
    assertTrue(size(small) < size(program) / 2);

    String name = right.name().toLowerCase(Locale.ROOT).replace('_', '-');
    RandomCase written = RandomCase.of(Subject.of(small, seed), List.of(call));
    written.write(folder, name);
    RandomCase read = RandomCase.read(folder, name);
    assertEquals(written.expected(), read.expected());
    Engine.Maker ours = OurEngine.whole(Isolation.INSTANCE);
    assertEquals(
        read.expected(), List.of(ours.of(read.subject()).start().call(read.calls().get(0)).text()));
  }

  /** The first seed that tells the mistake. */
  private static long firstSeed(Mistake mistake) {
    for (long seed = 0; seed < SEEDS; seed++) {
      Program program = ProgramGenerator.generate(seed);
      if (program.functions().stream().anyMatch(function -> has(function, mistake.right()))
          && callThatDiffers(program, seed, mistake) != null) {
        return seed;
      }
    }
    throw new AssertionError(mistake + " is not found by " + SEEDS + " modules");
  }

  private static boolean has(Program.Function function, Opcode opcode) {
    List<Opcode> all = new ArrayList<>();
    function.body().forEach(node -> node.visit(each -> all.add(each.opcode())));
    return all.contains(opcode);
  }

  private static Call callThatDiffers(Program program, long seed, Mistake mistake) {
    SeededRandom random = new SeededRandom(seed);
    for (int i = 0; i < program.functions().size(); i++) {
      Call call = Call.random("f" + i, program.functions().get(i).type(), GAS, random);
      if (differs(program, seed, call, mistake)) {
        return call;
      }
    }
    return null;
  }

  private static boolean differs(Program program, long seed, Call call, Mistake mistake) {
    try {
      Subject right = Subject.of(program, seed);
      if (!right.functions().containsKey(call.export())) {
        return false;
      }
      byte[] wrong = ProgramWriter.write(program, mistake::apply);
      return !observe(right, call)
          .equals(observe(new Subject(wrong, right.profile(), right.schedule()), call));
    } catch (WasmException e) {
      throw new IllegalStateException(e); // Made valid, and of the same type with the mistake.
    }
  }

  private static String observe(Subject subject, Call call) throws WasmException {
    return OurEngine.whole(Isolation.INSTANCE).of(subject).start().call(call).text();
  }

  private static int size(Program program) {
    int size = 0;
    for (Program.Function function : program.functions()) {
      for (Node node : function.body()) {
        size += node.isConstant() ? 0 : node.size();
      }
    }
    return size;
  }
}
