package io.aspectvm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What the published modules bring along: what a pom does not list comes with what it lists. A node
 * has {@code runtime}: neither compiler nor ASM, and of others three libraries that need none.
 */
class PublishedDependenciesTest {

  private static Stream<Arguments> modules() {
    return Stream.of(
        Arguments.of("wasm", List.of()),
        Arguments.of("gas-injector", List.of("aspectvm-wasm", "asm")),
        Arguments.of("proto", List.of("protobuf-java")),
        Arguments.of(
            "runtime",
            List.of(
                "aspectvm-proto",
                "bcprov-jdk18on",
                "dec",
                "rocksdbjni optional",
                "secp256k1-kmp-jvm optional",
                "secp256k1-kmp-jni-jvm optional")),
        Arguments.of(
            "compiler",
            List.of(
                "aspectvm-wasm",
                "aspectvm-gas-injector",
                "aspectvm-runtime",
                "asm",
                "asm-commons",
                "asm-util")),
        Arguments.of(
            "cli",
            List.of(
                "aspectvm-compiler",
                "aspectvm-runtime",
                "picocli",
                "jackson-databind",
                "jackson-dataformat-yaml",
                "rocksdbjni")),
        Arguments.of("maven-plugin", List.of("aspectvm-compiler", "plexus-utils")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("modules")
  void areThese(String module, List<String> expected) throws Exception {
    Element pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(DocumentedTests.ROOT.resolve(module).resolve("pom.xml").toFile())
            .getDocumentElement();
    Set<String> actual = new TreeSet<>();
    NodeList all = pom.getElementsByTagName("dependency");
    for (int i = 0; i < all.getLength(); i++) {
      Element dependency = (Element) all.item(i);
      String scope = text(dependency, "scope");
      boolean ofProject =
          dependency.getParentNode().getParentNode() == pom
              && !scope.equals("test")
              && !scope.equals("provided");
      if (ofProject) {
        boolean optional = text(dependency, "optional").equals("true");
        actual.add(text(dependency, "artifactId") + (optional ? " optional" : ""));
      }
    }
    assertEquals(new TreeSet<>(expected), actual);
  }

  private static String text(Element parent, String name) {
    NodeList elements = parent.getElementsByTagName(name);
    return elements.getLength() == 0 ? "" : elements.item(0).getTextContent();
  }
}
