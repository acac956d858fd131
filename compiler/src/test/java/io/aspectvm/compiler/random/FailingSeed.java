package io.aspectvm.compiler.random;

import io.aspectvm.compiler.random.Differential.Difference;
import io.aspectvm.wasm.WasmException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Turns a seed on which engines differ into a small case, ready to be committed. */
final class FailingSeed {

  private static final Path FOLDER = Path.of("target", "random");

  /** At some milliseconds each. */
  private static final int ATTEMPTS = 5_000;

  /** Enough for all attempts, but where the JVM only interprets. */
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private FailingSeed() {}

  /** Writes the case; what there is to say about it, for a failure's message. */
  static String reduce(long seed, Program program, Difference difference)
      throws IOException, WasmException {
    if (!differs(seed, program, difference.calls())) {
      return "seed %d, not so when both engines run it again here: %s"
          .formatted(seed, difference.getMessage());
    }
    List<Call> calls = fewest(seed, program, difference.calls());
    long start = System.nanoTime();
    Program small =
        Reducer.reduce(
            program,
            candidate ->
                System.nanoTime() - start < LIMIT.toNanos() && differs(seed, candidate, calls),
            ATTEMPTS);
    String name = "seed-" + seed;
    RandomCase.of(Subject.of(small, seed), calls).write(FOLDER, name);
    return "seed %d: %s%nreduced to %s, to be moved to src/test/resources/random once mended"
        .formatted(seed, difference.getMessage(), FOLDER.resolve(name + ".wasm"));
  }

  /** The last call alone, if that is enough. */
  private static List<Call> fewest(long seed, Program program, List<Call> calls) {
    List<Call> last = calls.subList(calls.size() - 1, calls.size());
    return differs(seed, program, last) ? last : calls;
  }

  private static boolean differs(long seed, Program program, List<Call> calls) {
    try {
      Subject subject = Subject.of(program, seed);
      if (calls.stream().allMatch(call -> subject.functions().containsKey(call.export()))) {
        Differential.compare(subject, seed, ExpectedRun.of(subject, calls, OtherEngine.maker()));
      }
      return false;
    } catch (Difference e) {
      return true;
    } catch (WasmException e) {
      return false; // It has become another fault.
    }
  }
}
