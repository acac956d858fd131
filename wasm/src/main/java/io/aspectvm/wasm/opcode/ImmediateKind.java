package io.aspectvm.wasm.opcode;

/** The shape of the immediates that follow an opcode in the code. */
public enum ImmediateKind {
  NONE,
  /** A block type: empty, one value type, or a type index (s33). */
  BLOCK_TYPE,
  /** A label depth (u32). */
  LABEL,
  /** A vector of label depths and a default label depth. */
  LABEL_TABLE,
  FUNCTION,
  /** A type index and a table index, in this order. */
  TYPE_AND_TABLE,
  LOCAL,
  GLOBAL,
  TABLE,
  /** A reserved zero byte, the memory index. */
  MEMORY,
  /** Alignment exponent (u32) and offset (u32). */
  MEM_ARG,
  I32_VALUE,
  I64_VALUE,
  /** Four bytes, little-endian. */
  F32_VALUE,
  /** Eight bytes, little-endian. */
  F64_VALUE,
  /** A vector of value types (typed select). */
  VALUE_TYPES,
  REFERENCE_TYPE,
  DATA,
  /** A data segment index, then a reserved zero byte. */
  DATA_AND_MEMORY,
  /** Two reserved zero bytes. */
  MEMORY_AND_MEMORY,
  ELEMENT,
  /** An element segment index and a table index, in this order. */
  ELEMENT_AND_TABLE,
  /** Destination and source table index. */
  TABLE_AND_TABLE
}
