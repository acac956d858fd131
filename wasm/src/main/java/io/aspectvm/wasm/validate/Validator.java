package io.aspectvm.wasm.validate;

import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.ModuleReader;
import io.aspectvm.wasm.module.WasmModule;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a module against the rules of the specification and of a profile.
 *
 * <p>The order is that of the reference, where it can be seen (aspect-abi, section 2.1): sections
 * in the order of the file, then the entry point, then the bodies. The exports themselves, which
 * the reference does not look at, come last.
 */
public final class Validator {

  private Validator() {}

  /**
   * Reads and validates a module. Of several things wrong, the first in the file is reported, be it
   * malformed or invalid, as far as sections are concerned: an aspect with a start section is
   * refused for that, whatever is behind it.
   *
   * @param bytes the module; kept, and not to be changed
   */
  public static ValidatedModule validate(byte[] bytes, Profile profile)
      throws MalformedModuleException,
          InvalidModuleException,
          UnsupportedFeatureException,
          LimitExceededException {
    ModuleReader reader = new ModuleReader(bytes, profile.limits());
    WasmModule module;
    try {
      module = reader.read();
    } catch (WasmException e) {
      new ModuleRules(new ModuleContext(reader.readSoFar(), profile)).check();
      throw e;
    }
    return validate(module, profile);
  }

  /** Validates a module. That its code is malformed may be found out here only. */
  public static ValidatedModule validate(WasmModule module, Profile profile)
      throws MalformedModuleException,
          InvalidModuleException,
          UnsupportedFeatureException,
          LimitExceededException {
    ModuleContext context = new ModuleContext(module, profile);
    ExportRules exports = new ExportRules(context);
    new ModuleRules(context).check();
    exports.checkEntryPoint();
    List<FunctionFacts> facts = checkBodies(context);
    exports.check();
    return new ValidatedModule(module, profile, facts, context.usedFeatures());
  }

  private static List<FunctionFacts> checkBodies(ModuleContext context)
      throws MalformedModuleException,
          InvalidModuleException,
          UnsupportedFeatureException,
          LimitExceededException {
    FunctionValidator validator = new FunctionValidator(context);
    int first = context.module.functionImports().size();
    int end = first + context.module.sections().bodies().size();
    List<FunctionFacts> facts = new ArrayList<>(end - first);
    for (int functionIndex = first; functionIndex < end; functionIndex++) {
      context.reporter.enterFunction(functionIndex);
      facts.add(validator.check(functionIndex));
    }
    context.reporter.enterFunction(-1);
    return facts;
  }
}
