package io.aspectvm.cli;

import io.aspectvm.cli.document.DocumentException;
import io.aspectvm.cli.document.DocumentReader;
import io.aspectvm.cli.node.JoinPointTrial;
import io.aspectvm.cli.node.JoinPointTrial.Settings;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.service.InMemoryAspectProperties;
import io.aspectvm.runtime.joinpoint.JoinPointResult;
import io.aspectvm.runtime.joinpoint.TransactionRules;
import io.aspectvm.runtime.store.ChainStore;
import io.aspectvm.runtime.store.StoreException;
import io.aspectvm.wasm.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code aspectvm join-point}. */
@Command(
    name = "join-point",
    description = {
      "Runs an aspect at a join point, as a chain does, and says what the chain would be told.",
      "The default profile is aspect: the module must be fit for deployment.",
      "",
      "The input is the join point's message (package aspect.v2) as JSON, or YAML where the",
      "file's name says so: the fields by their names, bytes as 0x and hex. For isOwner it is",
      "{\"sender\": \"0x...\"}.",
      "",
      "State that the aspect writes is kept in the folder of --state where the join point",
      "succeeds. Without it there is none before and none after.",
      "",
    })
final class JoinPointCommand implements Callable<Integer> {

  private static final long DEFAULT_GAS = 1_000_000;

  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private CompileOptions compile;
  @Mixin private IsolationOption isolation;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      converter = RunCommand.JoinPointConverter.class,
      description = {
        "verifyTx, preTxExecute, preContractCall, postContractCall, postTxExecute, init,",
        "operation or isOwner.",
      })
  private JoinPoint joinPoint;

  @Parameters(index = "1", paramLabel = "FILE", description = "A module or an artefact.")
  private Path file;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "The join point's message.")
  private Path input;

  @Option(
      names = "--gas",
      paramLabel = "N",
      converter = GasConverter.class,
      description = "Gas limit in EVM gas. Default: 150000 for verifyTx, otherwise 1000000.")
  private Long gas;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Folder of the aspect's state, made if there is none.")
  private Path state;

  @Option(
      names = "--block",
      paramLabel = "N",
      converter = BlockConverter.class,
      description = "Number of the current block, instead of the message's.")
  private Long block;

  @Option(
      names = "--caller",
      paramLabel = "ADDRESS",
      converter = AddressConverter.class,
      description = {
        "Sender of the transaction in the runtime context. Default: the message's tx.from,",
        "otherwise its call.from.",
      })
  private ByteKey caller;

  @Option(
      names = "--property",
      paramLabel = "KEY=HEX",
      converter = PropertyConverter.class,
      description = "A property of the aspect. Repeat it for several.")
  private List<PropertyOption> properties = List.of();

  JoinPointCommand(Console console) {
    this.console = console;
  }

  /** Reads an address. */
  static final class AddressConverter implements ITypeConverter<ByteKey> {
    @Override
    public ByteKey convert(String text) {
      byte[] bytes = hex(text);
      if (bytes.length != ByteKey.ADDRESS_BYTES) {
        throw new TypeConversionException("'" + text + "' is no address of 20 bytes");
      }
      return ByteKey.of(bytes);
    }
  }

  /** A property as the command line gives it. */
  record PropertyOption(ByteKey key, byte[] value) {}

  /** Reads a property. */
  static final class PropertyConverter implements ITypeConverter<PropertyOption> {
    @Override
    public PropertyOption convert(String text) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        throw new TypeConversionException("'" + text + "' is not of the form KEY=HEX");
      }
      return new PropertyOption(
          ByteKey.of(text.substring(0, equals)), hex(text.substring(equals + 1)));
    }
  }

  private static byte[] hex(String text) {
    try {
      return HexFormat.of().parseHex(text.startsWith("0x") ? text.substring(2) : text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' is no hex");
    }
  }

  @Override
  public Integer call() {
    ModuleSource source = ModuleSource.read(file);
    JoinPointTrial trial = readInput();
    try (AspectRuntime runtime =
            AspectRuntime.builder()
                .isolation(isolation.isolation())
                .hostModules(compile.host().hostModules())
                .build();
        ChainStore store = openStore()) {
      var module = source.compiled(compile, Profile.ASPECT);
      try (var aspect = runtime.load(module)) {
        return show(new JoinPointReport(trial.run(aspect, settings(), store), gas()));
      } catch (UnloadableModuleException e) {
        return unloadable(source, e);
      }
    } catch (StoreException e) {
      throw new CommandException(state + ": cannot be used as --state, " + e.getMessage(), e);
    }
  }

  private long gas() {
    if (gas != null) {
      return gas;
    }
    return joinPoint == JoinPoint.VERIFY_TX
        ? TransactionRules.MAX_TX_VERIFICATION_GAS
        : DEFAULT_GAS;
  }

  private Settings settings() {
    InMemoryAspectProperties given = new InMemoryAspectProperties();
    for (PropertyOption property : properties) {
      given.put(JoinPointTrial.ASPECT, JoinPointTrial.VERSION, property.key(), property.value());
    }
    return new Settings(gas(), caller, given);
  }

  private JoinPointTrial readInput() {
    if (Files.isDirectory(input)) {
      throw new CommandException(input + ": cannot be read, it is a folder");
    }
    OptionalLong number = block == null ? OptionalLong.empty() : OptionalLong.of(block);
    try {
      return JoinPointTrial.read(joinPoint, DocumentReader.read(input), number);
    } catch (DocumentException e) {
      throw new CommandException(input + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw CommandException.of(input.toString(), "cannot be read", e);
    }
  }

  private ChainStore openStore() {
    return state == null ? ChainStore.inMemory() : ChainStore.open(state);
  }

  private int show(JoinPointReport report) {
    if (common.json()) {
      console.print(report.json());
    } else {
      report.print(console.out());
    }
    return report.isSuccess() ? Console.DONE : Console.FAILED;
  }

  /** An aspect that asks for what it does not get has crashed; a broken artefact is bad input. */
  private int unloadable(ModuleSource source, UnloadableModuleException e) {
    if (common.json() && RunCommand.isOutcome(e)) {
      JoinPointResult result =
          JoinPointResult.of(ExecutionResult.unloadable(e.getMessage(), gas()), gas());
      console.print(
          new JoinPointReport(
                  new JoinPointTrial.Result(
                      result.execution(), new byte[0], gas(), result.error(), List.of()),
                  gas())
              .json());
    }
    throw new CommandException(source.file() + ": unloadable: " + e.getMessage(), e);
  }
}
