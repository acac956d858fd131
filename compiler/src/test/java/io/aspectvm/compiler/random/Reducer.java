package io.aspectvm.compiler.random;

import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.ModuleReader;
import io.aspectvm.wasm.validate.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a program that shows a fault as small as it can get it, by delta debugging over its
 * structure: functions, segments and code are taken away, largest first, as long as the program
 * stays valid and shows the fault. Types of functions stay, so that the same calls do.
 */
final class Reducer {

  private final Predicate<Program> showsFault;
  private int attempts;

  private Reducer(Predicate<Program> showsFault, int attempts) {
    this.showsFault = showsFault;
    this.attempts = attempts;
  }

  /**
   * Reduces a program.
   *
   * @param showsFault holds for {@code program}
   * @param attempts how many smaller programs to try at most
   */
  static Program reduce(Program program, Predicate<Program> showsFault, int attempts) {
    return new Reducer(showsFault, attempts).reduce(program);
  }

  /** One pass over all kinds of reduction after the other, until none helps any more. */
  private Program reduce(Program program) {
    Program before;
    Program now = program;
    do {
      before = now;
      now = reduceFunctions(now);
      now = reduceSegments(now);
      now = reduceLocals(now);
    } while (!now.equals(before) && attempts > 0);
    return now;
  }

  private boolean holds(Program candidate) {
    if (attempts <= 0) {
      return false;
    }
    try {
      Validator.validate(
          ModuleReader.read(
              ProgramWriter.write(candidate), candidate.configuration().profile().limits()),
          candidate.configuration().profile());
    } catch (WasmException e) {
      return false; // For example, a branch to a block that is not there any more.
    }
    attempts--;
    return showsFault.test(candidate);
  }

  private Program reduceFunctions(Program program) {
    Program now = program;
    for (int i = 0; i < now.functions().size(); i++) {
      Program.Function function = now.functions().get(i);
      Program emptied = withBody(now, i, Reductions.constants(function.type().results()));
      if (!isTrivial(function) && holds(emptied)) {
        now = emptied;
      } else {
        now = reduceBody(now, i);
      }
    }
    return now;
  }

  private static boolean isTrivial(Program.Function function) {
    return function.body().stream().allMatch(Node::isConstant);
  }

  private static Program withBody(Program program, int function, List<Node> body) {
    Program.Function old = program.functions().get(function);
    return program.withFunction(function, new Program.Function(old.type(), old.locals(), body));
  }

  /** Tries what makes the body smaller, on and on from the last place where something did. */
  private Program reduceBody(Program program, int function) {
    Program now = program;
    int place = 0;
    boolean again = true;
    while (again && attempts > 0) {
      List<List<Node>> variants = Reductions.of(now.functions().get(function).body());
      int found = place;
      while (found < variants.size() && !holds(withBody(now, function, variants.get(found)))) {
        found++;
      }
      if (found < variants.size()) {
        now = withBody(now, function, variants.get(found));
      }
      again = found < variants.size() || place > 0;
      place = found < variants.size() ? found : 0;
    }
    return now;
  }

  private Program reduceSegments(Program program) {
    Program now = program;
    for (int i = program.data().size() - 1; i >= 0; i--) {
      now = firstThatHolds(now, now.withSegments(without(now.data(), i), now.elements()));
    }
    for (int i = program.elements().size() - 1; i >= 0; i--) {
      now = firstThatHolds(now, now.withSegments(now.data(), without(now.elements(), i)));
    }
    for (int i = program.globals().size() - 1; i >= 0; i--) {
      now = firstThatHolds(now, now.withGlobals(without(now.globals(), i)));
    }
    for (int i = program.tables().size() - 1; i >= 0; i--) {
      now = firstThatHolds(now, now.withTables(without(now.tables(), i)));
    }
    for (int i = program.functions().size() - 1; i >= 0; i--) {
      now = firstThatHolds(now, now.withFunctions(without(now.functions(), i)));
    }
    return now;
  }

  private Program reduceLocals(Program program) {
    Program now = program;
    for (int f = 0; f < now.functions().size(); f++) {
      Program.Function function = now.functions().get(f);
      for (int i = function.locals().size() - 1; i >= 0; i--) {
        Program.Function fewer =
            new Program.Function(function.type(), without(function.locals(), i), function.body());
        Program candidate = now.withFunction(f, fewer);
        if (holds(candidate)) {
          now = candidate;
          function = fewer;
        }
      }
    }
    return now;
  }

  private Program firstThatHolds(Program now, Program candidate) {
    return holds(candidate) ? candidate : now;
  }

  private static <T> List<T> without(List<T> list, int index) {
    List<T> rest = new ArrayList<>(list);
    if (index < rest.size()) {
      rest.remove(index);
    }
    return rest;
  }
}
