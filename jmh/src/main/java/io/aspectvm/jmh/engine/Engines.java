package io.aspectvm.jmh.engine;

import io.aspectvm.runtime.Isolation;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * The engines of the comparison. Those with large libraries are here in builds with {@code
 * -Pcompare} only.
 */
public final class Engines {

  private Engines() {}

  /** All that this build has, in the order of tables. */
  public static List<Engine> all() {
    List<Engine> engines = new ArrayList<>();
    for (Isolation isolation :
        new Isolation[] {Isolation.INSTANCE, Isolation.CLASS_LOADER, Isolation.STRICT}) {
      engines.add(new AspectVmEngine(isolation));
    }
    engines.add(new EndiveEngine(true));
    engines.add(new EndiveEngine(false));
    engines.add(new ChicoryEngine(true));
    engines.add(new ChicoryEngine(false));
    ServiceLoader.load(Engine.class).forEach(engines::add);
    return engines;
  }

  /**
   * The engine of this name.
   *
   * @throws IllegalArgumentException if this build has none
   */
  public static Engine named(String name) {
    return all().stream()
        .filter(engine -> engine.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no engine '%s' in this build: there are %s".formatted(name, names())));
  }

  /** Names of all, in the same order. */
  public static List<String> names() {
    return all().stream().map(Engine::name).toList();
  }
}
