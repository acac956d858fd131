package io.aspectvm.maven.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.aspectvm.runtime.artefact.ArtefactReader;
import io.aspectvm.runtime.artefact.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AspectBuildTest {

  private static final String COMPILED =
      "1 aspect: 1 compiled, 0 up to date, 0 stale files deleted";
  private static final String UP_TO_DATE =
      "1 aspect: 0 compiled, 1 up to date, 0 stale files deleted";

  @TempDir Path folder;
  private Project project;

  @BeforeEach
  void makeProject() throws Exception {
    project = new Project(folder.toRealPath());
  }

  @Test
  void anArtefactIsMadeOnce() throws Exception {
    project.add("hello.wasm", "hello.wasm");
    assertEquals(COMPILED, project.build());
    assertEquals(UP_TO_DATE, project.build());
    assertEquals(
        List.of("aspectvm/default.outputs", "classes/META-INF/aspects/hello.aspect"),
        project.files());
    assertTrue(
        project.log.contains(
            "compiled src/main/aspects/hello.wasm to META-INF/aspects/hello.aspect"));
  }

  @Test
  void withoutModulesNothingIsMade() throws Exception {
    assertEquals("0 aspects: 0 compiled, 0 up to date, 0 stale files deleted", project.build());
    assertEquals(List.of(), project.files());
  }

  @Test
  void whatAKilledBuildLeftIsInNobodysWay() throws Exception {
    project.add("hello.wasm", "hello.wasm");
    Path left = project.root.resolve("target/aspectvm/unfinished/1-1.tmp");
    Files.createDirectories(left.getParent());
    Files.writeString(left, "half");
    assertEquals(COMPILED, project.build());
    assertEquals(UP_TO_DATE, project.build());
  }

  @Test
  void theContentCountsAndNotItsTime() throws Exception {
    Path file = project.add("hello.wasm", "a.wasm");
    FileTime time = Files.getLastModifiedTime(file);
    project.build();
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    assertEquals(UP_TO_DATE, project.build());
    Files.write(file, Files.readAllBytes(Project.EXAMPLES.resolve("values.wasm")));
    Files.setLastModifiedTime(file, time);
    assertEquals(COMPILED, project.build());
  }

  @Test
  void everyOptionThatCountsIsLookedAt() throws Exception {
    project.add("hello.wasm", "hello.wasm");
    project.build();
    project.schedule = "hardened";
    assertEquals(COMPILED, project.build());
    project.profile = "wasm";
    assertEquals(COMPILED, project.build());
    assertEquals(UP_TO_DATE, project.build());
    project.force = true;
    assertEquals(COMPILED, project.build());
  }

  @Test
  void aDamagedArtefactIsMadeAgain() throws Exception {
    project.add("hello.wasm", "hello.wasm");
    project.build();
    Path artefact = project.artefacts.resolve("hello.aspect");
    byte[] sound = Files.readAllBytes(artefact);
    byte[] damaged = sound.clone();
    damaged[damaged.length / 2] ^= 1;
    for (byte[] bad : List.of(damaged, new byte[0], "text".getBytes(StandardCharsets.UTF_8))) {
      Files.write(artefact, bad);
      assertEquals(COMPILED, project.build());
      assertArrayEquals(sound, Files.readAllBytes(artefact));
    }
  }

  @Test
  void anotherSignatureIsAnotherArtefact() throws Exception {
    project.add("hello.wasm", "hello.wasm");
    project.build();
    project.key = SigningKey.generate();
    assertEquals(COMPILED, project.build());
    assertEquals(UP_TO_DATE, project.build());
    Path artefact = project.artefacts.resolve("hello.aspect");
    assertEquals(
        Optional.of(project.key.verificationKey()), new ArtefactReader().open(artefact).signer());
    project.key = SigningKey.generate();
    assertEquals(COMPILED, project.build());
    project.key = null;
    assertEquals(COMPILED, project.build());
    assertEquals(Optional.empty(), new ArtefactReader().open(artefact).signer());
  }

  @Test
  void whatBelongsToNoModuleIsDeleted() throws Exception {
    project.facade = true;
    project.add("hello.wasm", "hello.wasm");
    Path gone = project.add("guard.wasm", "more/guard.wasm");
    project.build();
    // Not the plugin's.
    Path other = Files.writeString(project.artefacts.resolve("more/other.aspect"), "mine");
    Files.delete(gone);
    assertEquals("1 aspect: 0 compiled, 1 up to date, 2 stale files deleted", project.build());
    assertTrue(Files.exists(other));
    assertEquals(
        List.of(
            "aspectvm/default.outputs",
            "classes/META-INF/aspects/hello.aspect",
            "classes/META-INF/aspects/more/other.aspect",
            "generated/example/HelloAspect.java"),
        project.files());
  }

  @Test
  void aForgedListDeletesNothingOutside() throws Exception {
    project.add("hello.wasm", "hello.wasm");
    project.build();
    Path precious = Files.writeString(project.root.resolve("pom.xml"), "<project/>");
    Path list = project.root.resolve("target/aspectvm/default.outputs");
    Files.writeString(
        list, "aspectvm outputs 1\npom.xml\ntarget/classes/META-INF/aspects/../../../../pom.xml\n");
    assertEquals(UP_TO_DATE, project.build());
    assertTrue(Files.exists(precious));
    Files.writeString(list, "something else\n\0\n");
    assertEquals(UP_TO_DATE, project.build());
  }

  @Test
  void oneBadModuleLeavesEverythingAsItWas() throws Exception {
    project.add("hello.wasm", "hello.wasm");
    project.build();
    List<String> before = project.files();
    project.add("guard.wasm", "guard.wasm");
    Files.write(project.sources.resolve("bad.wasm"), new byte[] {0, 1, 2});
    Files.write(project.sources.resolve("empty.wasm"), new byte[0]);
    project.log.clear();
    BuildException failure = assertThrows(BuildException.class, project::build);
    assertEquals(2, failure.problems().size());
    assertTrue(failure.problems().get(0).startsWith("src/main/aspects/bad.wasm: malformed: "));
    assertTrue(failure.problems().get(1).startsWith("src/main/aspects/empty.wasm: malformed: "));
    assertEquals(before, project.files());
    assertFalse(project.log.stream().anyMatch(line -> line.startsWith("compiled")));
  }

  @Test
  void aTargetThatCannotBeWrittenIsOneLine() throws Exception {
    project.add("hello.wasm", "hello.wasm");
    project.add("guard.wasm", "guard.wasm");
    Files.createDirectories(project.artefacts.resolve("hello.aspect"));
    assertEquals(
        "target/classes/META-INF/aspects/hello.aspect: cannot be written, it is a folder",
        project.failure());
    // Not even the one that could be, nor what was on its way.
    assertEquals(List.of(), project.files());
  }

  @Test
  void aFileInPlaceOfAFolderIsOneLine() throws Exception {
    project.add("hello.wasm", "hello.wasm");
    Files.createDirectories(project.artefacts.getParent());
    Files.writeString(project.artefacts, "");
    assertEquals(
        "target/classes/META-INF/aspects/hello.aspect: cannot be written, a part of the path is no"
            + " folder",
        project.failure());
    assertEquals(List.of("classes/META-INF/aspects"), project.files());
  }

  @Test
  void aReadOnlyTargetIsOneLine() throws Exception {
    project.add("hello.wasm", "hello.wasm");
    project.build();
    Path artefact = project.artefacts.resolve("hello.aspect");
    byte[] before = Files.readAllBytes(artefact);
    assertTrue(artefact.toFile().setReadOnly());
    assumeFalse(Files.isWritable(artefact), "whoever runs this may write anywhere");
    project.schedule = "hardened";
    assertEquals(
        "target/classes/META-INF/aspects/hello.aspect: cannot be written, permission denied",
        project.failure());
    assertArrayEquals(before, Files.readAllBytes(artefact));
  }

  @Test
  void twoExecutionsDoNotShareAFile() throws Exception {
    project.add("hello.wasm", "hello.wasm");
    project.build("execution one", "one");
    BuildException failure =
        assertThrows(BuildException.class, () -> project.build("execution two", "two"));
    assertEquals(
        "target/classes/META-INF/aspects/hello.aspect: already made by execution one, and again by"
            + " execution two",
        failure.getMessage());
  }

  @Test
  void warningsCanBeErrors() throws Exception {
    Files.write(project.sources.resolve("lonely.wasm"), TestModules.withUnknownImport());
    assertEquals(COMPILED, project.build());
    String warning =
        "src/main/aspects/lonely.wasm: import nobody nothing has no host function: the module will"
            + " not load without a linker";
    assertTrue(project.log.contains("warning: " + warning), project.log.toString());
    project.failOnWarnings = true;
    project.force = true;
    assertEquals(warning, project.failure());
  }

  @Test
  void functionLimitAndValueAreNamed() throws Exception {
    Files.write(project.sources.resolve("big.wasm"), TestModules.withLocals(4_097));
    String failure = project.failure();
    assertTrue(
        failure.startsWith(
            "src/main/aspects/big.wasm: limit: too many locals in a function: 4097, limit 4096 (func"
                + " 0, offset 0x"),
        failure);
  }

  @Test
  void aFolderOrAFileInPlaceOfTheSourcesIsOneLine() throws Exception {
    project.sets =
        List.of(new SourceSet(project.root.resolve("absent"), List.of(), List.of(), true));
    assertEquals("absent: no such folder with modules", project.failure());
    Path file = Files.writeString(project.root.resolve("file"), "");
    project.sets = List.of(new SourceSet(file, List.of(), List.of(), false));
    assertEquals("file: expected a folder with modules, found a file", project.failure());
  }
}
