package io.aspectvm.compiler.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.random.CampaignLedger.Block;
import io.aspectvm.compiler.random.ExpectedRun.Step;
import io.aspectvm.compiler.testing.ChildJvm;
import io.aspectvm.runtime.code.CompiledModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns go on where they stopped, share work, and keep what they find. */
@Timeout(120)
class CampaignTest {

  private static final Duration HOUR = Duration.ofHours(1);

  /** An engine that nothing runs on. */
  private static final Engine.Maker BROKEN =
      subject -> {
        throw new IllegalStateException("broken");
      };

  @TempDir Path folder;
  private CampaignLedger ledger;

  @BeforeEach
  void open() throws IOException {
    ledger = CampaignLedger.open(folder, "mode");
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
  }

  private Campaign broken(Duration limit) {
    return campaign(limit, seed -> PreparedModule.of(seed, BROKEN, false));
  }

  private Campaign campaign(Duration limit, LongFunction<PreparedModule> modules) {
    return new Campaign(
        ledger,
        "revision",
        limit,
        (first, count) -> LongStream.range(first, first + count).mapToObj(modules).iterator());
  }

  private List<Long> finished() throws IOException {
    return ledger.finished().stream().map(Block::first).toList();
  }

  @Test
  void goesOnWhereItStopped() throws IOException {
    assertEquals(2, broken(HOUR).run(100, 200));
    assertEquals(List.of(100L, 200L), finished());
    assertEquals(0, broken(HOUR).run(100, 200));
    assertEquals(2, broken(HOUR).run(0, 400));
    assertEquals(List.of(100L, 200L, 0L, 300L), finished());
  }

  @Test
  void beginsNothingOnceTheTimeIsUp() throws IOException {
    assertEquals(0, broken(Duration.ZERO).run(0, 200));
    assertEquals(List.of(), finished());
  }

  /** Whatever an engine throws is a difference, and described. */
  @Test
  void differencesAreKept() throws IOException {
    broken(HOUR).run(0, 100);
    assertEquals(100, ledger.finished().get(0).differences());
    List<String> lines = Files.readAllLines(folder.resolve("mode.differences.txt"));
    assertEquals("seed 0: java.lang.IllegalStateException: broken", lines.get(0));
    assertEquals(100, lines.stream().filter(line -> line.endsWith("broken")).count());
    assertTrue(Campaign.summarize(ledger, 0, 100, new PrintStream(new ByteArrayOutputStream())));
  }

  /** Modules, calls, observations and code come through unchanged, and agree with ours. */
  @Test
  void anotherProcessSaysTheSame() throws Exception {
    try (SecondEngineProcess process = SecondEngineProcess.start(true)) {
      Iterator<PreparedModule> modules = process.modules(0, 4);
      for (long seed = 0; seed < 4; seed++) {
        PreparedModule there = modules.next();
        PreparedModule here = PreparedModule.of(seed, OtherEngine.maker(), false);
        assertArrayEquals(here.subject().wasm(), there.subject().wasm());
        assertEquals(here.run().toString(), there.run().toString());
        assertTrue(there.nanos() > 0);
        int executions = here.compare(true);
        assertEquals(executions, there.compare(true));
        assertEquals(executions, there.compare(false));
      }
    }
  }

  /** What a JVM is told to say on standard output does not come between the answers. */
  @Test
  void flagsInTheEnvironmentAreNotItsOwn() throws Exception {
    ProcessBuilder builder = SecondEngineProcess.builder(false);
    for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
      builder.environment().put(variable, "-Xlog:all=info:stdout");
    }
    try (SecondEngineProcess process = SecondEngineProcess.start(builder)) {
      assertArrayEquals(Subject.of(0).wasm(), process.modules(0, 1).next().subject().wasm());
    }
  }

  @Test
  void otherCodeThanElsewhereIsNoticed() throws Exception {
    PreparedModule module = PreparedModule.of(2, OtherEngine.maker(), true);
    List<CompiledModule> swapped = new ArrayList<>(module.code().modules());
    Collections.reverse(swapped);
    PreparedModule other =
        new PreparedModule(
            2, module.subject(), module.run(), new CompiledElsewhere(swapped), null, 0);
    assertEquals(module.compare(false), other.compare(false));
    String message =
        assertThrows(IllegalStateException.class, () -> other.compare(true)).getMessage();
    assertEquals("whole, STRICT: compiled to other code than elsewhere", message);
  }

  /** A difference that does not come again is none to reduce, but is kept. */
  @Test
  void whatDiffersOnceIsKept() throws IOException {
    campaign(HOUR, seed -> seed == 0 ? misheard() : PreparedModule.of(seed, BROKEN, false))
        .run(0, 100);
    assertEquals(100, ledger.finished().get(0).differences());
    String first = Files.readAllLines(folder.resolve("mode.differences.txt")).get(0);
    assertTrue(
        first.startsWith("seed 0, not so when both engines run it again here: whole, "), first);
  }

  private static PreparedModule misheard() {
    PreparedModule module = PreparedModule.of(0, OtherEngine.maker(), false);
    List<Step> steps = new ArrayList<>(module.run().steps());
    Step last = steps.remove(steps.size() - 1);
    Observation seen = last.seen();
    steps.add(
        new Step(last.call(), new Observation(seen.trap(), seen.gasLeft(), seen.text() + " 1")));
    return new PreparedModule(0, module.subject(), new ExpectedRun(steps), null, null, 0);
  }

  @Test
  void countsWhatWasCompared() throws Exception {
    Subject subject = Subject.of(1);
    ExpectedRun run = ExpectedRun.of(subject, 1, OtherEngine.maker());
    int executions = Differential.compare(subject, 1, run);
    int functions = subject.functions().size();
    assertTrue(executions >= 4 * functions, executions + " of " + functions + " functions");
  }

  @Test
  void sumsUpBySeedsAndRevision() throws IOException {
    ledger.add(new Block(0, 100, 2_000, 0, 2.5, "a"));
    ledger.add(new Block(100, 100, 3_000, 0, 1.5, "b"));
    ledger.add(new Block(200, 100, 4_000, 1, 1, "b"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean differ =
        Campaign.summarize(ledger, 0, 400, new PrintStream(out, true, StandardCharsets.UTF_8));
    assertTrue(differ);
    assertEquals(
        List.of(
            "a: 100 modules, 2000 executions, 0 differences, 3 processor seconds, 40.0 modules/s",
            "b: 200 modules, 7000 executions, 1 differences, 3 processor seconds, 80.0 modules/s",
            "all: 300 modules, 9000 executions, 1 differences, 5 processor seconds,"
                + " 60.0 modules/s",
            "100 modules are left: 0.0 hours of one processor"),
        out.toString(StandardCharsets.UTF_8).lines().toList());
    assertTrue(!Campaign.summarize(ledger, 0, 200, new PrintStream(new ByteArrayOutputStream())));
  }

  @Test
  void damageIsNamed() throws IOException {
    ledger.add(new Block(0, 100, 2_000, 0, 2.5, "a"));
    Files.writeString(folder.resolve("mode.tsv"), "100\t1", StandardOpenOption.APPEND);
    String message = assertThrows(IOException.class, ledger::finished).getMessage();
    assertTrue(message.contains("mode.tsv: line 2 is damaged, remove it"), message);
  }

  /** A block is for one process; that of a dead one for others. */
  @Test
  void processesShareTheBlocks() throws Exception {
    ledger.add(new Block(200, 100, 0, 0, 0, "a"));
    try (FileLock lock = ledger.take(0)) {
      assertNotNull(lock);
      assertNull(ledger.take(200));
      assertEquals(
          List.of("0 false", "100 true", "200 false"),
          ChildJvm.run(List.of(), Taker.class, folder.toString()));
    }
    try (FileLock lock = ledger.take(100)) {
      assertNotNull(lock);
    }
  }

  /** Takes the first blocks, writes which it got to a file, and ends without letting them go. */
  public static final class Taker {

    private Taker() {}

    public static void main(String[] arguments) throws IOException {
      List<String> lines = new ArrayList<>();
      CampaignLedger ledger = CampaignLedger.open(Path.of(arguments[1]), "mode");
      for (long first = 0; first <= 200; first += Campaign.BLOCK) {
        lines.add(first + " " + (ledger.take(first) != null));
      }
      Files.write(Path.of(arguments[0]), lines);
    }
  }
}
