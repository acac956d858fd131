package io.aspectvm.compiler.random;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.ModuleReader;
import io.aspectvm.wasm.module.Export;
import io.aspectvm.wasm.module.FunctionBody;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.StackSignature;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Functions for what the second engine does not know, or may do in more than one way:
 *
 * <ul>
 *   <li>wide arithmetic, by ordinary operators, which shares nothing with how we compile it;
 *   <li>signs of NaNs, which the library's {@code Math.abs} keeps unless a JIT has compiled it;
 *   <li>conversions of unsigned 64 bits, which it rounds wrongly;
 *   <li>{@code f32.copysign}, which takes the number 0xFFC00000 (4290772992), and no other, for the
 *       NaN that has these bits, and so for negative;
 *   <li>operators whose result may be any NaN: behind the engine's own operator, the canonical NaN
 *       in place of each, as we promise. All results are then the same to the bit.
 * </ul>
 */
final class SecondEngineHelpers {

  private static final Set<String> ANY_NAN =
      Set.of(
          "ceil",
          "floor",
          "trunc",
          "nearest",
          "sqrt",
          "add",
          "sub",
          "mul",
          "div",
          "min",
          "max",
          "demote_f64",
          "promote_f32");

  private static final String SUM =
      "local i64; local.get 0; local.get 2; i64.add; local.tee 4;"
          + " local.get 1; local.get 3; i64.add; local.get 4; local.get 0; i64.lt_u;"
          + " i64.extend_i32_u; i64.add";

  private static final String DIFFERENCE =
      "local.get 0; local.get 2; i64.sub; local.get 1; local.get 3; i64.sub;"
          + " local.get 0; local.get 2; i64.lt_u; i64.extend_i32_u; i64.sub";

  /** By halves: 2 and 3 are the low ones, 4 and 5 the products that straddle both words. */
  private static final String PRODUCT =
      "local i64 i64 i64 i64; local.get 0; local.get 1; i64.mul;"
          + " local.get 0; i64.const 0xFFFFFFFF; i64.and; local.set 2;"
          + " local.get 1; i64.const 0xFFFFFFFF; i64.and; local.set 3;"
          + " local.get 0; i64.const 32; i64.shr_u; local.get 3; i64.mul; local.set 4;"
          + " local.get 1; i64.const 32; i64.shr_u; local.get 2; i64.mul;"
          + " local.get 2; local.get 3; i64.mul; i64.const 32; i64.shr_u; i64.add; local.set 5;"
          + " local.get 0; i64.const 32; i64.shr_u; local.get 1; i64.const 32; i64.shr_u; i64.mul;"
          + " local.get 4; i64.const 32; i64.shr_u; i64.add;"
          + " local.get 5; i64.const 32; i64.shr_u; i64.add;"
          + " local.get 4; i64.const 0xFFFFFFFF; i64.and; local.get 5; i64.const 0xFFFFFFFF;"
          + " i64.and; i64.add; i64.const 32; i64.shr_u; i64.add";

  /** The unsigned one, less each operand where the other is negative. */
  private static final String SIGNED_PRODUCT =
      PRODUCT
          + "; local.get 0; i64.const 63; i64.shr_s; local.get 1; i64.and; i64.sub"
          + "; local.get 1; i64.const 63; i64.shr_s; local.get 0; i64.and; i64.sub";

  private static final String SIGN =
      "local.get 0; i32.reinterpret_f32; i32.const 0x7FFFFFFF; i32.and;"
          + " local.get 1; i32.reinterpret_f32; i32.const 0x80000000; i32.and; i32.or;"
          + " f32.reinterpret_i32";

  /**
   * A function to append.
   *
   * @param body without its size
   */
  record Helper(FunctionType type, byte[] body) {}

  static final Map<Opcode, Helper> ALL = read();

  private SecondEngineHelpers() {}

  private static String code(Opcode opcode) {
    return switch (opcode) {
      case I64_ADD128 -> SUM;
      case I64_SUB128 -> DIFFERENCE;
      case I64_MUL_WIDE_U -> PRODUCT;
      case I64_MUL_WIDE_S -> SIGNED_PRODUCT;
      case F32_ABS -> bits("f32", "i32", "0x7FFFFFFF", "and");
      case F32_NEG -> bits("f32", "i32", "0x80000000", "xor");
      case F32_COPYSIGN -> SIGN;
      case F64_ABS -> bits("f64", "i64", "0x7FFFFFFFFFFFFFFF", "and");
      case F64_NEG -> bits("f64", "i64", "0x8000000000000000", "xor");
      case F32_CONVERT_I64_U -> unsigned("f32");
      case F64_CONVERT_I64_U -> unsigned("f64");
      default -> canonical(opcode);
    };
  }

  private static String bits(String type, String integer, String mask, String operator) {
    return "local.get 0; %2$s.reinterpret_%1$s; %2$s.const %3$s; %2$s.%4$s; %1$s.reinterpret_%2$s"
        .formatted(type, integer, mask, operator);
  }

  /** {@code x >= 0 ? (f) x : 2 * (f) (x >>> 1 | x & 1)}: the last bit says which way to round. */
  private static String unsigned(String type) {
    String signed = type + ".convert_i64_s";
    String half =
        "local.get 0; i64.const 1; i64.shr_u; local.get 0; i64.const 1; i64.and; i64.or; ";
    return "local "
        + type
        + "; local.get 0; i64.const 0; i64.ge_s; if "
        + (type + "; local.get 0; " + signed + "; else; ")
        + (half + signed + "; local.tee 1; local.get 1; " + type + ".add; end");
  }

  /** {@code result == result ? result : NaN}; null where the operator gives no new NaN. */
  private static String canonical(Opcode opcode) {
    String[] name = opcode.mnemonic().split("\\.", 2);
    if (!name[0].startsWith("f") || !ANY_NAN.contains(name[1])) {
      return null;
    }
    String nan = name[0].equals("f32") ? "0x7FC00000" : "0x7FF8000000000000";
    int result = opcode.signature().orElseThrow().operands().size();
    String operands = result == 1 ? "local.get 0" : "local.get 0; local.get 1";
    String kept = "local.get " + result + "; ";
    return ("local %s; %s; %s; local.tee %d; %s.const %s; " + kept + kept + "%s.eq; select")
        .formatted(name[0], operands, opcode.mnemonic(), result, name[0], nan, name[0]);
  }

  private static Map<Opcode, Helper> read() {
    GuestModule text = new GuestModule();
    for (Opcode opcode : Opcode.values()) {
      String code = code(opcode);
      if (code != null) {
        text = text.export(opcode.mnemonic(), type(opcode.signature().orElseThrow()), code);
      }
    }
    try {
      return read(ModuleReader.read(text.toByteArray(), Profile.WASM.limits()));
    } catch (WasmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String type(StackSignature signature) {
    return names(signature.operands()) + " -> " + names(signature.results());
  }

  private static String names(List<ValueType> types) {
    return String.join(" ", types.stream().map(ValueType::text).toList());
  }

  private static Map<Opcode, Helper> read(WasmModule module) {
    Map<Opcode, Helper> helpers = new EnumMap<>(Opcode.class);
    for (Export export : module.sections().exports()) {
      Opcode opcode =
          Arrays.stream(Opcode.values())
              .filter(each -> each.mnemonic().equals(export.name()))
              .findFirst()
              .orElseThrow();
      FunctionBody body = module.body(export.index());
      helpers.put(
          opcode,
          new Helper(
              module.functionType(export.index()),
              Arrays.copyOfRange(module.bytes(), body.start(), body.end())));
    }
    return helpers;
  }
}
