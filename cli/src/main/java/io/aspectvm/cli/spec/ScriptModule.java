package io.aspectvm.cli.spec;

import io.aspectvm.proto.artefact.v1.Export;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectInstance;
import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;

/** An instance that a script made; its state lasts from command to command. */
final class ScriptModule {

  private final Aspect aspect;
  private final AspectInstance instance;

  /**
   * Instantiates a module; its start function has not run.
   *
   * @throws io.aspectvm.runtime.Trap where a segment does not fit
   */
  ScriptModule(Aspect aspect) {
    this.aspect = aspect;
    this.instance = aspect.newInstance();
  }

  /** Runs the start function, where there is one; gives the trap that ended it, or null. */
  TrapKind start() throws FailedException {
    InvocationResult result = instance.start();
    checkCrash(result);
    return result.trap();
  }

  /** Calls an exported function. */
  Performed call(String export, long... arguments) throws FailedException {
    FunctionSignature signature =
        aspect
            .exportedFunction(export)
            .orElseThrow(() -> new FailedException("no function is exported as '" + export + "'"));
    int parameters = signature.parameters().size();
    if (parameters != arguments.length) {
      throw new FailedException(arguments.length + " arguments for " + parameters + " parameters");
    }
    InvocationResult result = instance.invoke(export, arguments);
    checkCrash(result);
    List<Performed.Value> values = new ArrayList<>();
    for (long bits : result.results()) {
      values.add(new Performed.Value(signature.results().get(values.size()).text(), bits));
    }
    return new Performed(values, result.trap());
  }

  private static void checkCrash(InvocationResult result) throws FailedException {
    if (result.crash() != null) {
      throw new FailedException("crash: " + result.crash());
    }
  }

  /** The value of an exported global. */
  Performed.Value global(String export) throws FailedException {
    for (Export candidate : aspect.manifest().getExportsList()) {
      if (candidate.getName().equals(export)
          && candidate.getKind() == ExternalKind.GLOBAL.ordinal()) {
        int code = aspect.manifest().getGlobals(candidate.getIndex()).getType();
        return new Performed.Value(
            ValueType.byCode(code).orElseThrow().text(), instance.globalValue(export));
      }
    }
    throw new FailedException("no global is exported as '" + export + "'");
  }

  /** Whether something of any kind is exported under this name. */
  boolean exports(String name) {
    return aspect.manifest().getExportsList().stream()
        .anyMatch(export -> export.getName().equals(name));
  }
}
