package io.aspectvm.compiler.random;

import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.InstructionReader;
import io.aspectvm.wasm.binary.ModuleReader;
import io.aspectvm.wasm.module.Export;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A module that engines run and whose state is looked at through its exports. */
public final class Subject {

  private final WasmModule module;
  private final Profile profile;
  private final GasSchedule schedule;
  private final Map<String, FunctionType> functions = new LinkedHashMap<>();

  Subject(byte[] wasm, Profile profile, GasSchedule schedule) throws WasmException {
    this.module = ModuleReader.read(wasm, profile.limits());
    this.profile = profile;
    this.schedule = schedule;
    for (Export export : module.sections().exports()) {
      if (export.kind() == ExternalKind.FUNCTION) {
        functions.put(export.name(), module.functionType(export.index()));
      }
    }
    if (module.sections().start().isPresent()) {
      functions.put(Profile.ENTRY_POINT, FunctionType.EMPTY);
    }
  }

  /** The random module of a seed. */
  public static Subject of(long seed) throws WasmException {
    return of(ProgramGenerator.generate(seed), seed);
  }

  /** The bytes of a random module. */
  public static byte[] bytes(Configuration configuration, SeededRandom random) {
    return ProgramWriter.write(ProgramGenerator.generate(configuration, random));
  }

  /** A program, metered by the schedule of a seed. */
  static Subject of(Program program, long seed) throws WasmException {
    GasSchedule schedule =
        Math.floorMod(seed, 4) == 3 ? GasSchedules.ARTELA_LEGACY : GasSchedules.ARTELA_CURRENT;
    return new Subject(ProgramWriter.write(program), program.configuration().profile(), schedule);
  }

  /** A module under a profile and a schedule, by their names. */
  static Subject of(byte[] wasm, String profile, String schedule) throws WasmException {
    return new Subject(
        wasm,
        profile.equals(Profile.ASPECT.name()) ? Profile.ASPECT : Profile.WASM,
        GasSchedules.byName(schedule).orElseThrow());
  }

  public byte[] wasm() {
    return module.bytes();
  }

  WasmModule module() {
    return module;
  }

  public Profile profile() {
    return profile;
  }

  public GasSchedule schedule() {
    return schedule;
  }

  /** Functions to call, by name; the start function among them. */
  public Map<String, FunctionType> functions() {
    return functions;
  }

  /** Whether the code has this opcode. */
  boolean uses(Opcode opcode) throws WasmException {
    return opcodes().contains(opcode);
  }

  /** Opcodes in the code. */
  Set<Opcode> opcodes() throws WasmException {
    Set<Opcode> found = EnumSet.noneOf(Opcode.class);
    for (int i = module.functionImports().size(); i < module.functionCount(); i++) {
      InstructionReader reader = new InstructionReader(module.bytes(), module.body(i), i);
      while (reader.next()) {
        found.add(reader.opcode());
      }
    }
    return found;
  }

  int globals() {
    return module.globalCount();
  }

  ValueType globalType(int global) {
    return module.globalType(global).type();
  }

  /** Tables that are exported: all or none. */
  int tables() {
    return (int)
        module.sections().exports().stream()
            .filter(export -> export.kind() == ExternalKind.TABLE)
            .count();
  }
}
