package io.aspectvm.cli;

import static io.aspectvm.cli.Cli.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HelpTest {

  @Test
  void listsTheCommands() {
    String help = run("--help").done().out();
    for (Subcommand command : Subcommand.values()) {
      assertTrue(help.contains("\n  " + command.text() + " "), help);
    }
  }

  @ParameterizedTest
  @EnumSource
  void explainsEachCommand(Subcommand command) {
    String help = run(command.text(), "--help").done().out();
    assertTrue(help.startsWith("Usage: aspectvm " + command.text()), help);
    for (String option : List.of("--help", "--json", "--debug")) {
      assertTrue(help.contains(option), help);
    }
    assertTrue(help.lines().allMatch(line -> line.length() <= 100), help);
  }

  @Test
  void showsTheVersion() {
    String text = run("--version").done().out();
    assertTrue(text.contains(CompilerVersion.VERSION), text);
    assertTrue(text.contains(CompilerVersion.TEXT), text);
    assertTrue(text.contains(System.getProperty("java.vm.name")), text);
    Cli.Result json = run("--version", "--json").done();
    assertEquals(List.of("version", "compiler", "jvm"), json.fields());
  }
}
