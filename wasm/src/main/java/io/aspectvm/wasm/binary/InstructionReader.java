package io.aspectvm.wasm.binary;

import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.module.FunctionBody;
import io.aspectvm.wasm.opcode.Feature;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A cursor over the instructions of one function body (WebAssembly 2.0, section 5.4). Every phase
 * that needs instructions (validation, metering, lowering, instrumentation) walks the module's
 * bytes with one of these; nothing decoded is kept, so a body of any size costs the same few
 * fields.
 *
 * <p>Use: {@code while (reader.next()) { switch (reader.opcode()) ... }}; the accessors describe
 * the instruction read last and are undefined for immediates that its {@link
 * io.aspectvm.wasm.opcode.ImmediateKind} does not have. Not thread-safe.
 */
public final class InstructionReader {

  /** The block type that stands for no type (s33 of {@code 0x40}). */
  private static final int EMPTY_BLOCK_TYPE = -0x40;

  private static final int MAX_ALIGNMENT_EXPONENT = 31;

  private static final List<List<ValueType>> SINGLE_TYPES = singleTypes();

  private final ByteReader in;
  private final int keptTableSize;
  private Opcode opcode;
  private int index = -1;
  private int offset;
  private int index1;
  private int index2;
  private long constant;
  private int tableSize;
  private int[] tableLabels = new int[16];
  private boolean hasBlockTypeIndex;
  private ValueType blockResult;
  private List<ValueType> valueTypes = List.of();
  private Feature missingFeature;

  public InstructionReader(byte[] module, FunctionBody body, int functionIndex) {
    this(module, body, functionIndex, Integer.MAX_VALUE);
  }

  /**
   * As above, but the labels of a {@code br_table} with more than {@code keptTableSize} entries are
   * read and dropped, so that the caller, who refuses such a table by {@link #tableSize()}, never
   * makes this reader allocate for it.
   */
  public InstructionReader(byte[] module, FunctionBody body, int functionIndex, int keptTableSize) {
    this(new ByteReader(module, body.codeStart(), body.end(), functionIndex), keptTableSize);
  }

  /** A reader of instructions from wherever {@code in} stands, which moves it. */
  InstructionReader(ByteReader in, int keptTableSize) {
    this.in = in;
    this.keptTableSize = keptTableSize;
  }

  private static List<List<ValueType>> singleTypes() {
    List<List<ValueType>> lists = new ArrayList<>();
    for (ValueType type : ValueType.values()) {
      lists.add(List.of(type));
    }
    return lists;
  }

  /** Reads the next instruction; false behind the last byte of the body. */
  public boolean next() throws MalformedModuleException {
    if (in.atEnd()) {
      return false;
    }
    offset = in.position();
    index++;
    int code = in.readByte();
    if (code == Opcode.PREFIX_FC) {
      int number = in.readU32();
      opcode = Opcode.prefixed(number);
      if (opcode == null) {
        throw in.malformed("illegal opcode 0xfc 0x" + Integer.toHexString(number), offset);
      }
    } else {
      opcode = Opcode.plain(code);
      if (opcode == null) {
        missingFeature = Proposals.ofOpcode(code);
        throw in.malformed("illegal opcode 0x" + Integer.toHexString(code), offset);
      }
    }
    readImmediates();
    return true;
  }

  private void readImmediates() throws MalformedModuleException {
    switch (opcode.immediate()) {
      case NONE -> {}
      case BLOCK_TYPE -> readBlockType();
      case LABEL, FUNCTION, LOCAL, GLOBAL, TABLE, DATA, ELEMENT -> index1 = in.readU32();
      case TYPE_AND_TABLE, ELEMENT_AND_TABLE, TABLE_AND_TABLE -> {
        index1 = in.readU32();
        index2 = in.readU32();
      }
      case LABEL_TABLE -> readLabelTable();
      case MEMORY -> readZero();
      case DATA_AND_MEMORY -> {
        index1 = in.readU32();
        readZero();
      }
      case MEMORY_AND_MEMORY -> {
        readZero();
        readZero();
      }
      case MEM_ARG -> readMemArg();
      case I32_VALUE -> constant = in.readS32();
      case I64_VALUE -> constant = in.readS64();
      case F32_VALUE -> constant = in.readFixed32() & 0xFFFF_FFFFL;
      case F64_VALUE -> constant = in.readFixed64();
      case VALUE_TYPES -> readValueTypes();
      case REFERENCE_TYPE -> readReferenceType();
      default -> throw new AssertionError(opcode.immediate());
    }
  }

  private void readZero() throws MalformedModuleException {
    int at = in.position();
    int found = in.readByte();
    if (found != 0) {
      throw in.malformed(
          "zero byte expected as memory index, found 0x" + Integer.toHexString(found), at);
    }
  }

  private void readMemArg() throws MalformedModuleException {
    int at = in.position();
    index1 = in.readU32();
    if (Integer.compareUnsigned(index1, MAX_ALIGNMENT_EXPONENT) > 0) {
      throw in.malformed(
          "malformed memop flags: alignment exponent " + Integer.toUnsignedString(index1), at);
    }
    constant = in.readU32AsLong();
  }

  private void readBlockType() throws MalformedModuleException {
    int at = in.position();
    long type = in.readS33();
    hasBlockTypeIndex = type >= 0;
    blockResult = null;
    if (hasBlockTypeIndex) {
      index1 = (int) type;
      return;
    }
    boolean oneByte = in.position() == at + 1;
    if (!oneByte || type != EMPTY_BLOCK_TYPE) {
      blockResult = oneByte ? valueType((int) type & 0x7F) : null;
      if (blockResult == null) {
        throw in.malformed("malformed block type", at);
      }
    }
  }

  private void readLabelTable() throws MalformedModuleException {
    int at = in.position();
    long count = in.readU32AsLong();
    if (count >= in.remaining()) {
      throw in.malformed(
          "unexpected end of section or function: br_table declares "
              + count
              + " targets, "
              + in.remaining()
              + " bytes left",
          at);
    }
    tableSize = (int) count;
    boolean kept = tableSize <= keptTableSize;
    if (kept && tableLabels.length <= tableSize) {
      tableLabels = new int[Math.max(tableSize + 1, 2 * tableLabels.length)];
    }
    for (int i = 0; i <= tableSize; i++) {
      int label = in.readU32();
      if (kept) {
        tableLabels[i] = label;
      }
    }
  }

  private void readValueTypes() throws MalformedModuleException {
    int at = in.position();
    long count = in.readU32AsLong();
    if (count > in.remaining()) {
      throw in.malformed("unexpected end of section or function in a vector of types", at);
    }
    ValueType[] types = new ValueType[(int) count];
    for (int i = 0; i < types.length; i++) {
      types[i] = valueType(in.readByte());
      if (types[i] == null) {
        throw in.malformed("malformed value type", in.position() - 1);
      }
    }
    valueTypes = types.length == 1 ? SINGLE_TYPES.get(types[0].ordinal()) : Arrays.asList(types);
  }

  private void readReferenceType() throws MalformedModuleException {
    ValueType type = valueType(in.readByte());
    if (type == null || !type.isReference()) {
      throw in.malformed("malformed reference type", in.position() - 1);
    }
    valueTypes = SINGLE_TYPES.get(type.ordinal());
  }

  private ValueType valueType(int code) {
    ValueType type = ValueType.byCode(code).orElse(null);
    if (type == null) {
      missingFeature = Proposals.ofType(code);
    }
    return type;
  }

  /**
   * After {@link #next} has thrown: the proposal that the unknown code belongs to, where that is
   * known. Validation then reports the module as unsupported, not as malformed.
   */
  public Optional<Feature> missingFeature() {
    return Optional.ofNullable(missingFeature);
  }

  /** Number of the current instruction in the body, from 0. */
  public int index() {
    return index;
  }

  /** Byte offset of the current instruction in the module. */
  public int offset() {
    return offset;
  }

  /** Byte offset behind the current instruction. */
  public int endOffset() {
    return in.position();
  }

  public Opcode opcode() {
    return opcode;
  }

  /**
   * The index immediate: label depth, function, local, global, table, data or element index; for
   * {@code call_indirect} the type index. Unsigned 32-bit in an int.
   */
  public int index1() {
    return index1;
  }

  /**
   * The second index: table of {@code call_indirect} and {@code table.init}, source table of {@code
   * table.copy}.
   */
  public int index2() {
    return index2;
  }

  /**
   * The constant of {@code i32.const} (sign-extended), {@code i64.const}; raw bits of a float
   * constant.
   */
  public long constant() {
    return constant;
  }

  /** Alignment exponent of a memory access: 0 to 31. */
  public int alignment() {
    return index1;
  }

  /** Offset immediate of a memory access: 0 to 2^32 - 1. */
  public long memoryOffset() {
    return constant;
  }

  /** Number of entries of a {@code br_table} vector, the default label not counted. */
  public int tableSize() {
    return tableSize;
  }

  /**
   * Label depth {@code i} of a {@code br_table}; {@code i} = {@link #tableSize()} is the default.
   */
  public int tableLabel(int i) {
    return tableLabels[i];
  }

  /**
   * True if the block type of the current instruction is a type index ({@link #blockTypeIndex()}).
   */
  public boolean hasBlockTypeIndex() {
    return hasBlockTypeIndex;
  }

  /** Type index of the block type; unsigned 32-bit in an int. */
  public int blockTypeIndex() {
    return index1;
  }

  /** Result type of a block type that is no index, or null where the block has none. */
  public ValueType blockResult() {
    return blockResult;
  }

  /** Types of a typed {@code select}; the one type of {@code ref.null}. */
  public List<ValueType> valueTypes() {
    return valueTypes;
  }
}
