package io.aspectvm.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Inputs that a fault was found with once, and the seeds: without the fuzzer, on any platform. */
class CommittedInputsTest {

  @TestFactory
  Stream<DynamicTest> found() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (FuzzTarget target : FuzzTarget.values()) {
      for (Path input : target.found()) {
        tests.add(
            DynamicTest.dynamicTest(
                target.text() + "/" + input.getFileName(),
                () -> target.run(Files.readAllBytes(input))));
      }
    }
    return tests.stream();
  }

  @Test
  void everyFolderIsOfATarget() throws IOException {
    Set<String> targets =
        Arrays.stream(FuzzTarget.values()).map(FuzzTarget::text).collect(Collectors.toSet());
    try (Stream<Path> folders = Files.list(FuzzTarget.MODULE.foundFolder().getParent())) {
      Set<String> names =
          folders.map(folder -> folder.getFileName().toString()).collect(Collectors.toSet());
      assertFalse(names.isEmpty());
      names.removeAll(targets);
      assertEquals(Set.of(), new TreeSet<>(names));
    }
  }

  @ParameterizedTest
  @EnumSource(FuzzTarget.class)
  void seeds(FuzzTarget target) throws IOException {
    List<byte[]> seeds = Seeds.of(target);
    assertTrue(seeds.size() >= 10, seeds.size() + " seeds");
    seeds.forEach(target::run);
  }
}
