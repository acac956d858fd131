package io.aspectvm.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aspectvm.maven.build.AspectRule;
import org.junit.jupiter.api.Test;

class AspectOptionsTest {

  private static AspectRule read(String text) {
    AspectOptions options = new AspectOptions();
    options.set(text);
    return options.rule();
  }

  @Test
  void aTextSaysAsMuchAsAnElement() {
    assertEquals(AspectRule.of("guard.wasm"), read("guard.wasm"));
    assertEquals(
        new AspectRule("a*.wasm", "n/m", "wasm", "hardened", true, "Name", false),
        read(
            "a*.wasm; name=n/m; profile=wasm;schedule=hardened;facade=true;facadeClass=Name"
                + ";skip=false"));
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> read("a.wasm;nam=x"));
    assertThrows(IllegalArgumentException.class, () -> read("a.wasm;name"));
  }
}
