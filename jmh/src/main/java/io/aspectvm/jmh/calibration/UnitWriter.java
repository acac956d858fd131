package io.aspectvm.jmh.calibration;

import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes a unit, and keeps apart what is measured and what is there for its sake. */
final class UnitWriter {

  private final CodeWriter code = new CodeWriter();
  private final List<Opcode> measured = new ArrayList<>();
  private final Map<Opcode, Double> companions = new EnumMap<>(Opcode.class);
  private final Map<Opcode, Double> timed = new EnumMap<>(Opcode.class);
  private double share = 1;
  private boolean beside;

  /** Writes an instruction that is measured. */
  UnitWriter measure(Opcode opcode, long... immediates) {
    measured.add(opcode);
    code.add(opcode, immediates);
    return this;
  }

  /** The same with a type as immediate. */
  UnitWriter measure(Opcode opcode, ValueType type) {
    measured.add(opcode);
    code.add(opcode, type);
    return this;
  }

  /** Writes an instruction that brings operands, or takes results away. */
  UnitWriter add(Opcode opcode, long... immediates) {
    companion(opcode);
    code.add(opcode, immediates);
    return this;
  }

  /** The same with a type as immediate. */
  UnitWriter add(Opcode opcode, ValueType type) {
    companion(opcode);
    code.add(opcode, type);
    return this;
  }

  private void companion(Opcode opcode) {
    companions.merge(opcode, share, Double::sum);
    if (!beside) {
      timed.merge(opcode, share, Double::sum);
    }
  }

  /** Nothing waits for what follows: processors do it while they do something else. */
  UnitWriter beside(boolean on) {
    beside = on;
    return this;
  }

  /** What follows is executed in this part of the repetitions only; measured instructions never. */
  UnitWriter inShare(double part) {
    share = part;
    return this;
  }

  /** Pushes a value of {@link UnitModule}. */
  UnitWriter get(ValueType type, int value) {
    return add(Opcode.LOCAL_GET, UnitModule.local(type, value));
  }

  /** Pops a value of {@link UnitModule}. */
  UnitWriter set(ValueType type, int value) {
    return add(Opcode.LOCAL_SET, UnitModule.local(type, value));
  }

  /** Ends a block; that is no instruction with a price. */
  UnitWriter end() {
    code.add(Opcode.END);
    return this;
  }

  List<Opcode> measured() {
    return List.copyOf(measured);
  }

  /** How often each is executed in a repetition. */
  Map<Opcode, Double> companions() {
    return companions;
  }

  /** Those of them that take time. */
  Map<Opcode, Double> timedCompanions() {
    return timed;
  }

  byte[] toByteArray() {
    return code.toByteArray();
  }
}
