package io.aspectvm.wasm.validate;

import io.aspectvm.wasm.InvalidModuleException;
import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.binary.InstructionReader;
import io.aspectvm.wasm.module.FunctionBody;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.StackSignature;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/**
 * The one walk over a function's body: decodes its instructions and checks their rules (WebAssembly
 * 2.0, section 3.3 and appendix 7.3), so that what is malformed is found here as well. Linear in
 * the size of the body, without recursion.
 *
 * <p>An instruction whose typing is in the opcode table is checked by it; the others have a rule
 * here or in {@link ControlRules}. Serves one function after the other. Not thread-safe.
 */
final class FunctionValidator {

  /** As many as a JVM operand stack could hold, and far more than any real function needs. */
  static final int MAX_OPERANDS = 65_535;

  private final ModuleContext context;
  private final WasmModule module;
  private final Reporter reporter;
  private final Limits limits;
  private final LocalTypes locals = new LocalTypes();
  private final OperandStack stack = new OperandStack();
  private final Operands operands;
  private final ControlRules control;
  private InstructionReader reader;
  private boolean usesMemory;
  private boolean growsMemory;
  private boolean hasCalls;
  private boolean hasLoops;

  FunctionValidator(ModuleContext context) {
    this.context = context;
    this.module = context.module;
    this.reporter = context.reporter;
    this.limits = context.profile.limits();
    this.operands = new Operands(stack, reporter);
    this.control = new ControlRules(context, stack, operands);
  }

  /** Checks the body of a function that the module defines. */
  FunctionFacts check(int functionIndex)
      throws MalformedModuleException,
          InvalidModuleException,
          UnsupportedFeatureException,
          LimitExceededException {
    FunctionBody body = module.body(functionIndex);
    int typeIndex = module.functionTypeIndex(functionIndex);
    reader =
        new InstructionReader(module.bytes(), body, functionIndex, limits.brTableTargets() - 1);
    setLocals(body, context.types.parameters(typeIndex));
    operands.begin(reader);
    control.begin(reader, context.types.results(typeIndex));
    usesMemory = false;
    growsMemory = false;
    hasCalls = false;
    hasLoops = false;
    try {
      walk(body);
    } catch (MalformedModuleException e) {
      if (reader.missingFeature().isPresent()) {
        int code = module.bytes()[reader.offset()] & 0xFF;
        throw reporter.unsupported(
            reader.missingFeature().get(),
            "instruction 0x" + Integer.toHexString(code),
            reader.offset());
      }
      throw e;
    }
    return new FunctionFacts(
        stack.maxHeight(),
        control.maxNesting(),
        reader.index() + 1,
        usesMemory,
        growsMemory,
        hasCalls,
        hasLoops);
  }

  private void setLocals(FunctionBody body, byte[] parameters)
      throws LimitExceededException, UnsupportedFeatureException {
    int size = body.end() - body.start();
    if (size > limits.bodyBytes()) {
      throw reporter.tooMany("bytes in a function body", size, limits.bodyBytes(), body.start());
    }
    long count = parameters.length + body.declaredLocals();
    if (count > limits.locals()) {
      throw reporter.tooMany("locals", count, limits.locals(), body.start());
    }
    for (FunctionBody.LocalRun run : body.localRuns()) {
      context.checkType(run.type(), body.start());
    }
    locals.set(parameters, body.localRuns());
  }

  private void walk(FunctionBody body)
      throws MalformedModuleException,
          InvalidModuleException,
          UnsupportedFeatureException,
          LimitExceededException {
    while (control.isOpen()) {
      if (!reader.next()) {
        throw reporter.malformed(
            "unexpected end of section or function: END opcode expected", body.end());
      }
      Opcode opcode = reader.opcode();
      context.checkAllowed(opcode, reader.offset());
      checkImmediates(opcode);
      byte[] expected = Types.operands(opcode);
      if (expected == null) {
        checkCustom(opcode);
      } else {
        operands.popAll(expected);
        stack.pushAll(Types.results(opcode));
      }
      if (stack.height() > MAX_OPERANDS) {
        throw reporter.tooMany("operands", stack.height(), MAX_OPERANDS, reader.offset());
      }
    }
    if (reader.endOffset() != body.end()) {
      throw reporter.malformed(
          "END opcode expected at the end of the body only: "
              + (body.end() - reader.endOffset())
              + " bytes behind it",
          reader.endOffset());
    }
  }

  /** That what the immediates name exists. Labels, locals and globals are left to their rules. */
  private void checkImmediates(Opcode opcode)
      throws InvalidModuleException, MalformedModuleException {
    int offset = reader.offset();
    switch (opcode.immediate()) {
      case MEM_ARG -> checkMemoryAccess(opcode);
      case MEMORY, MEMORY_AND_MEMORY -> {
        checkMemory();
        growsMemory |= opcode == Opcode.MEMORY_GROW;
      }
      case DATA_AND_MEMORY -> {
        checkMemory();
        checkDataSegment();
      }
      case DATA -> checkDataSegment();
      case FUNCTION -> checkFunction(opcode);
      case TABLE -> context.checkTable(reader.index1(), offset);
      case ELEMENT -> context.checkElementSegment(reader.index1(), offset);
      case ELEMENT_AND_TABLE -> {
        context.checkTable(reader.index2(), offset);
        context.checkElementSegment(reader.index1(), offset);
        checkSameType(
            module.tableType(reader.index2()).elementType(),
            module.sections().elements().get(reader.index1()).type());
      }
      case TABLE_AND_TABLE -> {
        context.checkTable(reader.index1(), offset);
        context.checkTable(reader.index2(), offset);
        checkSameType(
            module.tableType(reader.index1()).elementType(),
            module.tableType(reader.index2()).elementType());
      }
      default -> {}
    }
  }

  private void checkMemory() throws InvalidModuleException {
    context.checkMemory(0, reader.offset());
    usesMemory = true;
  }

  private void checkMemoryAccess(Opcode opcode) throws InvalidModuleException {
    checkMemory();
    if (1L << reader.alignment() > opcode.accessBytes()) {
      throw reporter.invalid(
          "alignment must not be larger than natural: "
              + opcode.mnemonic()
              + " expected at most "
              + opcode.accessBytes()
              + ", found 2^"
              + reader.alignment(),
          reader.offset());
    }
  }

  /**
   * The data section is behind the code, so that its size must have been announced before. Where
   * there is none either, the specification's tests want the index to be at fault.
   */
  private void checkDataSegment() throws InvalidModuleException, MalformedModuleException {
    int count = module.sections().data().size();
    if (count > 0 && module.sections().dataCount().isEmpty()) {
      throw reporter.malformed(
          "data count section required by " + reader.opcode().mnemonic(), reader.offset());
    }
    context.check("unknown data segment", reader.index1(), count, reader.offset());
  }

  private void checkFunction(Opcode opcode) throws InvalidModuleException {
    int functionIndex = reader.index1();
    context.checkFunction(functionIndex, reader.offset());
    if (opcode == Opcode.REF_FUNC && !context.declaredFunctions.get(functionIndex)) {
      throw reporter.invalid(
          "undeclared function reference: "
              + functionIndex
              + " is named by no export, global or element segment",
          reader.offset());
    }
  }

  private void checkSameType(ValueType expected, ValueType found) throws InvalidModuleException {
    if (expected != found) {
      throw operands.mismatch("elements of type " + expected, found.text());
    }
  }

  /** The opcodes whose typing depends on more than the opcode. */
  private void checkCustom(Opcode opcode)
      throws InvalidModuleException,
          MalformedModuleException,
          UnsupportedFeatureException,
          LimitExceededException {
    switch (opcode) {
      case UNREACHABLE -> control.unreachable();
      case BLOCK, IF -> control.open(opcode);
      case LOOP -> {
        hasLoops = true;
        control.open(opcode);
      }
      case ELSE -> control.orElse();
      case END -> control.end();
      case BR -> control.br();
      case BR_IF -> control.brIf();
      case BR_TABLE -> control.brTable();
      case RETURN -> control.functionReturn();
      case CALL, RETURN_CALL -> {
        hasCalls = true;
        control.call(opcode == Opcode.RETURN_CALL);
      }
      case CALL_INDIRECT, RETURN_CALL_INDIRECT -> {
        hasCalls = true;
        control.callIndirect(opcode == Opcode.RETURN_CALL_INDIRECT);
      }
      case DROP -> operands.popAny();
      case SELECT -> select();
      case SELECT_TYPED -> selectTyped();
      case LOCAL_GET -> operands.push(localType());
      case LOCAL_SET -> operands.pop(localType());
      case LOCAL_TEE -> {
        byte type = localType();
        operands.pop(type);
        operands.push(type);
      }
      case GLOBAL_GET -> operands.push(Types.code(globalType().type()));
      case GLOBAL_SET -> globalSet();
      default -> checkReference(opcode);
    }
  }

  private void checkReference(Opcode opcode) throws InvalidModuleException {
    switch (opcode) {
      case REF_NULL -> operands.push(Types.code(reader.valueTypes().get(0)));
      case REF_IS_NULL -> {
        operands.popReference();
        operands.push(Types.I32);
      }
      case TABLE_GET, TABLE_SET, TABLE_GROW, TABLE_FILL -> {
        StackSignature signature =
            opcode.signature(module.tableType(reader.index1()).elementType()).orElseThrow();
        operands.popAll(Types.encode(signature.operands()));
        operands.pushAll(Types.encode(signature.results()));
      }
      default -> throw new AssertionError(opcode);
    }
  }

  private byte localType() throws InvalidModuleException {
    context.check("unknown local", reader.index1(), locals.count(), reader.offset());
    return locals.typeOf(reader.index1());
  }

  private GlobalType globalType() throws InvalidModuleException {
    context.checkGlobal(reader.index1(), reader.offset());
    return module.globalType(reader.index1());
  }

  private void globalSet() throws InvalidModuleException {
    GlobalType type = globalType();
    if (!type.mutable()) {
      throw reporter.invalid("global is immutable: " + reader.index1(), reader.offset());
    }
    operands.pop(Types.code(type.type()));
  }

  /** {@code select} without a type is for numbers only. */
  private void select() throws InvalidModuleException {
    operands.pop(Types.I32);
    byte second = operands.popAny();
    byte first = operands.popAny();
    boolean unknown = first == OperandStack.UNKNOWN || second == OperandStack.UNKNOWN;
    if (Operands.isReference(first) || Operands.isReference(second)) {
      throw operands.mismatch(
          "two numbers", "[" + Types.text(first) + " " + Types.text(second) + "]");
    }
    if (first != second && !unknown) {
      throw operands.mismatch(
          "two operands of one type", "[" + Types.text(first) + " " + Types.text(second) + "]");
    }
    operands.push(first == OperandStack.UNKNOWN ? second : first);
  }

  private void selectTyped() throws InvalidModuleException, UnsupportedFeatureException {
    List<ValueType> declared = reader.valueTypes();
    if (declared.size() != 1) {
      throw reporter.invalid(
          "invalid result arity: select expected 1 type, found " + declared.size(),
          reader.offset());
    }
    context.checkType(declared.get(0), reader.offset());
    byte type = Types.code(declared.get(0));
    operands.pop(Types.I32);
    operands.pop(type);
    operands.pop(type);
    operands.push(type);
  }
}
