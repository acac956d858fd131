package io.aspectvm.wasm.validate;

import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Feature;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.StackSignature;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** What all rules know of the module: its types, the profile, and which functions are declared. */
final class ModuleContext {

  private static final Opcode[] OPCODES = Opcode.values();
  private static final Feature[][] REQUIRED = requiredFeatures();

  final WasmModule module;
  final Profile profile;
  final Reporter reporter;
  final Types types;

  /** Functions named outside of bodies, which {@code ref.func} may therefore name. */
  final BitSet declaredFunctions = new BitSet();

  private final boolean[] allowed = new boolean[OPCODES.length];
  private final boolean[] used = new boolean[OPCODES.length];
  private final Set<Feature> usedElsewhere = EnumSet.noneOf(Feature.class);

  ModuleContext(WasmModule module, Profile profile) {
    this.module = module;
    this.profile = profile;
    this.reporter = new Reporter(module);
    this.types = new Types(module.types());
    for (Opcode opcode : OPCODES) {
      allowed[opcode.ordinal()] = missingFeature(opcode) == null;
    }
  }

  private Feature missingFeature(Opcode opcode) {
    for (Feature feature : REQUIRED[opcode.ordinal()]) {
      if (!profile.has(feature)) {
        return feature;
      }
    }
    return null;
  }

  /** By opcode: its own feature, and floating point if its signature has any. */
  private static Feature[][] requiredFeatures() {
    Feature[][] required = new Feature[Opcode.values().length][];
    for (Opcode opcode : Opcode.values()) {
      Set<Feature> features = new LinkedHashSet<>();
      opcode.feature().ifPresent(features::add);
      if (opcode.signature().map(ModuleContext::usesFloats).orElse(false)) {
        features.add(Feature.FLOATS);
      }
      required[opcode.ordinal()] = features.toArray(Feature[]::new);
    }
    return required;
  }

  private static boolean usesFloats(StackSignature signature) {
    return signature.operands().stream().anyMatch(ValueType::isFloat)
        || signature.results().stream().anyMatch(ValueType::isFloat);
  }

  void checkAllowed(Opcode opcode, int offset) throws UnsupportedFeatureException {
    if (!allowed[opcode.ordinal()]) {
      throw reporter.unsupported(missingFeature(opcode), opcode.mnemonic(), offset);
    }
    used[opcode.ordinal()] = true;
  }

  void require(Feature feature, String what, int offset) throws UnsupportedFeatureException {
    if (!profile.has(feature)) {
      throw reporter.unsupported(feature, what, offset);
    }
    usedElsewhere.add(feature);
  }

  /** The features that the module has turned out to use so far. */
  Set<Feature> usedFeatures() {
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    features.addAll(usedElsewhere);
    for (int i = 0; i < used.length; i++) {
      if (used[i]) {
        Collections.addAll(features, REQUIRED[i]);
      }
    }
    return features;
  }

  /** Checks that the profile has the features that values of this type need. */
  void checkType(ValueType type, int offset) throws UnsupportedFeatureException {
    if (type.isFloat()) {
      require(Feature.FLOATS, "type " + type, offset);
    } else if (type.isReference()) {
      require(Feature.REFERENCE_TYPES, "type " + type, offset);
    }
  }

  void checkTypeIndex(int index, int offset) throws InvalidModuleException {
    check("unknown type", index, module.types().size(), offset);
  }

  void checkFunction(int index, int offset) throws InvalidModuleException {
    check("unknown function", index, module.functionCount(), offset);
  }

  void checkTable(int index, int offset) throws InvalidModuleException {
    check("unknown table", index, module.tableCount(), offset);
  }

  void checkMemory(int index, int offset) throws InvalidModuleException {
    check("unknown memory", index, module.memoryCount(), offset);
  }

  void checkGlobal(int index, int offset) throws InvalidModuleException {
    check("unknown global", index, module.globalCount(), offset);
  }

  void checkElementSegment(int index, int offset) throws InvalidModuleException {
    check("unknown elem segment", index, module.sections().elements().size(), offset);
  }

  /** Throws unless {@code index}, unsigned, is less than {@code count}. */
  void check(String phrase, int index, int count, int offset) throws InvalidModuleException {
    if (index < 0 || index >= count) {
      throw reporter.unknown(phrase, index, count, offset);
    }
  }
}
