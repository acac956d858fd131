package io.aspectvm.jmh;

/**
 * An engine with gas or without, as arguments name it: {@code endive}, {@code endive+gas}.
 *
 * @param engine a name as in {@link io.aspectvm.jmh.engine.Engines}
 */
record EngineChoice(String engine, boolean gas) {

  private static final String GAS = "+gas";

  static EngineChoice parse(String text) {
    return text.endsWith(GAS)
        ? new EngineChoice(text.substring(0, text.length() - GAS.length()), true)
        : new EngineChoice(text, false);
  }

  String text() {
    return gas ? engine + GAS : engine;
  }
}
