package io.aspectvm.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aspectvm.cli.document.ParserProblem;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.wasm.Profile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.TypeConversionException;

/** {@code aspectvm invoke --batch}: one call for each line of a file, one result for each call. */
final class InvokeBatch {

  private static final Set<String> FIELDS =
      Set.of("file", "export", "args", "gas", "schedule", "profile");

  private final Console console;
  private final CompileOptions compile;
  private final AspectRuntime runtime;
  private final Long defaultGas;
  private final ObjectMapper mapper =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private final Map<GuestKey, Guest> guests = new HashMap<>();

  /** What a loaded module depends on. */
  private record GuestKey(Path file, Optional<Profile> profile, Optional<GasSchedule> schedule) {}

  InvokeBatch(Console console, CompileOptions compile, AspectRuntime runtime, Long defaultGas) {
    this.console = console;
    this.compile = compile;
    this.runtime = runtime;
    this.defaultGas = defaultGas;
  }

  /**
   * Makes the calls of a file. A line that cannot be processed gives an object with null fields and
   * an {@code error}, and does not stop the others.
   *
   * @return exit code 0 if all lines were processed, whatever the guests did
   */
  int run(Path batch) {
    if (Files.isDirectory(batch)) {
      throw new CommandException(batch + ": cannot be read, it is a folder");
    }
    int number = 0;
    int failed = 0;
    String firstError = null;
    try (BufferedReader lines = Files.newBufferedReader(batch)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        try {
          console.print(call(line, batch));
        } catch (CommandException e) {
          failed++;
          firstError = firstError == null ? "line " + number + ": " + e.getMessage() : firstError;
          console.print(failure(e.getMessage()));
        }
      }
    } catch (IOException e) {
      throw CommandException.of(batch.toString(), "cannot be read", e);
    }
    if (failed > 0) {
      String more = failed == 1 ? "" : " (and " + Report.count(failed - 1, "line") + " more)";
      return console.error(batch + ": " + firstError + more);
    }
    return Console.DONE;
  }

  private static JsonObject failure(String message) {
    return new JsonObject()
        .with("results", null)
        .with("trap", null)
        .with("gasUsed", null)
        .with("gasLeft", null)
        .with("stack", List.of())
        .with("error", message);
  }

  private JsonObject call(String line, Path batch) {
    JsonNode call = parse(line);
    Path file = locate(text(call, "file"), batch);
    String export = text(call, "export");
    List<RawValue> arguments = arguments(call);
    long gas = gas(call);
    return InvokeCommand.json(
        guest(file, profile(call), schedule(call)).invoke(export, arguments, gas));
  }

  private JsonNode parse(String line) {
    JsonNode call;
    try {
      call = mapper.readTree(line);
    } catch (JsonProcessingException e) {
      throw new CommandException("no JSON, " + ParserProblem.text(e), e);
    }
    if (!call.isObject()) {
      throw new CommandException("a JSON object was expected");
    }
    for (Iterator<String> names = call.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw new CommandException("unknown field '" + name + "'");
      }
    }
    return call;
  }

  private static String text(JsonNode call, String name) {
    JsonNode field = call.path(name);
    if (!field.isTextual()) {
      throw new CommandException("field '" + name + "' must be a string");
    }
    return field.textValue();
  }

  private static Optional<String> optionalText(JsonNode call, String name) {
    return call.hasNonNull(name) ? Optional.of(text(call, name)) : Optional.empty();
  }

  private static Optional<Profile> profile(JsonNode call) {
    return optionalText(call, "profile")
        .map(
            name ->
                ProfileOption.byName(name)
                    .orElseThrow(() -> new CommandException("unknown profile '" + name + "'")));
  }

  private static Optional<GasSchedule> schedule(JsonNode call) {
    return optionalText(call, "schedule")
        .map(
            name ->
                GasSchedules.byName(name)
                    .orElseThrow(() -> new CommandException("unknown schedule '" + name + "'")));
  }

  private static List<RawValue> arguments(JsonNode call) {
    List<RawValue> arguments = new ArrayList<>();
    JsonNode given = call.path("args");
    if (!given.isArray() && call.hasNonNull("args")) {
      throw new CommandException("field 'args' must be an array");
    }
    for (JsonNode argument : given) {
      if (!argument.isTextual()) {
        throw new CommandException("field 'args' must be an array of strings TYPE:VALUE");
      }
      try {
        arguments.add(RawValue.parse(argument.textValue()));
      } catch (TypeConversionException e) {
        throw new CommandException(e.getMessage(), e);
      }
    }
    return arguments;
  }

  private long gas(JsonNode call) {
    JsonNode gas = call.path("gas");
    if (gas.isMissingNode() || gas.isNull()) {
      return defaultGas == null ? Long.MAX_VALUE : defaultGas;
    }
    if (!gas.isIntegralNumber() && !gas.isTextual()) {
      throw new CommandException("field 'gas' must be an integer");
    }
    try {
      return new GasConverter().convert(gas.asText());
    } catch (TypeConversionException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }

  private static Path locate(String file, Path batch) {
    Path path;
    try {
      path = Path.of(file);
    } catch (InvalidPathException e) {
      throw new CommandException(file + ": no path, " + e.getReason(), e);
    }
    Path beside = batch.toAbsolutePath().resolveSibling(path);
    return !Files.exists(path) && Files.exists(beside) ? beside : path;
  }

  private Guest guest(Path file, Optional<Profile> profile, Optional<GasSchedule> schedule) {
    GuestKey key = new GuestKey(file, profile, schedule);
    Guest known = guests.get(key);
    if (known == null) {
      ModuleSource source = ModuleSource.read(file);
      CompilerOptions options = compile.compilerOptions(Profile.WASM, profile, schedule);
      known = Guest.load(source.file(), source.compile(options).module(), runtime);
      guests.put(key, known);
    }
    return known;
  }
}
