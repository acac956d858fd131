package io.aspectvm.runtime.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.runtime.support.HostCall;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AllowListTest {

  private static final AllowList LIST = new AllowList(HostModules.standard());

  /** A new class in the support package has to be listed, or named here. */
  @Test
  void compiledCodeReachesTheSupportPackage() throws IOException, URISyntaxException {
    Path root = Path.of(HostCall.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    TreeSet<String> missing = new TreeSet<>();
    try (Stream<Path> files = Files.list(root.resolve("io/aspectvm/runtime/support"))) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.contains("$"))
          .map(name -> "io.aspectvm.runtime.support." + name.replace(".class", ""))
          .filter(name -> LIST.find(name) == null)
          .forEach(missing::add);
    }
    // The host's side of an instance, and other instances, are none of the guest's business; ranges
    // the others use alone.
    assertEquals(
        Stream.of(
                "FunctionSpace",
                "GlobalCell",
                "HostEdge",
                "InstanceLinks",
                "LinkedFunction",
                "Ranges")
            .map(name -> "io.aspectvm.runtime.support." + name)
            .toList(),
        List.copyOf(missing));
  }

  @Test
  void hostClassesAreReachedThroughTheirFunctionsOnly() {
    for (HostFunction function : HostModules.standard().functions()) {
      String owner = function.owner();
      assertTrue(LIST.permits(owner));
      assertTrue(LIST.permitsMember(owner, function.method(), function.descriptor()));
      assertFalse(LIST.permitsMember(owner, function.method(), "()V"));
      assertFalse(LIST.permitsMember(owner, "<init>", "()V"));
    }
  }

  @Test
  void ofTheJdkLittleIsReached() {
    assertTrue(LIST.permitsMember("java/lang/Object", "<init>", "()V"));
    assertFalse(LIST.permitsMember("java/lang/Object", "getClass", "()Ljava/lang/Class;"));
    assertFalse(LIST.permitsMember("java/lang/Throwable", "printStackTrace", "()V"));
    assertFalse(LIST.permitsMember("java/lang/String", "intern", "()Ljava/lang/String;"));
    assertSame(String.class, LIST.find("java.lang.String"));
    assertNull(LIST.find("java/lang/String"));
    assertNull(LIST.find("java.lang.Class"));
  }
}
