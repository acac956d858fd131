package io.aspectvm.runtime.abi;

/**
 * The types of encoded values, by type index (aspect-abi, section 3.2). Some indices have a name
 * only: values of these types cannot be encoded or decoded.
 */
public enum ValueType {
  /** Index 0: no type. */
  EMPTY(false, 0),
  INT8(false, 0),
  INT16(false, 0),
  INT32(true, 4),
  INT64(true, 8),
  UINT8(false, 0),
  UINT16(false, 0),
  UINT32(false, 0),
  UINT64(true, 8),
  BOOL(true, 1),
  STRING(true, 0),
  BYTE_ARRAY(true, 0);

  private static final ValueType[] BY_INDEX = values();

  private final boolean supported;
  private final int minimumLength;

  ValueType(boolean supported, int minimumLength) {
    this.supported = supported;
    this.minimumLength = minimumLength;
  }

  /** The type index in a value's header: 0 to 11. */
  public int index() {
    return ordinal();
  }

  /**
   * Bytes that a body of this type has at least; exactly, where it is not 0 and the host writes.
   */
  public int minimumLength() {
    return minimumLength;
  }

  /** The supported type with this index, or null where there is none. */
  public static ValueType supported(int index) {
    if (index < 0 || index >= BY_INDEX.length || !BY_INDEX[index].supported) {
      return null;
    }
    return BY_INDEX[index];
  }

  /** The reference's text for a type index that is not supported. */
  public static String unsupportedText(int index) {
    return "type of index " + index + " is not valid";
  }
}
