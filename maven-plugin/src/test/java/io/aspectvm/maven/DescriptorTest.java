package io.aspectvm.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the build says about the plugin, and what the documentation does. */
class DescriptorTest {

  private static final String DESCRIPTOR = "/META-INF/maven/plugin.xml";
  private static final String M2E = "/META-INF/m2e/lifecycle-mapping-metadata.xml";

  private static Document read(String resource) throws Exception {
    try (InputStream in = DescriptorTest.class.getResourceAsStream(resource)) {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
    }
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    NodeList all = parent.getElementsByTagName(name);
    for (int i = 0; i < all.getLength(); i++) {
      found.add((Element) all.item(i));
    }
    return found;
  }

  private static String text(Element parent, String name) {
    return children(parent, name).get(0).getTextContent().trim();
  }

  private static List<Element> goals() throws Exception {
    List<Element> goals = children(read(DESCRIPTOR).getDocumentElement(), "mojo");
    goals.removeIf(goal -> text(goal, "goal").equals("help"));
    return goals;
  }

  /** Parameters that users set, with their properties. */
  private static TreeMap<String, String> parameters() throws Exception {
    TreeMap<String, String> properties = new TreeMap<>();
    for (Element goal : goals()) {
      Element configuration = children(goal, "configuration").get(0);
      for (Element parameter : children(goal, "parameter")) {
        if (text(parameter, "editable").equals("true")) {
          String name = text(parameter, "name");
          properties.put(name, text(configuration, name));
        }
      }
    }
    return properties;
  }

  @Test
  void everyParameterHasAProperty() throws Exception {
    TreeMap<String, String> parameters = parameters();
    assertFalse(parameters.isEmpty());
    parameters.forEach((name, property) -> assertEquals("${aspectvm." + name + "}", property));
  }

  @Test
  void theDocumentationHasThemAll() throws Exception {
    Path root = Path.of("").toAbsolutePath().getParent();
    String page = Files.readString(root.resolve("docs/maven-plugin.md"));
    Set<String> documented = new TreeSet<>();
    var rows = Pattern.compile("(?m)^\\| `(\\w+)` \\| `aspectvm\\.(\\w+)` \\|").matcher(page);
    while (rows.find()) {
      assertEquals(rows.group(1), rows.group(2));
      documented.add(rows.group(1));
    }
    assertEquals(parameters().keySet(), documented);
  }

  @Test
  void goalsMayRunInParallelAndInEclipse() throws Exception {
    Set<String> inEclipse = new TreeSet<>();
    children(read(M2E).getDocumentElement(), "goal")
        .forEach(goal -> inEclipse.add(goal.getTextContent()));
    Set<String> goals = new TreeSet<>();
    for (Element goal : goals()) {
      goals.add(text(goal, "goal"));
      assertEquals("true", text(goal, "threadSafe"));
      assertEquals("generate-sources", text(goal, "phase"));
    }
    assertEquals(Set.of("compile", "validate"), goals);
    assertEquals(goals, inEclipse);
  }

  @Test
  void parametersAreDescribed() throws Exception {
    for (Element goal : goals()) {
      assertTrue(text(goal, "description").length() > 20);
      for (Element parameter : children(goal, "parameter")) {
        if (text(parameter, "editable").equals("true")) {
          assertTrue(text(parameter, "description").length() > 10, text(parameter, "name"));
        }
      }
    }
  }
}
