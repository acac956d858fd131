package io.aspectvm.cli;

import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.wasm.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aspectvm run}. */
@Command(
    name = "run",
    description = {
      "Executes an export of an aspect as the chain does: sets the gas, calls",
      "__aspect_start__, hands over the arguments, calls the export, decodes its result.",
      "The host's services are in memory, and empty at first. The default profile is wasm.",
      "",
      "TYPE:VALUE    " + GuestArgument.TYPES,
      "              string:Alice bytes:0x0102ff bool:true i32:-1 i64:42 u64:0xffff",
      "              bytes are hex, with or without 0x.",
      "",
    })
final class RunCommand implements Callable<Integer> {

  private static final String DEFAULT_GAS = "1000000";

  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private CompileOptions compile;
  @Mixin private IsolationOption isolation;

  @Parameters(paramLabel = "FILE", description = "A module or an artefact.")
  private Path file;

  @Option(
      names = "--call",
      paramLabel = "EXPORT",
      defaultValue = "execute",
      description = "Export to call. Default: ${DEFAULT-VALUE}.")
  private String export;

  @Option(
      names = "--arg",
      paramLabel = "TYPE:VALUE",
      converter = GuestArgument.class,
      description = "An argument. Repeat it for several.")
  private List<GuestValue> arguments = List.of();

  @Option(
      names = "--gas",
      paramLabel = "N",
      converter = GasConverter.class,
      defaultValue = DEFAULT_GAS,
      description = "Gas limit in EVM gas. Default: ${DEFAULT-VALUE}.")
  private long gas;

  @Option(
      names = "--join-point",
      paramLabel = "NAME",
      converter = JoinPointConverter.class,
      description = {
        "Where host functions find themselves. Default: the join point that the",
        "first string argument names, otherwise preContractCall.",
      })
  private JoinPoint joinPoint;

  @Option(
      names = "--block",
      paramLabel = "N",
      converter = BlockConverter.class,
      defaultValue = "0",
      description = "Number of the current block. Default: ${DEFAULT-VALUE}.")
  private long block;

  /** Reads a join point's name. */
  static final class JoinPointConverter implements ITypeConverter<JoinPoint> {
    @Override
    public JoinPoint convert(String name) {
      return JoinPoint.byText(name)
          .orElseThrow(
              () -> Words.unknown(name, Stream.of(JoinPoint.values()).map(JoinPoint::text)));
    }
  }

  RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ModuleSource source = ModuleSource.read(file);
    try (AspectRuntime runtime =
        AspectRuntime.builder()
            .isolation(isolation.isolation())
            .hostModules(compile.host().hostModules())
            .build()) {
      Aspect aspect;
      try {
        aspect = runtime.load(source.compiled(compile, Profile.WASM));
      } catch (UnloadableModuleException e) {
        return unloadable(source, e);
      }
      ExecutionContext context =
          ExecutionContext.builder()
              .services(HostServices.inMemory())
              .joinPoint(joinPoint())
              .blockNumber(block)
              .build();
      ExecutionResult result =
          aspect.call(context, export, gas, arguments.toArray(new GuestValue[0]));
      return show(new RunResult(result, gas, context.droppedLogs()));
    }
  }

  private JoinPoint joinPoint() {
    if (joinPoint != null) {
      return joinPoint;
    }
    return arguments.stream()
        .filter(GuestValue.Str.class::isInstance)
        .findFirst()
        .flatMap(first -> JoinPoint.byText(((GuestValue.Str) first).value().text()))
        .orElse(JoinPoint.PRE_CONTRACT_CALL);
  }

  private int show(RunResult result) {
    if (common.json()) {
      console.print(result.json());
    } else {
      result.print(console.out());
    }
    return result.isSuccess() ? Console.DONE : Console.FAILED;
  }

  /** What a module asks for and does not get is an outcome; a broken artefact is none. */
  static boolean isOutcome(UnloadableModuleException e) {
    return switch (e.reason()) {
      case MISSING_IMPORT, MISTYPED_IMPORT, LIMIT_EXCEEDED -> true;
      case DAMAGED, FORBIDDEN_CODE, UNSUPPORTED_VERSION -> false;
    };
  }

  private int unloadable(ModuleSource source, UnloadableModuleException e) {
    if (isOutcome(e) && common.json()) {
      console.print(new RunResult(ExecutionResult.unloadable(e.getMessage(), gas), gas, 0).json());
    }
    throw new CommandException(source.file() + ": unloadable: " + e.getMessage(), e);
  }
}
