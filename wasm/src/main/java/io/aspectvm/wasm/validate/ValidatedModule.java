package io.aspectvm.wasm.validate;

import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Feature;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * A module that is valid under a profile. Only {@link Validator} makes one, so that whoever asks
 * for one may rely on every rule: indices exist, types match, control is structured.
 */
public final class ValidatedModule {

  private final WasmModule module;
  private final Profile profile;
  private final List<FunctionFacts> facts;
  private final Set<Feature> features;

  ValidatedModule(
      WasmModule module, Profile profile, List<FunctionFacts> facts, Set<Feature> features) {
    this.module = module;
    this.profile = profile;
    this.facts = List.copyOf(facts);
    this.features = Collections.unmodifiableSet(features);
  }

  public WasmModule module() {
    return module;
  }

  public Profile profile() {
    return profile;
  }

  /** The features that the module uses: without one of these it would have been refused. */
  public Set<Feature> features() {
    return features;
  }

  /** Facts of the function with this function index, which the module must define. */
  public FunctionFacts facts(int functionIndex) {
    return facts.get(functionIndex - module.functionImports().size());
  }

  /** Greatest height of the operand stack of the function with this index; see the facts. */
  public int maxOperands(int functionIndex) {
    return facts(functionIndex).maxOperands();
  }
}
