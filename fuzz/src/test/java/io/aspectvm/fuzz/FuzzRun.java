package io.aspectvm.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A run of the fuzzer, in a JVM of its own: only classes that are not loaded yet can be
 * instrumented. In its folder are the seeds, the corpus that grows and is kept, and inputs that
 * something was found with.
 */
final class FuzzRun {

  private static final Path WORK = Path.of("target/fuzz");

  /** Longest that one input may take. */
  private static final int INPUT_SECONDS = 60;

  private static final int MAX_INPUT_BYTES = 1 << 16;

  private final Path folder;
  private final Class<?> type;
  private final List<String> instrumented;
  private final List<Path> seeds = new ArrayList<>();

  /**
   * @param folder to work in; made if there is none
   * @param type has the method that the fuzzer calls
   * @param instrumented patterns of class names
   */
  FuzzRun(Path folder, Class<?> type, List<String> instrumented) {
    this.folder = folder;
    this.type = type;
    this.instrumented = instrumented;
  }

  /** A run of a target with its seeds and what was found before. */
  static FuzzRun of(FuzzTarget target, Path folder) throws IOException {
    FuzzRun run = new FuzzRun(folder, target.type(), target.instrumented());
    Path seeds = folder.resolve("seeds");
    Files.createDirectories(seeds);
    List<byte[]> inputs = Seeds.of(target);
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(seeds.resolve("seed-" + i), inputs.get(i));
    }
    run.seeds.add(seeds);
    if (Files.exists(target.foundFolder())) {
      run.seeds.add(target.foundFolder());
    }
    return run;
  }

  /** {@code TARGET SECONDS [OPTION]...}, options being those of Jazzer and of libFuzzer. */
  public static void main(String[] args) throws IOException, InterruptedException {
    FuzzTarget target = FuzzTarget.byText(args[0]);
    List<String> options = new ArrayList<>(List.of("-max_total_time=" + Integer.parseInt(args[1])));
    options.addAll(Arrays.asList(args).subList(2, args.length));
    Path folder = WORK.resolve(target.text());
    System.exit(of(target, folder).process(List.of(), options).inheritIO().start().waitFor());
  }

  /** The process, ready to start. */
  ProcessBuilder process(List<String> flags, List<String> options) throws IOException {
    Path corpus = folder.resolve("corpus");
    Files.createDirectories(corpus);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+EnableDynamicAgentLoading"));
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath(), Jazzer.class.getName()));
    command.addAll(
        List.of(
            "--target_class=" + type.getName(),
            "--instrumentation_includes=" + patterns(),
            "--custom_hook_includes=" + patterns(),
            // Stand-alone programs to reproduce with: the input alone does.
            "--reproducer_path=" + folder,
            "-artifact_prefix=" + folder + File.separator,
            "-print_final_stats=1",
            "-timeout=" + INPUT_SECONDS,
            "-max_len=" + MAX_INPUT_BYTES));
    command.addAll(options);
    command.add(corpus.toString());
    seeds.forEach(seed -> command.add(seed.toString()));
    return new ProcessBuilder(command);
  }

  private String patterns() {
    List<String> all = new ArrayList<>(instrumented);
    all.add(type.getName());
    return String.join(File.pathSeparator, all);
  }

  /** Test runners may give this JVM a class path of one jar that names the others. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Inputs that something was found with. */
  List<Path> findings() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(FuzzRun::isFinding).sorted().toList();
    }
  }

  private static boolean isFinding(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("crash-") || name.startsWith("timeout-") || name.startsWith("oom-");
  }
}
