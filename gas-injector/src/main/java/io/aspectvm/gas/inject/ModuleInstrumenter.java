package io.aspectvm.gas.inject;

import io.aspectvm.gas.plan.MeteringPlanner;
import io.aspectvm.gas.plan.MeteringRules;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.ByteReader;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import io.aspectvm.wasm.validate.ValidatedModule;
import io.aspectvm.wasm.validate.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rewrites a module so that it meters itself, as the reference's injector does with its
 * mutable-global backend (gas specification, section 5): any engine can run the result, given that
 * the host sets the exported counter before a call.
 *
 * <p>With {@code f} functions and {@code g} globals in the original, imports included, the counter
 * is global {@code g}, exported as {@code __gas_counter__}; the charge function is function {@code
 * f}; helpers follow it. Existing indices do not move. A start section is replaced by the export
 * {@code __aspect_start__}, so that the start function runs only when the host calls it, after
 * setting the counter. Sections that need no change are copied byte by byte; custom sections are
 * dropped where they speak of byte offsets in the code, which have moved.
 *
 * <p>The original is validated before, never after: an invalid one could name the entities that are
 * added here, and so become valid and reach its own counter (hazard A12). The same input gives the
 * same bytes.
 */
public final class ModuleInstrumenter {

  private final WasmModule module;
  private final BodyInstrumenter bodies;

  /** What to append to the vector of a section, by the section's rank in the module. */
  private final Map<Integer, Addition> additions = new TreeMap<>();

  private record Addition(int section, List<WasmOutput> entries) {}

  private ModuleInstrumenter(WasmModule module, GasSchedule schedule, MeteringRules rules)
      throws WasmException {
    this.module = module;
    FunctionTypes types = new FunctionTypes(module.types());
    HelperFunctions helpers = new HelperFunctions(module, schedule, types);
    this.bodies =
        new BodyInstrumenter(module, new MeteringPlanner(module, schedule, rules), helpers);
    add(RawSection.TYPE, types.addedEntries());
    add(RawSection.FUNCTION, helpers.functionEntries());
    add(RawSection.GLOBAL, List.of(counter()));
    add(RawSection.EXPORT, exports());
    add(RawSection.CODE, helpers.codeEntries());
  }

  /**
   * Validates a module and instruments it.
   *
   * @throws WasmException if the module is not valid under {@code profile}, or as below
   */
  public static InstrumentedModule instrument(
      WasmModule module, GasSchedule schedule, Profile profile) throws WasmException {
    return instrument(Validator.validate(module, profile), schedule);
  }

  /**
   * Instruments a module by the rules of the profile under which it is valid.
   *
   * @throws io.aspectvm.gas.plan.MeteringException if it cannot be metered under these rules
   * @throws io.aspectvm.wasm.InvalidModuleException if there is no room for what is added, see
   *     {@link Instrumentability}
   */
  public static InstrumentedModule instrument(ValidatedModule module, GasSchedule schedule)
      throws WasmException {
    return instrument(module.module(), schedule, MeteringRules.of(module.profile(), schedule));
  }

  /** Instruments a module that the caller knows to be valid. */
  static InstrumentedModule instrument(WasmModule module, GasSchedule schedule, MeteringRules rules)
      throws WasmException {
    Instrumentability.check(module);
    return new ModuleInstrumenter(module, schedule, rules).run();
  }

  private void add(int section, List<WasmOutput> entries) {
    if (!entries.isEmpty()) {
      additions.put(RawSection.rank(section), new Addition(section, entries));
    }
  }

  private static WasmOutput counter() {
    return new WasmOutput(5)
        .writeByte(ValueType.I64.code())
        .writeByte(1) // mutable
        .writeI64Const(0)
        .write(Opcode.END);
  }

  private List<WasmOutput> exports() {
    List<WasmOutput> entries = new ArrayList<>();
    module
        .sections()
        .start()
        .ifPresent(start -> entries.add(export(Profile.ENTRY_POINT, ExternalKind.FUNCTION, start)));
    entries.add(export(Profile.GAS_COUNTER, ExternalKind.GLOBAL, module.globalCount()));
    return entries;
  }

  private static WasmOutput export(String name, ExternalKind kind, int index) {
    return new WasmOutput(32).writeName(name).writeByte(kind.ordinal()).writeU32(index);
  }

  private InstrumentedModule run() throws WasmException {
    List<RawSection> sections = RawSection.of(module);
    int last = sections.size() - 1;
    while (last >= 0 && sections.get(last).id() == RawSection.CUSTOM) {
      last--;
    }
    WasmOutput out = new WasmOutput(module.bytes().length * 2);
    out.write(module.bytes(), 0, RawSection.HEADER_BYTES);
    for (RawSection section : sections.subList(0, last + 1)) {
      if (section.id() != RawSection.CUSTOM) {
        writeMissing(RawSection.rank(section.id()), out);
      }
      write(section, out);
    }
    // Before the custom sections at the end: the name section must follow all others.
    writeMissing(Integer.MAX_VALUE, out);
    for (RawSection section : sections.subList(last + 1, sections.size())) {
      write(section, out);
    }
    return new InstrumentedModule(
        out.toByteArray(),
        module.sections().functions().size(),
        bodies.charges(),
        module.bytes().length);
  }

  /** Writes the sections that the original does not have, up to the one of this rank. */
  private void writeMissing(int rank, WasmOutput out) {
    while (!additions.isEmpty()) {
      int first = additions.keySet().iterator().next();
      if (first >= rank) {
        return;
      }
      Addition addition = additions.remove(first);
      writeSection(
          addition.section(),
          vector(addition.entries().size(), List.of(), addition.entries()),
          out);
    }
  }

  private void write(RawSection section, WasmOutput out) throws WasmException {
    Addition addition =
        section.id() == RawSection.CUSTOM ? null : additions.remove(RawSection.rank(section.id()));
    if (section.id() == RawSection.CODE) {
      List<WasmOutput> rewritten = rewrittenBodies();
      int count = rewritten.size() + addition.entries().size();
      writeSection(section.id(), vector(count, rewritten, addition.entries()), out);
    } else if (addition != null) {
      writeSection(section.id(), extended(section, addition), out);
    } else if (section.id() != RawSection.START && !CustomSections.isOutdated(section)) {
      writeSection(section.id(), copy(section.start(), section.end()), out);
    }
  }

  private List<WasmOutput> rewrittenBodies() throws WasmException {
    List<WasmOutput> rewritten = new ArrayList<>();
    int first = module.functionImports().size();
    for (int i = first; i < module.functionCount(); i++) {
      rewritten.add(bodies.rewrite(i));
    }
    return rewritten;
  }

  /** The vector of {@code section} with more entries behind its own. */
  private WasmOutput extended(RawSection section, Addition addition) throws WasmException {
    ByteReader in = new ByteReader(module.bytes(), section.start(), section.end(), -1);
    int count = in.readU32() + addition.entries().size();
    WasmOutput existing = copy(in.position(), section.end());
    return vector(count, List.of(existing), addition.entries());
  }

  private WasmOutput copy(int start, int end) {
    return new WasmOutput(end - start).write(module.bytes(), start, end);
  }

  /** A vector of {@code count} entries, whose bytes are those of both lists. */
  private static WasmOutput vector(int count, List<WasmOutput> first, List<WasmOutput> second) {
    WasmOutput out = new WasmOutput(64).writeU32(count);
    first.forEach(out::write);
    second.forEach(out::write);
    return out;
  }

  private static void writeSection(int id, WasmOutput content, WasmOutput out) {
    out.writeByte(id).writeU32(content.size()).write(content);
  }
}
