package io.aspectvm.compiler.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.aspectvm.runtime.Isolation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The committed cases, which random modules were reduced to: on our engine in every way, and on the
 * second one, that they stay true.
 */
class RandomCasesTest {

  private static final Path FOLDER = Path.of("src/test/resources/random");

  @TestFactory
  List<DynamicTest> cases() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : RandomCase.names(FOLDER)) {
      RandomCase each = RandomCase.read(FOLDER, name);
      tests.add(
          DynamicTest.dynamicTest(
              name + ", second engine", () -> check(each, OtherEngine.maker())));
      for (Isolation isolation : Isolation.values()) {
        tests.add(
            DynamicTest.dynamicTest(
                name + ", whole, " + isolation, () -> check(each, OurEngine.whole(isolation))));
        tests.add(
            DynamicTest.dynamicTest(
                name + ", in pieces, " + isolation,
                () -> check(each, OurEngine.inPieces(isolation))));
      }
    }
    assertFalse(tests.isEmpty(), "no cases");
    return tests;
  }

  private static void check(RandomCase each, Engine.Maker maker) throws Exception {
    Engine.Side side = maker.of(each.subject()).start();
    List<String> seen = new ArrayList<>();
    each.calls().forEach(call -> seen.add(side.call(call).text()));
    assertEquals(each.expected(), seen);
  }
}
