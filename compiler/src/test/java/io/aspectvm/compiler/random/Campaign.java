package io.aspectvm.compiler.random;

import com.sun.management.OperatingSystemMXBean;
import io.aspectvm.compiler.random.CampaignLedger.Block;
import io.aspectvm.compiler.random.Differential.Difference;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compares random modules as {@link RandomModulesTest} does, for as many seeds as wanted: block
 * after block, kept in a {@link CampaignLedger}, so that it goes on where it stopped. Several
 * processes share the work.
 */
public final class Campaign {

  /** Seeds in a block: what is lost when a process is stopped. */
  static final int BLOCK = 100;

  /**
   * Of so many modules one is compiled in this process, and each is run in it. Where this JVM only
   * interprets, compiling takes it twenty times as long as all the rest; the number has no factor
   * in common with those by which seeds choose what they test.
   */
  private static final int COMPILED =
      Integer.getInteger(
          "aspectvm.campaign.compiled",
          System.getProperty("java.vm.info").contains("interpreted") ? 13 : 1);

  private final CampaignLedger ledger;
  private final String revision;
  private final long deadline;
  private final Source source;

  /**
   * @param revision what is tested, for the ledger
   * @param limit after which no block is begun
   * @param source of modules
   */
  Campaign(CampaignLedger ledger, String revision, Duration limit, Source source) {
    this.source = source;
    this.ledger = ledger;
    this.revision = revision;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /** Where modules come from, with what the second engine saw. */
  @FunctionalInterface
  interface Source {
    /** Those of {@code count} seeds from {@code first} on: all are taken before others are. */
    Iterator<PreparedModule> modules(long first, int count) throws IOException;
  }

  /** What a campaign has done so far, or one process in this run of it. */
  record Total(long modules, long executions, long differences, double seconds) {

    static Total of(List<Block> blocks) {
      return new Total(
          blocks.stream().mapToLong(Block::modules).sum(),
          blocks.stream().mapToLong(Block::executions).sum(),
          blocks.stream().mapToLong(Block::differences).sum(),
          blocks.stream().mapToDouble(Block::seconds).sum());
    }

    double modulesPerSecond() {
      return seconds == 0 ? 0 : modules / seconds;
    }
  }

  /**
   * Works on blocks from {@code seed} on that nobody has, until there are none, or the time is up.
   *
   * @param seed first one, a multiple of {@link #BLOCK}
   * @param modules a multiple of {@link #BLOCK}
   * @return how many blocks it finished
   */
  int run(long seed, long modules) throws IOException {
    Set<Long> before =
        ledger.finished().stream().map(Block::first).collect(Collectors.toUnmodifiableSet());
    int finished = 0;
    for (long first = seed; first < seed + modules; first += BLOCK) {
      if (System.nanoTime() - deadline >= 0) {
        break;
      }
      if (before.contains(first)) {
        continue;
      }
      try (FileLock lock = ledger.take(first)) {
        if (lock != null) {
          ledger.add(block(first));
          finished++;
        }
      }
    }
    return finished;
  }

  private Block block(long first) throws IOException {
    long nanos = -processorNanos();
    long executions = 0;
    int differences = 0;
    Iterator<PreparedModule> modules = source.modules(first, BLOCK);
    for (int i = 0; i < BLOCK; i++) {
      PreparedModule module = modules.next();
      int compared = compare(module);
      executions += Math.max(compared, 0);
      differences += compared < 0 ? 1 : 0;
      nanos += module.nanos();
    }
    double seconds = Math.round((nanos + processorNanos()) / 1e6) / 1e3;
    return new Block(first, BLOCK, executions, differences, seconds, revision);
  }

  /** Of all threads, the JIT's and the collector's included: unlike the clock's, good anywhere. */
  static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Executions, or -1 for a difference. */
  private int compare(PreparedModule module) throws IOException {
    long seed = module.seed();
    if (module.failure() != null) {
      ledger.describe("seed " + seed + ": " + module.failure());
      return -1;
    }
    try {
      return module.compare(seed % COMPILED == 0);
    } catch (Difference e) {
      ledger.describe(reduce(seed, e));
    } catch (Exception | LinkageError | StackOverflowError e) {
      // Not compiled, not verified, or not caught where it should be.
      ledger.describe("seed " + seed + ": " + e);
    }
    return -1;
  }

  private static String reduce(long seed, Difference difference) {
    try {
      return FailingSeed.reduce(seed, ProgramGenerator.generate(seed), difference);
    } catch (Exception | LinkageError | StackOverflowError e) {
      return "seed %d: %s%nnot reduced: %s".formatted(seed, difference.getMessage(), e);
    }
  }

  /**
   * Prints what the ledger has of these seeds, by revision.
   *
   * @return whether engines differ on one of them
   */
  static boolean summarize(CampaignLedger ledger, long seed, long modules, PrintStream out)
      throws IOException {
    List<Block> blocks =
        ledger.finished().stream()
            .filter(block -> block.first() >= seed && block.first() < seed + modules)
            .toList();
    TreeMap<String, List<Block>> revisions = new TreeMap<>();
    for (Block block : blocks) {
      revisions.computeIfAbsent(block.revision(), key -> new ArrayList<>()).add(block);
    }
    revisions.forEach((revision, part) -> print(revision, Total.of(part), out));
    Total all = Total.of(blocks);
    print("all", all, out);
    long left = modules - all.modules();
    if (left > 0 && all.modules() > 0) {
      out.printf(
          Locale.ROOT,
          "%d modules are left: %.1f hours of one processor%n",
          left,
          left / all.modulesPerSecond() / 3_600);
    }
    return all.differences() > 0;
  }

  private static void print(String name, Total total, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%s: %d modules, %d executions, %d differences, %.0f processor seconds, %.1f modules/s%n",
        name,
        total.modules(),
        total.executions(),
        total.differences(),
        total.seconds(),
        total.modulesPerSecond());
  }

  /**
   * Arguments: folder of the ledgers, mode, revision, first seed, modules, and minutes, or {@code
   * summary} to print what there is. Exit code 1: engines differ; 2: an argument is wrong; 3: it
   * cannot go on.
   */
  public static void main(String[] arguments) {
    long seed = multiple("the first seed", arguments[3]);
    long modules = multiple("the number of modules", arguments[4]);
    try (CampaignLedger ledger = CampaignLedger.open(Path.of(arguments[0]), arguments[1])) {
      if (arguments[5].equals("summary")) {
        System.exit(summarize(ledger, seed, modules, System.out) ? 1 : 0);
      }
      Duration limit = Duration.ofMinutes(Long.parseLong(arguments[5]));
      try (SecondEngineProcess engine = SecondEngineProcess.start(COMPILED > 1)) {
        new Campaign(ledger, arguments[2], limit, engine).run(seed, modules);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("the campaign cannot go on: " + e);
      System.exit(3);
    }
  }

  private static long multiple(String name, String text) {
    if (!text.matches("\\d{1,15}") || Long.parseLong(text) % BLOCK != 0) {
      System.err.println(name + " is no multiple of " + BLOCK + ": " + text);
      System.exit(2);
    }
    return Long.parseLong(text);
  }
}
