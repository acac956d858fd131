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

  /** Policies in the order of tables: from the one that shares most. */
  public static final List<Isolation> ISOLATIONS =
      List.of(Isolation.INSTANCE, Isolation.CLASS_LOADER, Isolation.STRICT);

  private Engines() {}

  /** All that this build has, in the order of tables. */
  public static List<Engine> all() {
    List<Engine> engines = new ArrayList<>(own());
    engines.add(new EndiveEngine(true));
    engines.add(new EndiveEngine(false));
    engines.add(new ChicoryEngine(true));
    engines.add(new ChicoryEngine(false));
    ServiceLoader.load(Engine.class).forEach(engines::add);
    return engines;
  }

  /** Those that make an instance for each call, in the order of tables. */
  public static List<FreshEngine> fresh() {
    List<FreshEngine> engines = new ArrayList<>(own());
    engines.add(new EndiveEngine(true));
    ServiceLoader.load(FreshEngine.class).forEach(engines::add);
    return engines;
  }

  private static List<AspectVmEngine> own() {
    return ISOLATIONS.stream().map(AspectVmEngine::new).toList();
  }

  /** This project under a policy. */
  public static FreshEngine fresh(Isolation isolation) {
    return new AspectVmEngine(isolation);
  }

  /** Its name. */
  public static String nameOf(Isolation isolation) {
    return new AspectVmEngine(isolation).name();
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
