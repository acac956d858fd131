package io.aspectvm.maven.facade;

/** A number type of WebAssembly as Java has it. */
enum RawType {
  I32(0x7F, "int") {
    @Override
    String bits(String value) {
      return "java.lang.Integer.toUnsignedLong(" + value + ")";
    }
  },
  I64(0x7E, "long") {
    @Override
    String bits(String value) {
      return value;
    }
  },
  F32(0x7D, "float") {
    @Override
    String bits(String value) {
      return "java.lang.Integer.toUnsignedLong(java.lang.Float.floatToRawIntBits(" + value + "))";
    }
  },
  F64(0x7C, "double") {
    @Override
    String bits(String value) {
      return "java.lang.Double.doubleToRawLongBits(" + value + ")";
    }
  };

  private final int code;
  private final String java;

  RawType(int code, String java) {
    this.code = code;
    this.java = java;
  }

  /** The type with this code in the binary format; null for a reference type. */
  static RawType of(byte code) {
    for (RawType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }

  /** Name of the Java type. */
  String java() {
    return java;
  }

  /** An expression for the raw bits of a value. */
  abstract String bits(String value);
}
