package io.aspectvm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows a new user, tried. */
class ReadmeTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final List<String> IMPORTS =
      List.of(
          "io.aspectvm.compiler.*",
          "io.aspectvm.runtime.*",
          "io.aspectvm.runtime.abi.*",
          "io.aspectvm.runtime.code.*",
          "io.aspectvm.runtime.host.*",
          "io.aspectvm.runtime.host.service.*",
          "io.aspectvm.runtime.joinpoint.*",
          "io.aspectvm.runtime.registry.*",
          "io.aspectvm.runtime.store.*",
          "io.aspectvm.wasm.Limits",
          "io.aspectvm.wasm.Profile",
          "java.nio.file.*",
          "java.util.HexFormat",
          "java.util.List",
          "java.util.function.Function");

  @TempDir Path folder;

  private static String readme() throws Exception {
    return Files.readString(ROOT.resolve("README.md"));
  }

  @Test
  void theLibraryExampleCompilesAndRuns() throws Exception {
    assertEquals("VALUE Str[value=Hello, Alice!], gas left 998172", compileAndRun(0));
  }

  @Test
  void theNodeExampleCompilesAndRuns() throws Exception {
    assertEquals("52143 gas used\ncount 0000000000000002", compileAndRun(1));
  }

  private String compileAndRun(int example) throws Exception {
    List<String> blocks =
        Pattern.compile("ReadmeTest compiles.*?```java\n(.*?)```", Pattern.DOTALL)
            .matcher(readme())
            .results()
            .map(match -> match.group(1))
            .toList();
    StringBuilder source = new StringBuilder();
    IMPORTS.forEach(name -> source.append("import ").append(name).append(";\n"));
    source
        .append("public class Example { public static void main(String[] a) throws Exception {\n")
        .append(
            blocks.get(example).replace("examples/wasm", ROOT.resolve("examples/wasm").toString()))
        .append("}}\n");
    Path file = Files.writeString(folder.resolve("Example.java"), source);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                file.toString());
    assertEquals(0, failed, source.toString());
    return run();
  }

  private String run() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader
          .loadClass("Example")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8).strip();
  }

  @Test
  void theCommandPrintsWhatTheReadmeShows() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int code =
        Main.run(
            new String[] {
              "run",
              ROOT.resolve("examples/wasm/hello.wasm").toString(),
              "--call",
              "greet",
              "--arg",
              "string:Alice"
            },
            new PrintStream(printed, true, StandardCharsets.UTF_8),
            System.err);
    assertEquals(0, code);
    String text = printed.toString(StandardCharsets.UTF_8);
    assertTrue(readme().contains("```\n" + text + "```"), text);
  }
}
