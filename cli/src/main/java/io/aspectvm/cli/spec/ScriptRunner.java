package io.aspectvm.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.WasmException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Runs the commands of one script, in order.
 *
 * <p>Assertions are counted; {@code module}, {@code register} and {@code action} are only if they
 * fail. Wants a thread with a stack large enough for the depth budget. Used once.
 */
public final class ScriptRunner {

  /** Why {@code assert_malformed} of a module in the text format is skipped. */
  static final String TEXT_FORMAT = "modules in the text format";

  private final SpecEngine engine;
  private final Path script;
  private final Consumer<Throwable> internalErrors;
  private final ScriptModules modules;

  private final List<ScriptResult.Failure> failures = new ArrayList<>();
  private final SortedMap<String, Integer> skipped = new TreeMap<>();
  private int passed;

  /**
   * @param internalErrors is given what the engine threw and should not have
   */
  public ScriptRunner(SpecEngine engine, Path script, Consumer<Throwable> internalErrors) {
    this.engine = engine;
    this.script = script;
    this.internalErrors = internalErrors;
    this.modules = new ScriptModules(engine);
  }

  /**
   * Runs the whole script. The modules are read from the folder that the script is in.
   *
   * @throws IOException if the script or a module cannot be read, or the script is none
   */
  public ScriptResult run() throws IOException {
    JsonNode commands;
    try (InputStream in = Files.newInputStream(script)) {
      commands = new ObjectMapper().readTree(in).path("commands");
    }
    if (!commands.isArray()) {
      throw new IOException("there is no list of commands, as wast2json writes it");
    }
    for (JsonNode command : commands) {
      run(command);
    }
    return new ScriptResult(script.toString(), passed, failures, skipped);
  }

  private void run(JsonNode command) throws IOException {
    String type = command.path("type").asText();
    boolean assertion = type.startsWith("assert_");
    try {
      switch (type) {
        case "module" -> modules.add(bytes(command), command.path("name").textValue());
        case "register" ->
            modules.register(command.path("as").asText(), command.path("name").textValue());
        case "action" -> action(command);
        case "assert_return" -> assertReturn(command);
        case "assert_trap" -> assertTrap(command);
        case "assert_exhaustion" -> assertExhaustion(command);
        case "assert_invalid" -> assertRefused(command, InvalidModuleException.class);
        case "assert_malformed" -> assertRefused(command, MalformedModuleException.class);
        case "assert_unlinkable" -> assertUnlinkable(command);
        case "assert_uninstantiable" -> assertUninstantiable(command);
        default -> throw new FailedException("unknown command");
      }
      passed += assertion ? 1 : 0;
    } catch (SkippedException e) {
      if (assertion) {
        skipped.merge(e.getMessage(), 1, Integer::sum);
      }
    } catch (FailedException e) {
      fail(command, e.getMessage());
    } catch (RuntimeException | Error e) { // One fault of the engine does not end the suite.
      internalErrors.accept(e);
      fail(command, "internal error: " + e);
    }
  }

  private void fail(JsonNode command, String message) {
    failures.add(
        new ScriptResult.Failure(
            command.path("line").asInt(), command.path("type").asText(), message));
  }

  private byte[] bytes(JsonNode command) throws IOException {
    return Files.readAllBytes(
        script.toAbsolutePath().resolveSibling(command.path("filename").asText()));
  }

  private Performed perform(JsonNode command) throws SkippedException, FailedException {
    return Performed.perform(command.path("action"), modules);
  }

  private void action(JsonNode command) throws SkippedException, FailedException {
    Performed performed = perform(command);
    if (performed.trap() != null) {
      throw new FailedException(text(command) + ": got " + performed);
    }
  }

  private void assertReturn(JsonNode command) throws SkippedException, FailedException {
    Performed performed = perform(command);
    JsonNode expected = command.path("expected");
    if (!performed.returned(expected)) {
      throw new FailedException(
          text(command) + ": expected " + SpecValue.texts(expected) + ", got " + performed);
    }
  }

  private void assertTrap(JsonNode command) throws SkippedException, FailedException {
    expectTrap(command, perform(command), text(command));
  }

  private void assertExhaustion(JsonNode command) throws SkippedException, FailedException {
    Performed performed = perform(command);
    if (performed.trap() != TrapKind.CALL_STACK_EXHAUSTED) {
      throw new FailedException(text(command) + ": expected exhaustion, got " + performed);
    }
  }

  private static void expectTrap(JsonNode command, Performed performed, String what)
      throws FailedException {
    String text = command.path("text").asText();
    if (!performed.trapped(text)) {
      throw new FailedException(what + ": expected the trap '" + text + "', got " + performed);
    }
  }

  /** {@code export[arguments]}. */
  private static String text(JsonNode command) {
    JsonNode action = command.path("action");
    return action.path("field").asText() + SpecValue.texts(action.path("args"));
  }

  /** Malformed and invalid modules. One that is refused for a feature that is off is skipped. */
  private void assertRefused(JsonNode command, Class<? extends WasmException> expected)
      throws IOException, SkippedException, FailedException {
    if (command.path("module_type").asText().equals("text")) {
      throw new SkippedException(TEXT_FORMAT);
    }
    String text = command.path("text").asText();
    try {
      engine.validate(bytes(command));
    } catch (UnsupportedFeatureException e) {
      throw new SkippedException(e.feature());
    } catch (WasmException e) {
      if (!expected.isInstance(e)) {
        throw new FailedException(
            String.format(
                Locale.ROOT, "expected '%s', refused as %s: %s", text, e.kind(), e.getMessage()),
            e);
      }
      return;
    }
    throw new FailedException("expected '" + text + "', accepted");
  }

  private void assertUnlinkable(JsonNode command)
      throws IOException, SkippedException, FailedException {
    String text = command.path("text").asText();
    CompiledModule compiled = modules.compile(bytes(command));
    try {
      modules.link(compiled);
    } catch (UnloadableModuleException e) {
      Reason expected =
          text.startsWith("unknown import") ? Reason.MISSING_IMPORT : Reason.MISTYPED_IMPORT;
      if (e.reason() != expected) {
        throw new FailedException("expected '" + text + "', refused as: " + e.getMessage(), e);
      }
      return;
    }
    throw new FailedException("expected '" + text + "', linked");
  }

  private void assertUninstantiable(JsonNode command)
      throws IOException, SkippedException, FailedException {
    try {
      TrapKind trap = modules.instantiate(bytes(command));
      expectTrap(command, Performed.ofTrap(trap), "instantiation");
    } catch (UnloadableModuleException e) {
      throw new FailedException("unlinkable: " + e.getMessage(), e);
    }
  }
}
