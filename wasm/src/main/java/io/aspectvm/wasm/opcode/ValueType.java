package io.aspectvm.wasm.opcode;

import java.util.Optional;

/** A WebAssembly value type (WebAssembly 2.0, section 2.3), without {@code v128}. */
public enum ValueType {
  I32(0x7F, "i32"),
  I64(0x7E, "i64"),
  F32(0x7D, "f32"),
  F64(0x7C, "f64"),
  FUNCREF(0x70, "funcref"),
  EXTERNREF(0x6F, "externref");

  private static final ValueType[] BY_CODE = new ValueType[0x80];

  static {
    for (ValueType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;
  private final String text;

  ValueType(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** The byte that encodes this type in the binary format. */
  public int code() {
    return code;
  }

  /** The name in the text format. */
  public String text() {
    return text;
  }

  public boolean isReference() {
    return this == FUNCREF || this == EXTERNREF;
  }

  public boolean isFloat() {
    return this == F32 || this == F64;
  }

  public boolean isNumeric() {
    return !isReference();
  }

  /** The type that {@code code} encodes, or empty where it encodes none. */
  public static Optional<ValueType> byCode(int code) {
    return code >= 0 && code < BY_CODE.length
        ? Optional.ofNullable(BY_CODE[code])
        : Optional.empty();
  }

  /** The type with this text-format name, or empty where there is none. */
  public static Optional<ValueType> byText(String text) {
    for (ValueType type : values()) {
      if (type.text.equals(text)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
