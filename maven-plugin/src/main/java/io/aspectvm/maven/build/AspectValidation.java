package io.aspectvm.maven.build;

import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.validate.Validator;
import java.util.ArrayList;
import java.util.List;

/** Looks whether modules are valid, as deployment does, and makes nothing of them. */
public final class AspectValidation {

  private AspectValidation() {}

  /**
   * Validates all modules.
   *
   * @return their number
   * @throws BuildException with a line for each that is refused
   */
  public static int run(BuildPlan plan, BuildLog log) throws BuildException {
    List<String> problems = new ArrayList<>();
    for (AspectUnit unit : plan.units()) {
      String file = unit.source().shown();
      try {
        Validator.validate(unit.source().read(), unit.options().profile());
        log.debug(file + ": valid in profile " + unit.options().profile().name());
      } catch (WasmException e) {
        problems.addAll(Refusals.of(file, e).problems());
      } catch (BuildException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new BuildException(problems);
    }
    return plan.units().size();
  }
}
