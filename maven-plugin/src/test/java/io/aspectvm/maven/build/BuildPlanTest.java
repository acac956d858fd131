package io.aspectvm.maven.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildPlanTest {

  @TempDir Path folder;
  private Project project;

  @BeforeEach
  void makeProject() throws Exception {
    project = new Project(folder.toRealPath());
  }

  private static AspectRule named(String file, String name) {
    return new AspectRule(file, name, null, null, null, null, null);
  }

  private List<String> names() throws BuildException {
    return project.plan().units().stream().map(AspectUnit::name).toList();
  }

  private String refusal() {
    return assertThrows(BuildException.class, project::plan).getMessage();
  }

  @Test
  void foldersAndPatternsDecideWhatThereIs() throws Exception {
    project.add("hello.wasm", "b.wasm");
    project.add("hello.wasm", "a/c.wasm");
    project.add("hello.wasm", "a/d.wasm");
    project.add("hello.wasm", "a/e.bin");
    assertEquals(List.of("a/c", "a/d", "b"), names());
    project.sets =
        List.of(
            new SourceSet(project.sources, List.of("a/*"), List.of("**/d.*"), true),
            new SourceSet(project.sources.resolve("a"), List.of("c.wasm"), List.of(), true));
    // The second set finds a file that the first has found.
    assertEquals(List.of("a/c", "a/e.bin"), names());
  }

  @Test
  void laterRulesWin() throws Exception {
    project.add("hello.wasm", "a.wasm");
    project.add("hello.wasm", "b.wasm");
    project.rules.add(new AspectRule("**", null, "wasm", "hardened", null, null, null));
    project.rules.add(new AspectRule("b.wasm", "beta", null, "artela-legacy", null, null, null));
    List<AspectUnit> units = project.plan().units();
    assertEquals("a wasm hardened", describe(units.get(0)));
    assertEquals("beta wasm artela-legacy", describe(units.get(1)));
    project.rules.add(new AspectRule("a.*", null, null, null, null, null, true));
    assertEquals(List.of("beta"), names());
  }

  private static String describe(AspectUnit unit) {
    return unit.name()
        + " "
        + unit.options().profile().name()
        + " "
        + unit.options().schedule().name();
  }

  @Test
  void rulesThatFitNothingAreMistakes() throws Exception {
    project.add("hello.wasm", "hello.wasm");
    project.rules.add(named("helo.wasm", null));
    assertEquals("aspect 'helo.wasm': fits none of 1 file", refusal());
    project.rules.set(0, named(null, "x"));
    assertEquals("an aspect without <file>: which files is it about?", refusal());
    project.add("hello.wasm", "hallo.wasm");
    project.rules.set(0, named("h*.wasm", "x"));
    assertEquals("aspect 'h*.wasm': one name for the 2 files that it fits", refusal());
  }

  @ParameterizedTest
  @CsvSource({
    "../x, 'expected a relative path without empty parts, . and ..'",
    "/x, 'expected a relative path without empty parts, . and ..'",
    "a//x, 'expected a relative path without empty parts, . and ..'",
    "./x, 'expected a relative path without empty parts, . and ..'",
    "'', 'expected a relative path without empty parts, . and ..'",
    "a\\x, folders are separated by /",
    "C:x, 'control characters and < > : \" | ? * are not for file names'",
  })
  void namesStayInTheirFolder(String name, String why) throws Exception {
    project.add("hello.wasm", "hello.wasm");
    project.rules.add(named("hello.wasm", name));
    String quoted = name.replace("\\", "\\\\");
    assertEquals(
        "src/main/aspects/hello.wasm: cannot be called '" + quoted + "', " + why, refusal());
  }

  @Test
  void filesAreTheSameWhereCaseIsAllThatDiffers() throws Exception {
    project.add("hello.wasm", "a.wasm");
    project.add("hello.wasm", "b.wasm");
    project.rules.add(named("b.wasm", "A"));
    assertEquals(
        "src/main/aspects/b.wasm: would become A.aspect, as src/main/aspects/a.wasm; <name> tells"
            + " them apart",
        refusal());
  }

  @Test
  void facadesAreDistinctClasses() throws Exception {
    project.facade = true;
    project.add("hello.wasm", "a-b.wasm");
    project.add("hello.wasm", "a/b.wasm");
    assertEquals(
        "src/main/aspects/a/b.wasm: would become the class ABAspect, as src/main/aspects/a-b.wasm;"
            + " <facadeClass> tells them apart",
        refusal());
    project.rules.add(new AspectRule("a/b.wasm", null, null, null, null, "Other", null));
    assertEquals("Other", project.plan().units().get(1).facadeClass());
    project.rules.set(0, new AspectRule("a/b.wasm", null, null, null, null, "class", null));
    assertEquals("src/main/aspects/a/b.wasm: 'class' is no name for a Java class", refusal());
  }

  @Test
  void profilesAndSchedulesAreKnown() throws Exception {
    project.add("hello.wasm", "hello.wasm");
    project.profile = "chain";
    assertEquals("profile 'chain': expected aspect or wasm", refusal());
    project.profile = "aspect";
    project.schedule = "free";
    assertEquals(
        "schedule 'free': expected one of artela-current, artela-legacy, hardened", refusal());
  }
}
