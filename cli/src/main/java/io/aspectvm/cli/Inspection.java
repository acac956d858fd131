package io.aspectvm.cli;

import io.aspectvm.gas.plan.MeteringPlanner;
import io.aspectvm.gas.plan.MeteringRules;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.FunctionNames;
import io.aspectvm.wasm.module.FunctionBody;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Feature;
import io.aspectvm.wasm.validate.ValidatedModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What there is to know about a module and the code made of it.
 *
 * @param module the compiled module
 * @param features that the module uses
 * @param blocks metering blocks, in all functions
 * @param classes what was generated
 * @param functions those that the module defines
 */
record Inspection(
    CompiledModule module,
    WasmModule wasm,
    List<Feature> features,
    int blocks,
    List<GeneratedClass> classes,
    List<Function> functions) {

  /**
   * A class.
   *
   * @param largestMethod bytes of code
   */
  record GeneratedClass(String name, String role, int bytes, int methods, int largestMethod) {}

  /**
   * A function that the module defines.
   *
   * @param name null where the module gives none
   * @param bodyBytes size of the body
   * @param blocks metering blocks
   * @param methods parts that it was compiled to
   * @param methodBytes JVM code in all of them
   * @param largestMethod JVM code in the largest of them
   */
  record Function(
      int index,
      String name,
      FunctionType type,
      int bodyBytes,
      int blocks,
      int methods,
      int methodBytes,
      int largestMethod) {}

  /** Methods of one function. */
  private record Methods(int count, int bytes, int largest) {
    static final Methods NONE = new Methods(0, 0, 0);

    Methods plus(int size) {
      return new Methods(count + 1, bytes + size, Math.max(largest, size));
    }
  }

  /**
   * Looks at everything.
   *
   * @param valid the wasm in {@code module}
   * @param schedule that it was compiled with
   */
  static Inspection of(CompiledModule module, ValidatedModule valid, GasSchedule schedule)
      throws WasmException {
    WasmModule wasm = valid.module();
    Map<Integer, Methods> methods = new HashMap<>();
    List<GeneratedClass> classes = new ArrayList<>();
    for (ClassEntry entry : module.manifest().getClassesList()) {
      classes.add(inspect(entry, module, methods));
    }
    MeteringPlanner planner =
        new MeteringPlanner(wasm, schedule, MeteringRules.of(valid.profile(), schedule));
    FunctionNames names = FunctionNames.of(wasm);
    List<Function> functions = new ArrayList<>();
    int allBlocks = 0;
    for (int f = wasm.functionImports().size(); f < wasm.functionCount(); f++) {
      FunctionBody body = wasm.body(f);
      int blocks = planner.plan(f).size();
      Methods own = methods.getOrDefault(f, Methods.NONE);
      allBlocks += blocks;
      functions.add(
          new Function(
              f,
              names.find(f).orElse(null),
              wasm.functionType(f),
              body.end() - body.start(),
              blocks,
              own.count(),
              own.bytes(),
              own.largest()));
    }
    List<Feature> features = valid.features().stream().sorted().toList();
    return new Inspection(module, wasm, features, allBlocks, classes, functions);
  }

  private static GeneratedClass inspect(
      ClassEntry entry, CompiledModule module, Map<Integer, Methods> methods) {
    Map<String, Integer> sizes = ClassFileMethods.codeBytes(module.classFile(entry.getName()));
    int largest = 0;
    for (Map.Entry<String, Integer> method : sizes.entrySet()) {
      largest = Math.max(largest, method.getValue());
      int function = function(method.getKey());
      if (function >= 0 && entry.getRole() != ClassRole.COLD_TEXT) {
        methods.merge(
            function,
            Methods.NONE.plus(method.getValue()),
            (known, more) -> known.plus(more.bytes()));
      }
    }
    return new GeneratedClass(
        entry.getName(),
        entry.getRole().name().toLowerCase(Locale.ROOT),
        entry.getBytes(),
        sizes.size(),
        largest);
  }

  /** The function that a method {@code f12} or {@code f12$8000} belongs to, or -1. */
  private static int function(String method) {
    int end = 1;
    while (end < method.length() && Character.isDigit(method.charAt(end))) {
      end++;
    }
    boolean named = method.charAt(0) == 'f' && end > 1;
    boolean whole = end == method.length() || method.charAt(end) == '$';
    return named && whole ? Integer.parseInt(method, 1, end, 10) : -1;
  }

  Manifest manifest() {
    return module.manifest();
  }

  /** Bytes of code of the largest method. */
  int largestMethod() {
    return classes.stream().mapToInt(GeneratedClass::largestMethod).max().orElse(0);
  }

  /** Bytes of all classes. */
  long classBytes() {
    return classes.stream().mapToLong(GeneratedClass::bytes).sum();
  }
}
