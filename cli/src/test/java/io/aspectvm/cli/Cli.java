package io.aspectvm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Runs the command line in this process. */
public final class Cli {

  /** Modules of the example aspects. */
  static final Path EXAMPLES = Path.of("../examples");

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Cli() {}

  /** What a command did. */
  public record Result(int exitCode, String out, String err) {

    /** The one JSON object that is all of the output. */
    public JsonNode json() {
      assertEquals(1, out.lines().count(), out);
      return parse(out);
    }

    /** Field names of the object, in order. */
    List<String> fields() {
      return Cli.fields(json());
    }

    /** That the command did what it was asked, without a word of complaint. */
    public Result done() {
      assertEquals("", err);
      assertEquals(0, exitCode, out);
      return this;
    }

    /** That the command failed with one line, that begins and goes on like this, and no result. */
    Result fails(int code, String begin, String... parts) {
      assertEquals("", out);
      return complains(code, begin, parts);
    }

    /** As above, with a result. */
    Result complains(int code, String begin, String... parts) {
      assertEquals(code, exitCode, err);
      assertEquals(1, err.lines().count(), err);
      assertTrue(err.startsWith("aspectvm: " + begin), err);
      for (String part : parts) {
        assertTrue(err.contains(part), err);
      }
      return this;
    }
  }

  /** Runs a command. */
  public static Result run(Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] words = Stream.of(args).map(Object::toString).toArray(String[]::new);
    int exitCode =
        Main.run(
            words,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Result(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> fields(JsonNode object) {
    List<String> names = new ArrayList<>();
    for (Iterator<String> each = object.fieldNames(); each.hasNext(); ) {
      names.add(each.next());
    }
    return names;
  }

  static Path example(String name) {
    return EXAMPLES.resolve("wasm").resolve(name + ".wasm");
  }

  /** A file or folder of the suites; the test is skipped where it is not there. */
  public static Path shared(String path) {
    Path file = Path.of(System.getProperty("aspectvm.shared", "../../shared"), path);
    assumeTrue(Files.exists(file), () -> file + " does not exist");
    return file;
  }
}
