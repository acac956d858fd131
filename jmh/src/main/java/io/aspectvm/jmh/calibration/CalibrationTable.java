package io.aspectvm.jmh.calibration;

import io.aspectvm.jmh.DataPoint;
import io.aspectvm.jmh.FactoryThreads;
import io.aspectvm.jmh.HostApiCase;
import io.aspectvm.jmh.WarmTimes.Effort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Measures what instructions and host calls take, holds it against their prices, and names each
 * price that is off by more than three times.
 *
 * <p>Arguments: {@code quick} (some instructions of each family and a call of each host function;
 * two minutes) or {@code full} (everything; half an hour); a folder, into which then go {@code
 * calibration.md} and {@code calibration.jsonl}. Without, the Markdown is printed.
 */
public final class CalibrationTable {

  /** What is measured, and for how long. */
  enum Extent {
    QUICK(Effort.millis(120, 5, 15), Effort.millis(100, 3, 20)),
    FULL(Effort.millis(300, 9, 40), Effort.millis(400, 7, 60));

    private final Effort ofInstructions;
    private final Effort ofHostCalls;

    Extent(Effort ofInstructions, Effort ofHostCalls) {
      this.ofInstructions = ofInstructions;
      this.ofHostCalls = ofHostCalls;
    }

    private List<Unit> units() {
      return this == QUICK ? Units.quick() : Units.full();
    }

    /** All, or the first call of each function that has ordinary arguments. */
    List<HostApiCase> hostCalls() {
      if (this == FULL) {
        return List.of(HostApiCase.values());
      }
      Set<Object> seen = new HashSet<>();
      return Arrays.stream(HostApiCase.values())
          .filter(call -> !call.name().matches(".*_(0|MISSING|NO_KEY|DELETE|NONE)"))
          .filter(call -> seen.add(call.function().field()))
          .toList();
    }
  }

  private CalibrationTable() {}

  /** Measures. */
  public static void main(String... arguments) throws IOException {
    if (arguments.length < 1 || arguments.length > 2 || !arguments[0].matches("quick|full")) {
      System.err.println("usage: CalibrationTable quick|full [FOLDER]");
      System.exit(2);
    }
    Extent extent = Extent.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    List<Price> prices = new ArrayList<>();
    FactoryThreads.run(() -> measure(extent, prices));
    String markdown = CalibrationReport.markdown(notes(arguments[0]), prices);
    if (arguments.length == 1) {
      System.out.print(markdown);
      return;
    }
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    Files.writeString(folder.resolve("calibration.md"), markdown);
    Files.write(folder.resolve("calibration.jsonl"), CalibrationReport.json(prices));
  }

  private static void measure(Extent extent, List<Price> prices) {
    InstructionPrices instructions = new InstructionPrices(extent.ofInstructions);
    for (Unit unit : extent.units()) {
      System.err.println("== " + unit.name());
      prices.add(instructions.of(unit));
    }
    for (HostApiCase call : extent.hostCalls()) {
      System.err.println("== " + call.title() + ", " + call.what());
      prices.add(HostCallPrices.of(call, extent.ofHostCalls));
    }
  }

  private static List<String> notes(String extent) {
    return List.of(
        "%s, %d processors, %s"
            .formatted(DataPoint.JVM, Runtime.getRuntime().availableProcessors(), LocalDate.now()),
        "`CalibrationTable %s`: processor time of the thread, warm; 10^10 WASM gas (10^7 EVM gas)"
                .formatted(extent)
            + " should take a second, 10 WASM gas a nanosecond",
        "time / price: 1 is what it should be; above 3 and below 1 / 3 a price is named",
        "time of an instruction: what one more of it takes in a chain of them, less what brings its"
            + " operands (*with operands* is both); what is below "
            + Price.RESOLUTION_NANOS
            + " ns counts as that");
  }
}
