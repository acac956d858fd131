package io.aspectvm.runtime;

/** A WebAssembly value type as the runtime needs it: in signatures of imports and exports. */
public enum WasmType {
  I32("i32"),
  I64("i64"),
  F32("f32"),
  F64("f64"),
  FUNCREF("funcref"),
  EXTERNREF("externref");

  private final String text;

  WasmType(String text) {
    this.text = text;
  }

  /** The name in WebAssembly's text format. */
  public String text() {
    return text;
  }

  /**
   * The type with this name in the text format.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static WasmType byText(String text) {
    for (WasmType type : values()) {
      if (type.text.equals(text)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no value type is called '" + text + "'");
  }
}
