package io.aspectvm.maven.facade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FacadeNamesTest {

  @ParameterizedTest
  @CsvSource({
    "hello, HelloAspect",
    "token/spend-limit, TokenSpendLimitAspect",
    "a_b c$d, ABCDAspect",
    "2fast, _2FastAspect",
    "---, Aspect",
    "$, Aspect",
    "ключ, U043AU043BU044EU0447Aspect",
    "été, U00E9TU00E9Aspect",
    "string, StringAspect",
  })
  void artefactsBecomeClasses(String artefact, String className) {
    String expected = className.equals("Aspect") ? "_Aspect" : className;
    assertEquals(expected, FacadeNames.className(artefact));
    assertTrue(FacadeNames.isIdentifier(FacadeNames.className(artefact)));
  }

  @ParameterizedTest
  @CsvSource({
    "greet, greet",
    "class, class_",
    "true, true_",
    "_, __",
    "1st, _1st",
    "a-b, a_b",
    "'', __",
    "ключ, ____",
    "a$b, a$b",
  })
  void exportsBecomeMethods(String export, String method) {
    assertEquals(method, FacadeNames.method("", export, new HashSet<>()));
  }

  @Test
  void methodsAreDistinct() {
    Set<String> taken = new HashSet<>(Set.of("load"));
    assertEquals("load_2", FacadeNames.method("", "load", taken));
    assertEquals("a_b", FacadeNames.method("", "a-b", taken));
    assertEquals("a_b_2", FacadeNames.method("", "a_b", taken));
    assertEquals("a_b_3", FacadeNames.method("", "a.b", taken));
    assertEquals("a_b_2_2", FacadeNames.method("", "a_b_2", taken));
    assertEquals("invokeA_b", FacadeNames.method("invoke", "a-b", taken));
    assertEquals("invokeClass", FacadeNames.method("invoke", "class", taken));
  }

  @Test
  void packagesAreMadeOfIdentifiers() {
    assertTrue(FacadeNames.isPackage("example.aspects"));
    assertFalse(FacadeNames.isPackage("example..aspects"));
    assertFalse(FacadeNames.isPackage("my-company.aspects"));
    assertFalse(FacadeNames.isPackage("example.package"));
    assertFalse(FacadeNames.isPackage(""));
  }
}
