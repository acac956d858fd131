package io.aspectvm.cli;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The commands of the command line, in the order of the help. */
enum Subcommand {
  RUN("run", RunCommand::new),
  JOIN_POINT("join-point", JoinPointCommand::new),
  SCENARIO("scenario", ScenarioCommand::new),
  INVOKE("invoke", InvokeCommand::new),
  SPEC("spec", SpecCommand::new),
  COMPILE("compile", CompileCommand::new),
  KEYGEN("keygen", KeygenCommand::new),
  VERIFY("verify", VerifyCommand::new),
  VALIDATE("validate", ValidateCommand::new),
  INSPECT("inspect", InspectCommand::new),
  INSTRUMENT("instrument", InstrumentCommand::new);

  private final String text;
  private final Function<Console, Object> constructor;

  Subcommand(String text, Function<Console, Object> constructor) {
    this.text = text;
    this.constructor = constructor;
  }

  /** The word on the command line. */
  String text() {
    return text;
  }

  Object create(Console console) {
    return constructor.apply(console);
  }

  /**
   * The one that {@code args} begin with, or all of them: describing a command by reflection takes
   * time, and a run needs one.
   */
  static List<Subcommand> needed(String[] args) {
    List<Subcommand> all = Arrays.asList(values());
    if (args.length == 0) {
      return all;
    }
    List<Subcommand> named =
        all.stream().filter(subcommand -> subcommand.text.equals(args[0])).toList();
    return named.isEmpty() ? all : named;
  }
}
