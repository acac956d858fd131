package io.aspectvm.fuzz;

import io.aspectvm.cli.document.DocumentException;
import io.aspectvm.cli.document.DocumentNode;
import io.aspectvm.cli.document.DocumentReader;
import io.aspectvm.cli.node.JoinPointTrial;
import io.aspectvm.cli.scenario.ScenarioPlayer;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.host.JoinPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Documents that people write: scenarios, which are played, and inputs of join points. They are
 * accepted, or refused by the exception that says where.
 *
 * <p>Input: a byte, whose bits are the language (YAML if 1), the kind (a join point's input if 1),
 * and three of the join point; and the document.
 */
public final class DocumentTarget {

  private static final int YAML = 1;
  private static final int JOIN_POINT = 2;
  private static final int KIND_BITS = 2;

  /** More EVM gas than this may be minutes of honest work. */
  private static final Pattern MUCH_GAS = Pattern.compile("[0-9_]{9,}");

  private static final List<String> GAS = List.of("gas", "blockGas", "gasUsed");

  private static final AspectRuntime RUNTIME = AspectRuntime.builder().build();
  private static final Map<Boolean, Path> FILES =
      Map.of(true, temporary(".yaml"), false, temporary(".json"));

  private DocumentTarget() {}

  private static Path temporary(String suffix) {
    try {
      Path file = Files.createTempFile("document", suffix);
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The entry point that the fuzzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    Path file = FILES.get((input[0] & YAML) != 0);
    try {
      Files.write(file, Arrays.copyOfRange(input, 1, input.length));
      DocumentNode document = DocumentReader.read(file);
      if ((input[0] & JOIN_POINT) != 0) {
        JoinPoint[] all = JoinPoint.values();
        JoinPoint joinPoint = all[(Byte.toUnsignedInt(input[0]) >> KIND_BITS) % all.length];
        JoinPointTrial.read(joinPoint, document, OptionalLong.empty());
      } else if (isShort(document)) {
        ScenarioPlayer.play(document, Seeds.SCENARIOS, RUNTIME);
      }
    } catch (DocumentException e) {
      Require.that(e.getMessage() != null && !e.getMessage().isBlank(), "no message");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether no part asks for more gas than takes a moment to use. */
  private static boolean isShort(DocumentNode node) {
    return switch (node.kind()) {
      case OBJECT ->
          node.fields().entrySet().stream()
              .allMatch(
                  field ->
                      isShort(field.getValue())
                          && !(GAS.contains(field.getKey()) && isMuch(field.getValue())));
      case LIST -> node.elements().stream().allMatch(DocumentTarget::isShort);
      default -> true;
    };
  }

  private static boolean isMuch(DocumentNode gas) {
    boolean scalar = gas.is(DocumentNode.Kind.NUMBER) || gas.is(DocumentNode.Kind.TEXT);
    return scalar && MUCH_GAS.matcher(gas.text()).find();
  }
}
