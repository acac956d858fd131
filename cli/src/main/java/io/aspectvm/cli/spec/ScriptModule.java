package io.aspectvm.cli.spec;

import io.aspectvm.runtime.AspectInstance;
import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.WasmType;
import java.util.ArrayList;
import java.util.List;

/**
 * An instance that a script made; its state lasts from command to command.
 *
 * @param instance whose start function {@link #start} runs
 */
record ScriptModule(AspectInstance instance) {

  /** Runs the start function, where there is one; gives the trap that ended it, or null. */
  TrapKind start() throws FailedException {
    InvocationResult result = instance.start();
    checkCrash(result);
    return result.trap();
  }

  /** Calls an exported function. */
  Performed call(String export, long... arguments) throws FailedException {
    FunctionSignature signature =
        instance
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
    WasmType type =
        instance
            .exportedGlobal(export)
            .orElseThrow(() -> new FailedException("no global is exported as '" + export + "'"));
    return new Performed.Value(type.text(), instance.globalValue(export));
  }
}
