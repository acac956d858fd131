package io.aspectvm.compiler.random;

import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.SegmentMode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * A module as the generator makes it, which {@link ProgramWriter} writes and {@link Reducer} takes
 * apart: one memory, everything exported. Immutable.
 *
 * @param memoryMinimum pages
 * @param memoryMaximum pages
 * @param start whether the last function, which takes and gives nothing then, is the start function
 */
record Program(
    Configuration configuration,
    List<Function> functions,
    List<GlobalVariable> globals,
    int memoryMinimum,
    int memoryMaximum,
    List<Table> tables,
    List<Data> data,
    List<Elements> elements,
    boolean start) {

  /** The global that counts how deep recursion is: none goes on without bound. */
  static final int DEPTH = 0;

  /** The global with a sum over values on the way: a wrong one shows, whatever becomes of it. */
  static final int SUM = 1;

  /** The export that the reference's injector makes of a start function. */
  static final String START = Profile.ENTRY_POINT;

  Program {
    functions = List.copyOf(functions);
    globals = List.copyOf(globals);
    tables = List.copyOf(tables);
    data = List.copyOf(data);
    elements = List.copyOf(elements);
  }

  /**
   * A function.
   *
   * @param locals those declared
   */
  record Function(FunctionType type, List<ValueType> locals, List<Node> body) {
    Function {
      locals = List.copyOf(locals);
      body = List.copyOf(body);
    }
  }

  record GlobalVariable(ValueType type, boolean mutable, Node initial) {}

  /**
   * A table.
   *
   * @param maximum elements; -1 for none
   */
  record Table(ValueType type, int minimum, int maximum) {}

  /**
   * A data segment: active at {@code offset}, or passive where that is -1.
   *
   * @param content not copied
   */
  record Data(int offset, byte[] content) {}

  /**
   * An element segment.
   *
   * @param table for an active one
   * @param offset for an active one
   * @param items function indices; -1 for null, which takes {@code asExpressions}
   */
  record Elements(
      SegmentMode mode,
      int table,
      int offset,
      ValueType type,
      List<Integer> items,
      boolean asExpressions) {
    Elements {
      items = List.copyOf(items);
    }
  }

  List<ValueType> globalTypes() {
    return globals.stream().map(GlobalVariable::type).toList();
  }

  Program withFunction(int index, Function other) {
    List<Function> changed = new ArrayList<>(functions);
    changed.set(index, other);
    return withFunctions(changed);
  }

  Program withFunctions(List<Function> others) {
    return new Program(
        configuration,
        others,
        globals,
        memoryMinimum,
        memoryMaximum,
        tables,
        data,
        elements,
        start && others.size() == functions.size());
  }

  Program withSegments(List<Data> otherData, List<Elements> otherElements) {
    return new Program(
        configuration,
        functions,
        globals,
        memoryMinimum,
        memoryMaximum,
        tables,
        otherData,
        otherElements,
        start);
  }

  Program withGlobals(List<GlobalVariable> others) {
    return new Program(
        configuration,
        functions,
        others,
        memoryMinimum,
        memoryMaximum,
        tables,
        data,
        elements,
        start);
  }

  Program withTables(List<Table> others) {
    return new Program(
        configuration,
        functions,
        globals,
        memoryMinimum,
        memoryMaximum,
        others,
        data,
        elements,
        start);
  }
}
