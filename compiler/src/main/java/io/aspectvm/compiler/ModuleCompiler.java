package io.aspectvm.compiler;

import io.aspectvm.compiler.emit.CodeContext;
import io.aspectvm.compiler.emit.DispatcherEmitter;
import io.aspectvm.compiler.emit.EntryEmitter;
import io.aspectvm.compiler.emit.GeneratedClasses;
import io.aspectvm.compiler.emit.HostBridgeEmitter;
import io.aspectvm.compiler.emit.ModuleNames;
import io.aspectvm.compiler.emit.OutputLimitException;
import io.aspectvm.compiler.emit.TextEmitter;
import io.aspectvm.compiler.lower.FunctionLowering;
import io.aspectvm.compiler.lower.GrowthAnalysis;
import io.aspectvm.compiler.lower.LoweredCodeLimitException;
import io.aspectvm.compiler.lower.LoweredFunction;
import io.aspectvm.gas.inject.Instrumentability;
import io.aspectvm.gas.plan.MeteringPlan;
import io.aspectvm.gas.plan.MeteringPlanner;
import io.aspectvm.gas.plan.MeteringRules;
import io.aspectvm.gas.schedule.DynamicCost;
import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.code.ColdText;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.Diagnostics;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.FunctionNames;
import io.aspectvm.wasm.binary.ModuleReader;
import io.aspectvm.wasm.module.Export;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.validate.ValidatedModule;
import io.aspectvm.wasm.validate.Validator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Compiles a module: read, validate, plan the gas, lower, emit. Deterministic: the same bytes and
 * options give the same classes and the same manifest, on every machine. Thread-safe.
 */
public final class ModuleCompiler {

  private final CompilerOptions options;

  public ModuleCompiler(CompilerOptions options) {
    this.options = options;
  }

  /**
   * The identity of what {@link #compile} makes of a module, at the price of a SHA-256: whether an
   * artefact is the one that would be made now.
   *
   * @param wasm the module in the binary format, valid or not; not changed, and not kept
   */
  public Identity identity(byte[] wasm) {
    return Identities.of(options, wasm);
  }

  /**
   * Compiles a module in the binary format.
   *
   * @param wasm not changed, and not kept
   * @throws WasmException if the module is malformed, invalid, uses a feature that is off, exceeds
   *     a limit, or cannot be metered
   */
  public CompilationResult compile(byte[] wasm) throws WasmException {
    return compile(wasm, function -> {});
  }

  /**
   * As {@link #compile(byte[])}, and tells how far it is.
   *
   * @param progress called on this thread
   */
  public CompilationResult compile(byte[] wasm, CompilationProgress progress) throws WasmException {
    ValidatedModule validated = validate(wasm);
    int total = validated.module().functionCount();
    return compile(validated, function -> progress.reached(function.functionIndex(), total));
  }

  /**
   * As {@link #compile(byte[])}, and shows every function in its lowered form, in order.
   *
   * @param observer sees each function once, before it is emitted
   */
  CompilationResult compile(byte[] wasm, Consumer<LoweredFunction> observer) throws WasmException {
    return compile(validate(wasm), observer);
  }

  private ValidatedModule validate(byte[] wasm) throws WasmException {
    new ModuleReader(wasm, options.profile().limits()).checkSize(); // Before there is a copy of it.
    return Validator.validate(wasm.clone(), options.profile());
  }

  private CompilationResult compile(ValidatedModule validated, Consumer<LoweredFunction> observer)
      throws WasmException {
    WasmModule module = validated.module();
    if (options.exportsStart()) {
      Instrumentability.check(module);
    }
    ModuleNames names = new ModuleNames(module);
    HostLinks links = new HostLinks(module, options.hostModules(), options.schedule());
    ModuleBorder border = ModuleBorder.of(module, options.profile(), links);
    BitSet mayGrow = GrowthAnalysis.mayGrow(module, border.growing(), border.indirectGrows());
    CodeContext context = new CodeContext(module, names, mayGrow, options.metered(), border.open());
    GeneratedClasses classes = new GeneratedClasses();
    ManifestBuilder manifest = new ManifestBuilder(module, options);
    FunctionReferences references = new FunctionReferences(module);
    TextEmitter text = new TextEmitter(context, classes, options.methodBytes(), options.turnWork());
    emitFunctions(validated, text, manifest, observer.andThen(references::add));
    Map<String, byte[]> cold = text.coldClasses();
    long coldBytes = text.finishedBytes() - classes.finishedBytes();
    classes.allow(allowedOutput(module) - coldBytes);
    Map<String, byte[]> files;
    try {
      emitBridges(links, context, classes);
      emitWaysIn(context, classes, references.indices());
      files = classes.finishAll();
    } catch (OutputLimitException e) {
      throw tooMuchOutput(module, coldBytes + e.amount(), -1);
    }
    if (options.checkClasses()) {
      ClassChecks.check(files);
      ClassChecks.check(overlaid(files, cold));
    }
    Manifest described = manifest.build(links).toBuilder().setOpen(border.open()).build();
    CompiledModule.Builder compiled = new CompiledModule.Builder(described, module.bytes());
    files.forEach((name, file) -> compiled.add(name, role(name), file));
    cold.forEach((name, file) -> compiled.add(ColdText.entryName(name), ClassRole.COLD_TEXT, file));
    return new CompilationResult(compiled.build(), warnings(links));
  }

  /**
   * @param referenced indices of all functions that may be in a table, ascending
   */
  private static void emitWaysIn(
      CodeContext context, GeneratedClasses classes, List<Integer> referenced) {
    new DispatcherEmitter(context, classes).emitAll(referenced);
    TreeSet<Integer> callable = callableFunctions(context.module());
    if (context.open()) {
      callable.addAll(referenced);
    }
    new EntryEmitter(context, classes).emit(callable);
  }

  private static Map<String, byte[]> overlaid(Map<String, byte[]> files, Map<String, byte[]> cold) {
    Map<String, byte[]> all = new HashMap<>(files);
    all.putAll(cold);
    return all;
  }

  private static ClassRole role(String className) {
    return switch (className) {
      case ModuleNames.MAIN -> ClassRole.INSTANCE;
      case ModuleNames.ENTRY -> ClassRole.ENTRY;
      default -> ClassRole.TEXT;
    };
  }

  private void emitFunctions(
      ValidatedModule validated,
      TextEmitter text,
      ManifestBuilder manifest,
      Consumer<LoweredFunction> observer)
      throws WasmException {
    WasmModule module = validated.module();
    MeteringPlanner planner =
        options.metered()
            ? new MeteringPlanner(
                module, options.schedule(), MeteringRules.of(options.profile(), options.schedule()))
            : null;
    Function<Opcode, DynamicCost> costs =
        options.metered() ? options.schedule()::dynamicCost : opcode -> DynamicCost.NONE;
    for (int f = module.functionImports().size(); f < module.functionCount(); f++) {
      MeteringPlan plan = planner == null ? MeteringPlan.NONE : planner.plan(f);
      manifest.addCharges(plan);
      LoweredFunction lowered = lower(validated, f, plan, costs);
      observer.accept(lowered);
      emit(text, lowered, module);
      checkOutput(text.finishedBytes(), module, f);
    }
    manifest.setLargestMethod(text.largestMethod());
  }

  private static void emit(TextEmitter text, LoweredFunction lowered, WasmModule module)
      throws CompileLimitException {
    try {
      text.emit(lowered);
    } catch (OutputLimitException e) {
      throw refused(e.getMessage(), module, lowered.functionIndex());
    }
  }

  /** Every entry, labels apart, becomes a byte at least, so the limit on output holds for them. */
  private LoweredFunction lower(
      ValidatedModule validated,
      int function,
      MeteringPlan plan,
      Function<Opcode, DynamicCost> costs)
      throws WasmException {
    WasmModule module = validated.module();
    long allowed = allowedOutput(module);
    try {
      return FunctionLowering.lower(
          module, function, plan, costs, validated.maxOperands(function), allowed);
    } catch (LoweredCodeLimitException e) {
      throw tooMuchOutput(module, allowed + 1, function);
    }
  }

  private void checkOutput(long bytes, WasmModule module, int function)
      throws CompileLimitException {
    if (bytes > allowedOutput(module)) {
      throw tooMuchOutput(module, bytes, function);
    }
  }

  private long allowedOutput(WasmModule module) {
    Limits limits = options.profile().limits();
    return (long) limits.outputFactor() * module.bytes().length + limits.outputBase();
  }

  /** The limit is exceeded by the time this function is emitted; there may be more to come. */
  private CompileLimitException tooMuchOutput(WasmModule module, long bytes, int function) {
    String message =
        "compiled classes exceed the limit of "
            + allowedOutput(module)
            + " bytes: at least "
            + bytes;
    return refused(message, module, function);
  }

  private static CompileLimitException refused(String message, WasmModule module, int function) {
    String name = FunctionNames.of(module).find(function).orElse(null);
    return new CompileLimitException(Diagnostics.locate(message, function, name, -1), function);
  }

  private static void emitBridges(HostLinks links, CodeContext context, GeneratedClasses classes) {
    HostBridgeEmitter emitter = new HostBridgeEmitter(context, classes);
    for (int f = 0; f < links.all().size(); f++) {
      emitter.emit(f, links.all().get(f).function());
    }
  }

  /** The functions that the host can call: exports, and the start function. */
  private static TreeSet<Integer> callableFunctions(WasmModule module) {
    TreeSet<Integer> functions = new TreeSet<>();
    for (Export export : module.sections().exports()) {
      if (export.kind() == ExternalKind.FUNCTION) {
        functions.add(export.index());
      }
    }
    module.sections().start().ifPresent(functions::add);
    return functions;
  }

  private static List<String> warnings(HostLinks links) {
    List<String> warnings = new ArrayList<>();
    for (HostLinks.Link link : links.all()) {
      if (link.function() == null) {
        warnings.add(
            "import "
                + link.entry().module()
                + " "
                + link.entry().field()
                + " has no host function: the module will not load without a linker");
      }
    }
    return warnings;
  }
}
