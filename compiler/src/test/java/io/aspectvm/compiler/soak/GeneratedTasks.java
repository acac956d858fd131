package io.aspectvm.compiler.soak;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.random.ExpectedCall;
import io.aspectvm.compiler.random.Subject;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.code.CompiledModule;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls of random modules, every second of which is compiled in pieces. There are more of them than
 * a soak's runtimes keep, so that modules are loaded and let go all the time.
 */
final class GeneratedTasks {

  private static final int MODULES = 48;
  private static final int SMALL_METHODS = 200;

  private GeneratedTasks() {}

  static List<SoakTask> all() throws Exception {
    List<SoakTask> tasks = new ArrayList<>();
    for (int seed = 0; seed < MODULES; seed++) {
      Subject subject = Subject.of(seed);
      CompilerOptions options =
          CompilerOptions.of(subject.profile())
              .withSchedule(subject.schedule())
              .withHostModules(HostileTasks.HOSTS);
      boolean pieces = seed % 2 == 1;
      CompiledModule module =
          Aspects.compile(
              subject.wasm(), pieces ? options.withMethodBytes(SMALL_METHODS) : options);
      for (ExpectedCall call : ExpectedCall.of(subject, seed)) {
        tasks.add(
            new SoakTask(
                SoakTask.Kind.GENERATED,
                pieces ? "random module in pieces" : "random module",
                module,
                aspect -> run(aspect, call)));
      }
    }
    return tasks;
  }

  private static String run(Aspect aspect, ExpectedCall expected) {
    return expected.difference(
        aspect.invoke(
            expected.call().export(), expected.call().arguments(), expected.call().gas()));
  }
}
