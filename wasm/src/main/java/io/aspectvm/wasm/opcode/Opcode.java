package io.aspectvm.wasm.opcode;

import static io.aspectvm.wasm.opcode.Effect.BRANCHES;
import static io.aspectvm.wasm.opcode.Effect.CALLS;
import static io.aspectvm.wasm.opcode.Effect.ENDS_BLOCK;
import static io.aspectvm.wasm.opcode.Effect.MAY_TRAP;
import static io.aspectvm.wasm.opcode.Effect.OPENS_BLOCK;
import static io.aspectvm.wasm.opcode.Effect.PURE;
import static io.aspectvm.wasm.opcode.Effect.WRITES;
import static io.aspectvm.wasm.opcode.ImmediateKind.BLOCK_TYPE;
import static io.aspectvm.wasm.opcode.ImmediateKind.DATA;
import static io.aspectvm.wasm.opcode.ImmediateKind.DATA_AND_MEMORY;
import static io.aspectvm.wasm.opcode.ImmediateKind.ELEMENT;
import static io.aspectvm.wasm.opcode.ImmediateKind.ELEMENT_AND_TABLE;
import static io.aspectvm.wasm.opcode.ImmediateKind.F32_VALUE;
import static io.aspectvm.wasm.opcode.ImmediateKind.F64_VALUE;
import static io.aspectvm.wasm.opcode.ImmediateKind.FUNCTION;
import static io.aspectvm.wasm.opcode.ImmediateKind.GLOBAL;
import static io.aspectvm.wasm.opcode.ImmediateKind.I32_VALUE;
import static io.aspectvm.wasm.opcode.ImmediateKind.I64_VALUE;
import static io.aspectvm.wasm.opcode.ImmediateKind.LABEL;
import static io.aspectvm.wasm.opcode.ImmediateKind.LABEL_TABLE;
import static io.aspectvm.wasm.opcode.ImmediateKind.LOCAL;
import static io.aspectvm.wasm.opcode.ImmediateKind.MEMORY;
import static io.aspectvm.wasm.opcode.ImmediateKind.MEMORY_AND_MEMORY;
import static io.aspectvm.wasm.opcode.ImmediateKind.MEM_ARG;
import static io.aspectvm.wasm.opcode.ImmediateKind.NONE;
import static io.aspectvm.wasm.opcode.ImmediateKind.REFERENCE_TYPE;
import static io.aspectvm.wasm.opcode.ImmediateKind.TABLE;
import static io.aspectvm.wasm.opcode.ImmediateKind.TABLE_AND_TABLE;
import static io.aspectvm.wasm.opcode.ImmediateKind.TYPE_AND_TABLE;
import static io.aspectvm.wasm.opcode.ImmediateKind.VALUE_TYPES;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one opcode table: what is true of an opcode under every gas schedule and in every back end.
 *
 * <p>Reading takes code and immediates from here, validation the signature and the feature,
 * metering the effect, emission the identity (its emitters are keyed by this enum). Gas costs are
 * not here: they belong to a schedule.
 *
 * <p>In a signature, {@code t} is the element type of the table that the instruction names.
 *
 * <p>An opcode without prefix has a code below 0x100; one with prefix {@code 0xFC} has the code
 * {@code 0xFC00 + n}.
 */
public enum Opcode {
  UNREACHABLE(0x00, "unreachable", NONE, null, MAY_TRAP),
  NOP(0x01, "nop", NONE, "->", PURE),
  BLOCK(0x02, "block", BLOCK_TYPE, null, OPENS_BLOCK),
  LOOP(0x03, "loop", BLOCK_TYPE, null, OPENS_BLOCK),
  IF(0x04, "if", BLOCK_TYPE, null, OPENS_BLOCK),
  ELSE(0x05, "else", NONE, null, ENDS_BLOCK),
  END(0x0B, "end", NONE, null, ENDS_BLOCK),
  BR(0x0C, "br", LABEL, null, BRANCHES),
  BR_IF(0x0D, "br_if", LABEL, null, BRANCHES),
  BR_TABLE(0x0E, "br_table", LABEL_TABLE, null, BRANCHES),
  RETURN(0x0F, "return", NONE, null, BRANCHES),
  CALL(0x10, "call", FUNCTION, null, CALLS),
  CALL_INDIRECT(0x11, "call_indirect", TYPE_AND_TABLE, null, CALLS),
  DROP(0x1A, "drop", NONE, null, PURE),
  SELECT(0x1B, "select", NONE, null, PURE),
  LOCAL_GET(0x20, "local.get", LOCAL, null, PURE),
  LOCAL_SET(0x21, "local.set", LOCAL, null, PURE),
  LOCAL_TEE(0x22, "local.tee", LOCAL, null, PURE),
  GLOBAL_GET(0x23, "global.get", GLOBAL, null, PURE),
  GLOBAL_SET(0x24, "global.set", GLOBAL, null, WRITES),
  I32_LOAD(0x28, "i32.load", MEM_ARG, "i32 -> i32", MAY_TRAP, 4),
  I64_LOAD(0x29, "i64.load", MEM_ARG, "i32 -> i64", MAY_TRAP, 8),
  F32_LOAD(0x2A, "f32.load", MEM_ARG, "i32 -> f32", MAY_TRAP, 4, Feature.FLOATS),
  F64_LOAD(0x2B, "f64.load", MEM_ARG, "i32 -> f64", MAY_TRAP, 8, Feature.FLOATS),
  I32_LOAD8_S(0x2C, "i32.load8_s", MEM_ARG, "i32 -> i32", MAY_TRAP, 1),
  I32_LOAD8_U(0x2D, "i32.load8_u", MEM_ARG, "i32 -> i32", MAY_TRAP, 1),
  I32_LOAD16_S(0x2E, "i32.load16_s", MEM_ARG, "i32 -> i32", MAY_TRAP, 2),
  I32_LOAD16_U(0x2F, "i32.load16_u", MEM_ARG, "i32 -> i32", MAY_TRAP, 2),
  I64_LOAD8_S(0x30, "i64.load8_s", MEM_ARG, "i32 -> i64", MAY_TRAP, 1),
  I64_LOAD8_U(0x31, "i64.load8_u", MEM_ARG, "i32 -> i64", MAY_TRAP, 1),
  I64_LOAD16_S(0x32, "i64.load16_s", MEM_ARG, "i32 -> i64", MAY_TRAP, 2),
  I64_LOAD16_U(0x33, "i64.load16_u", MEM_ARG, "i32 -> i64", MAY_TRAP, 2),
  I64_LOAD32_S(0x34, "i64.load32_s", MEM_ARG, "i32 -> i64", MAY_TRAP, 4),
  I64_LOAD32_U(0x35, "i64.load32_u", MEM_ARG, "i32 -> i64", MAY_TRAP, 4),
  I32_STORE(0x36, "i32.store", MEM_ARG, "i32 i32 ->", WRITES, 4),
  I64_STORE(0x37, "i64.store", MEM_ARG, "i32 i64 ->", WRITES, 8),
  F32_STORE(0x38, "f32.store", MEM_ARG, "i32 f32 ->", WRITES, 4, Feature.FLOATS),
  F64_STORE(0x39, "f64.store", MEM_ARG, "i32 f64 ->", WRITES, 8, Feature.FLOATS),
  I32_STORE8(0x3A, "i32.store8", MEM_ARG, "i32 i32 ->", WRITES, 1),
  I32_STORE16(0x3B, "i32.store16", MEM_ARG, "i32 i32 ->", WRITES, 2),
  I64_STORE8(0x3C, "i64.store8", MEM_ARG, "i32 i64 ->", WRITES, 1),
  I64_STORE16(0x3D, "i64.store16", MEM_ARG, "i32 i64 ->", WRITES, 2),
  I64_STORE32(0x3E, "i64.store32", MEM_ARG, "i32 i64 ->", WRITES, 4),
  MEMORY_SIZE(0x3F, "memory.size", MEMORY, "-> i32", PURE),
  MEMORY_GROW(0x40, "memory.grow", MEMORY, "i32 -> i32", WRITES),
  I32_CONST(0x41, "i32.const", I32_VALUE, "-> i32", PURE),
  I64_CONST(0x42, "i64.const", I64_VALUE, "-> i64", PURE),
  F32_CONST(0x43, "f32.const", F32_VALUE, "-> f32", PURE, Feature.FLOATS),
  F64_CONST(0x44, "f64.const", F64_VALUE, "-> f64", PURE, Feature.FLOATS),
  I32_EQZ(0x45, "i32.eqz", NONE, "i32 -> i32", PURE),
  I32_EQ(0x46, "i32.eq", NONE, "i32 i32 -> i32", PURE),
  I32_NE(0x47, "i32.ne", NONE, "i32 i32 -> i32", PURE),
  I32_LT_S(0x48, "i32.lt_s", NONE, "i32 i32 -> i32", PURE),
  I32_LT_U(0x49, "i32.lt_u", NONE, "i32 i32 -> i32", PURE),
  I32_GT_S(0x4A, "i32.gt_s", NONE, "i32 i32 -> i32", PURE),
  I32_GT_U(0x4B, "i32.gt_u", NONE, "i32 i32 -> i32", PURE),
  I32_LE_S(0x4C, "i32.le_s", NONE, "i32 i32 -> i32", PURE),
  I32_LE_U(0x4D, "i32.le_u", NONE, "i32 i32 -> i32", PURE),
  I32_GE_S(0x4E, "i32.ge_s", NONE, "i32 i32 -> i32", PURE),
  I32_GE_U(0x4F, "i32.ge_u", NONE, "i32 i32 -> i32", PURE),
  I64_EQZ(0x50, "i64.eqz", NONE, "i64 -> i32", PURE),
  I64_EQ(0x51, "i64.eq", NONE, "i64 i64 -> i32", PURE),
  I64_NE(0x52, "i64.ne", NONE, "i64 i64 -> i32", PURE),
  I64_LT_S(0x53, "i64.lt_s", NONE, "i64 i64 -> i32", PURE),
  I64_LT_U(0x54, "i64.lt_u", NONE, "i64 i64 -> i32", PURE),
  I64_GT_S(0x55, "i64.gt_s", NONE, "i64 i64 -> i32", PURE),
  I64_GT_U(0x56, "i64.gt_u", NONE, "i64 i64 -> i32", PURE),
  I64_LE_S(0x57, "i64.le_s", NONE, "i64 i64 -> i32", PURE),
  I64_LE_U(0x58, "i64.le_u", NONE, "i64 i64 -> i32", PURE),
  I64_GE_S(0x59, "i64.ge_s", NONE, "i64 i64 -> i32", PURE),
  I64_GE_U(0x5A, "i64.ge_u", NONE, "i64 i64 -> i32", PURE),
  F32_EQ(0x5B, "f32.eq", NONE, "f32 f32 -> i32", PURE, Feature.FLOATS),
  F32_NE(0x5C, "f32.ne", NONE, "f32 f32 -> i32", PURE, Feature.FLOATS),
  F32_LT(0x5D, "f32.lt", NONE, "f32 f32 -> i32", PURE, Feature.FLOATS),
  F32_GT(0x5E, "f32.gt", NONE, "f32 f32 -> i32", PURE, Feature.FLOATS),
  F32_LE(0x5F, "f32.le", NONE, "f32 f32 -> i32", PURE, Feature.FLOATS),
  F32_GE(0x60, "f32.ge", NONE, "f32 f32 -> i32", PURE, Feature.FLOATS),
  F64_EQ(0x61, "f64.eq", NONE, "f64 f64 -> i32", PURE, Feature.FLOATS),
  F64_NE(0x62, "f64.ne", NONE, "f64 f64 -> i32", PURE, Feature.FLOATS),
  F64_LT(0x63, "f64.lt", NONE, "f64 f64 -> i32", PURE, Feature.FLOATS),
  F64_GT(0x64, "f64.gt", NONE, "f64 f64 -> i32", PURE, Feature.FLOATS),
  F64_LE(0x65, "f64.le", NONE, "f64 f64 -> i32", PURE, Feature.FLOATS),
  F64_GE(0x66, "f64.ge", NONE, "f64 f64 -> i32", PURE, Feature.FLOATS),
  I32_CLZ(0x67, "i32.clz", NONE, "i32 -> i32", PURE),
  I32_CTZ(0x68, "i32.ctz", NONE, "i32 -> i32", PURE),
  I32_POPCNT(0x69, "i32.popcnt", NONE, "i32 -> i32", PURE),
  I32_ADD(0x6A, "i32.add", NONE, "i32 i32 -> i32", PURE),
  I32_SUB(0x6B, "i32.sub", NONE, "i32 i32 -> i32", PURE),
  I32_MUL(0x6C, "i32.mul", NONE, "i32 i32 -> i32", PURE),
  I32_DIV_S(0x6D, "i32.div_s", NONE, "i32 i32 -> i32", MAY_TRAP),
  I32_DIV_U(0x6E, "i32.div_u", NONE, "i32 i32 -> i32", MAY_TRAP),
  I32_REM_S(0x6F, "i32.rem_s", NONE, "i32 i32 -> i32", MAY_TRAP),
  I32_REM_U(0x70, "i32.rem_u", NONE, "i32 i32 -> i32", MAY_TRAP),
  I32_AND(0x71, "i32.and", NONE, "i32 i32 -> i32", PURE),
  I32_OR(0x72, "i32.or", NONE, "i32 i32 -> i32", PURE),
  I32_XOR(0x73, "i32.xor", NONE, "i32 i32 -> i32", PURE),
  I32_SHL(0x74, "i32.shl", NONE, "i32 i32 -> i32", PURE),
  I32_SHR_S(0x75, "i32.shr_s", NONE, "i32 i32 -> i32", PURE),
  I32_SHR_U(0x76, "i32.shr_u", NONE, "i32 i32 -> i32", PURE),
  I32_ROTL(0x77, "i32.rotl", NONE, "i32 i32 -> i32", PURE),
  I32_ROTR(0x78, "i32.rotr", NONE, "i32 i32 -> i32", PURE),
  I64_CLZ(0x79, "i64.clz", NONE, "i64 -> i64", PURE),
  I64_CTZ(0x7A, "i64.ctz", NONE, "i64 -> i64", PURE),
  I64_POPCNT(0x7B, "i64.popcnt", NONE, "i64 -> i64", PURE),
  I64_ADD(0x7C, "i64.add", NONE, "i64 i64 -> i64", PURE),
  I64_SUB(0x7D, "i64.sub", NONE, "i64 i64 -> i64", PURE),
  I64_MUL(0x7E, "i64.mul", NONE, "i64 i64 -> i64", PURE),
  I64_DIV_S(0x7F, "i64.div_s", NONE, "i64 i64 -> i64", MAY_TRAP),
  I64_DIV_U(0x80, "i64.div_u", NONE, "i64 i64 -> i64", MAY_TRAP),
  I64_REM_S(0x81, "i64.rem_s", NONE, "i64 i64 -> i64", MAY_TRAP),
  I64_REM_U(0x82, "i64.rem_u", NONE, "i64 i64 -> i64", MAY_TRAP),
  I64_AND(0x83, "i64.and", NONE, "i64 i64 -> i64", PURE),
  I64_OR(0x84, "i64.or", NONE, "i64 i64 -> i64", PURE),
  I64_XOR(0x85, "i64.xor", NONE, "i64 i64 -> i64", PURE),
  I64_SHL(0x86, "i64.shl", NONE, "i64 i64 -> i64", PURE),
  I64_SHR_S(0x87, "i64.shr_s", NONE, "i64 i64 -> i64", PURE),
  I64_SHR_U(0x88, "i64.shr_u", NONE, "i64 i64 -> i64", PURE),
  I64_ROTL(0x89, "i64.rotl", NONE, "i64 i64 -> i64", PURE),
  I64_ROTR(0x8A, "i64.rotr", NONE, "i64 i64 -> i64", PURE),
  F32_ABS(0x8B, "f32.abs", NONE, "f32 -> f32", PURE, Feature.FLOATS),
  F32_NEG(0x8C, "f32.neg", NONE, "f32 -> f32", PURE, Feature.FLOATS),
  F32_CEIL(0x8D, "f32.ceil", NONE, "f32 -> f32", PURE, Feature.FLOATS),
  F32_FLOOR(0x8E, "f32.floor", NONE, "f32 -> f32", PURE, Feature.FLOATS),
  F32_TRUNC(0x8F, "f32.trunc", NONE, "f32 -> f32", PURE, Feature.FLOATS),
  F32_NEAREST(0x90, "f32.nearest", NONE, "f32 -> f32", PURE, Feature.FLOATS),
  F32_SQRT(0x91, "f32.sqrt", NONE, "f32 -> f32", PURE, Feature.FLOATS),
  F32_ADD(0x92, "f32.add", NONE, "f32 f32 -> f32", PURE, Feature.FLOATS),
  F32_SUB(0x93, "f32.sub", NONE, "f32 f32 -> f32", PURE, Feature.FLOATS),
  F32_MUL(0x94, "f32.mul", NONE, "f32 f32 -> f32", PURE, Feature.FLOATS),
  F32_DIV(0x95, "f32.div", NONE, "f32 f32 -> f32", PURE, Feature.FLOATS),
  F32_MIN(0x96, "f32.min", NONE, "f32 f32 -> f32", PURE, Feature.FLOATS),
  F32_MAX(0x97, "f32.max", NONE, "f32 f32 -> f32", PURE, Feature.FLOATS),
  F32_COPYSIGN(0x98, "f32.copysign", NONE, "f32 f32 -> f32", PURE, Feature.FLOATS),
  F64_ABS(0x99, "f64.abs", NONE, "f64 -> f64", PURE, Feature.FLOATS),
  F64_NEG(0x9A, "f64.neg", NONE, "f64 -> f64", PURE, Feature.FLOATS),
  F64_CEIL(0x9B, "f64.ceil", NONE, "f64 -> f64", PURE, Feature.FLOATS),
  F64_FLOOR(0x9C, "f64.floor", NONE, "f64 -> f64", PURE, Feature.FLOATS),
  F64_TRUNC(0x9D, "f64.trunc", NONE, "f64 -> f64", PURE, Feature.FLOATS),
  F64_NEAREST(0x9E, "f64.nearest", NONE, "f64 -> f64", PURE, Feature.FLOATS),
  F64_SQRT(0x9F, "f64.sqrt", NONE, "f64 -> f64", PURE, Feature.FLOATS),
  F64_ADD(0xA0, "f64.add", NONE, "f64 f64 -> f64", PURE, Feature.FLOATS),
  F64_SUB(0xA1, "f64.sub", NONE, "f64 f64 -> f64", PURE, Feature.FLOATS),
  F64_MUL(0xA2, "f64.mul", NONE, "f64 f64 -> f64", PURE, Feature.FLOATS),
  F64_DIV(0xA3, "f64.div", NONE, "f64 f64 -> f64", PURE, Feature.FLOATS),
  F64_MIN(0xA4, "f64.min", NONE, "f64 f64 -> f64", PURE, Feature.FLOATS),
  F64_MAX(0xA5, "f64.max", NONE, "f64 f64 -> f64", PURE, Feature.FLOATS),
  F64_COPYSIGN(0xA6, "f64.copysign", NONE, "f64 f64 -> f64", PURE, Feature.FLOATS),
  I32_WRAP_I64(0xA7, "i32.wrap_i64", NONE, "i64 -> i32", PURE),
  I32_TRUNC_F32_S(0xA8, "i32.trunc_f32_s", NONE, "f32 -> i32", MAY_TRAP, Feature.FLOATS),
  I32_TRUNC_F32_U(0xA9, "i32.trunc_f32_u", NONE, "f32 -> i32", MAY_TRAP, Feature.FLOATS),
  I32_TRUNC_F64_S(0xAA, "i32.trunc_f64_s", NONE, "f64 -> i32", MAY_TRAP, Feature.FLOATS),
  I32_TRUNC_F64_U(0xAB, "i32.trunc_f64_u", NONE, "f64 -> i32", MAY_TRAP, Feature.FLOATS),
  I64_EXTEND_I32_S(0xAC, "i64.extend_i32_s", NONE, "i32 -> i64", PURE),
  I64_EXTEND_I32_U(0xAD, "i64.extend_i32_u", NONE, "i32 -> i64", PURE),
  I64_TRUNC_F32_S(0xAE, "i64.trunc_f32_s", NONE, "f32 -> i64", MAY_TRAP, Feature.FLOATS),
  I64_TRUNC_F32_U(0xAF, "i64.trunc_f32_u", NONE, "f32 -> i64", MAY_TRAP, Feature.FLOATS),
  I64_TRUNC_F64_S(0xB0, "i64.trunc_f64_s", NONE, "f64 -> i64", MAY_TRAP, Feature.FLOATS),
  I64_TRUNC_F64_U(0xB1, "i64.trunc_f64_u", NONE, "f64 -> i64", MAY_TRAP, Feature.FLOATS),
  F32_CONVERT_I32_S(0xB2, "f32.convert_i32_s", NONE, "i32 -> f32", PURE, Feature.FLOATS),
  F32_CONVERT_I32_U(0xB3, "f32.convert_i32_u", NONE, "i32 -> f32", PURE, Feature.FLOATS),
  F32_CONVERT_I64_S(0xB4, "f32.convert_i64_s", NONE, "i64 -> f32", PURE, Feature.FLOATS),
  F32_CONVERT_I64_U(0xB5, "f32.convert_i64_u", NONE, "i64 -> f32", PURE, Feature.FLOATS),
  F32_DEMOTE_F64(0xB6, "f32.demote_f64", NONE, "f64 -> f32", PURE, Feature.FLOATS),
  F64_CONVERT_I32_S(0xB7, "f64.convert_i32_s", NONE, "i32 -> f64", PURE, Feature.FLOATS),
  F64_CONVERT_I32_U(0xB8, "f64.convert_i32_u", NONE, "i32 -> f64", PURE, Feature.FLOATS),
  F64_CONVERT_I64_S(0xB9, "f64.convert_i64_s", NONE, "i64 -> f64", PURE, Feature.FLOATS),
  F64_CONVERT_I64_U(0xBA, "f64.convert_i64_u", NONE, "i64 -> f64", PURE, Feature.FLOATS),
  F64_PROMOTE_F32(0xBB, "f64.promote_f32", NONE, "f32 -> f64", PURE, Feature.FLOATS),
  I32_REINTERPRET_F32(0xBC, "i32.reinterpret_f32", NONE, "f32 -> i32", PURE, Feature.FLOATS),
  I64_REINTERPRET_F64(0xBD, "i64.reinterpret_f64", NONE, "f64 -> i64", PURE, Feature.FLOATS),
  F32_REINTERPRET_I32(0xBE, "f32.reinterpret_i32", NONE, "i32 -> f32", PURE, Feature.FLOATS),
  F64_REINTERPRET_I64(0xBF, "f64.reinterpret_i64", NONE, "i64 -> f64", PURE, Feature.FLOATS),
  I32_EXTEND8_S(0xC0, "i32.extend8_s", NONE, "i32 -> i32", PURE, Feature.SIGN_EXTENSION),
  I32_EXTEND16_S(0xC1, "i32.extend16_s", NONE, "i32 -> i32", PURE, Feature.SIGN_EXTENSION),
  I64_EXTEND8_S(0xC2, "i64.extend8_s", NONE, "i64 -> i64", PURE, Feature.SIGN_EXTENSION),
  I64_EXTEND16_S(0xC3, "i64.extend16_s", NONE, "i64 -> i64", PURE, Feature.SIGN_EXTENSION),
  I64_EXTEND32_S(0xC4, "i64.extend32_s", NONE, "i64 -> i64", PURE, Feature.SIGN_EXTENSION),
  RETURN_CALL(0x12, "return_call", FUNCTION, null, CALLS, Feature.TAIL_CALL),
  RETURN_CALL_INDIRECT(
      0x13, "return_call_indirect", TYPE_AND_TABLE, null, CALLS, Feature.TAIL_CALL),
  SELECT_TYPED(0x1C, "select t", VALUE_TYPES, null, PURE, Feature.REFERENCE_TYPES),
  TABLE_GET(0x25, "table.get", TABLE, "i32 -> t", MAY_TRAP, Feature.REFERENCE_TYPES),
  TABLE_SET(0x26, "table.set", TABLE, "i32 t ->", WRITES, Feature.REFERENCE_TYPES),
  REF_NULL(0xD0, "ref.null", REFERENCE_TYPE, null, PURE, Feature.REFERENCE_TYPES),
  REF_IS_NULL(0xD1, "ref.is_null", NONE, null, PURE, Feature.REFERENCE_TYPES),
  REF_FUNC(0xD2, "ref.func", FUNCTION, "-> funcref", PURE, Feature.REFERENCE_TYPES),
  I32_TRUNC_SAT_F32_S(
      0xFC00, "i32.trunc_sat_f32_s", NONE, "f32 -> i32", PURE, Feature.SATURATING_FLOAT_TO_INT),
  I32_TRUNC_SAT_F32_U(
      0xFC01, "i32.trunc_sat_f32_u", NONE, "f32 -> i32", PURE, Feature.SATURATING_FLOAT_TO_INT),
  I32_TRUNC_SAT_F64_S(
      0xFC02, "i32.trunc_sat_f64_s", NONE, "f64 -> i32", PURE, Feature.SATURATING_FLOAT_TO_INT),
  I32_TRUNC_SAT_F64_U(
      0xFC03, "i32.trunc_sat_f64_u", NONE, "f64 -> i32", PURE, Feature.SATURATING_FLOAT_TO_INT),
  I64_TRUNC_SAT_F32_S(
      0xFC04, "i64.trunc_sat_f32_s", NONE, "f32 -> i64", PURE, Feature.SATURATING_FLOAT_TO_INT),
  I64_TRUNC_SAT_F32_U(
      0xFC05, "i64.trunc_sat_f32_u", NONE, "f32 -> i64", PURE, Feature.SATURATING_FLOAT_TO_INT),
  I64_TRUNC_SAT_F64_S(
      0xFC06, "i64.trunc_sat_f64_s", NONE, "f64 -> i64", PURE, Feature.SATURATING_FLOAT_TO_INT),
  I64_TRUNC_SAT_F64_U(
      0xFC07, "i64.trunc_sat_f64_u", NONE, "f64 -> i64", PURE, Feature.SATURATING_FLOAT_TO_INT),
  MEMORY_INIT(
      0xFC08, "memory.init", DATA_AND_MEMORY, "i32 i32 i32 ->", WRITES, Feature.BULK_MEMORY),
  DATA_DROP(0xFC09, "data.drop", DATA, "->", WRITES, Feature.BULK_MEMORY),
  MEMORY_COPY(
      0xFC0A, "memory.copy", MEMORY_AND_MEMORY, "i32 i32 i32 ->", WRITES, Feature.BULK_MEMORY),
  MEMORY_FILL(0xFC0B, "memory.fill", MEMORY, "i32 i32 i32 ->", WRITES, Feature.BULK_MEMORY),
  TABLE_INIT(
      0xFC0C, "table.init", ELEMENT_AND_TABLE, "i32 i32 i32 ->", WRITES, Feature.BULK_MEMORY),
  ELEM_DROP(0xFC0D, "elem.drop", ELEMENT, "->", WRITES, Feature.BULK_MEMORY),
  TABLE_COPY(0xFC0E, "table.copy", TABLE_AND_TABLE, "i32 i32 i32 ->", WRITES, Feature.BULK_MEMORY),
  TABLE_GROW(0xFC0F, "table.grow", TABLE, "t i32 -> i32", WRITES, Feature.REFERENCE_TYPES),
  TABLE_SIZE(0xFC10, "table.size", TABLE, "-> i32", PURE, Feature.REFERENCE_TYPES),
  TABLE_FILL(0xFC11, "table.fill", TABLE, "i32 t i32 ->", WRITES, Feature.REFERENCE_TYPES),
  I64_ADD128(
      0xFC13, "i64.add128", NONE, "i64 i64 i64 i64 -> i64 i64", PURE, Feature.WIDE_ARITHMETIC),
  I64_SUB128(
      0xFC14, "i64.sub128", NONE, "i64 i64 i64 i64 -> i64 i64", PURE, Feature.WIDE_ARITHMETIC),
  I64_MUL_WIDE_S(
      0xFC15, "i64.mul_wide_s", NONE, "i64 i64 -> i64 i64", PURE, Feature.WIDE_ARITHMETIC),
  I64_MUL_WIDE_U(
      0xFC16, "i64.mul_wide_u", NONE, "i64 i64 -> i64 i64", PURE, Feature.WIDE_ARITHMETIC);

  /** The prefix byte of the opcodes numbered from {@code 0xFC00}. */
  public static final int PREFIX_FC = 0xFC;

  private static final Opcode[] PLAIN = new Opcode[0x100];
  private static final Opcode[] PREFIXED_FC = new Opcode[0x20];

  static {
    for (Opcode opcode : values()) {
      if (opcode.code < 0x100) {
        PLAIN[opcode.code] = opcode;
      } else {
        PREFIXED_FC[opcode.code & 0xFF] = opcode;
      }
    }
  }

  private final int code;
  private final String mnemonic;
  private final ImmediateKind immediate;
  private final StackSignature signature;

  /** Signatures by element type of the table, where they depend on it. */
  private final Map<ValueType, StackSignature> byElement = new EnumMap<>(ValueType.class);

  private final Effect effect;
  private final int accessBytes;
  private final Feature feature;

  Opcode(int code, String mnemonic, ImmediateKind immediate, String signature, Effect effect) {
    this(code, mnemonic, immediate, signature, effect, 0, null);
  }

  Opcode(
      int code,
      String mnemonic,
      ImmediateKind immediate,
      String signature,
      Effect effect,
      Feature feature) {
    this(code, mnemonic, immediate, signature, effect, 0, feature);
  }

  Opcode(
      int code,
      String mnemonic,
      ImmediateKind immediate,
      String signature,
      Effect effect,
      int accessBytes) {
    this(code, mnemonic, immediate, signature, effect, accessBytes, null);
  }

  Opcode(
      int code,
      String mnemonic,
      ImmediateKind immediate,
      String signature,
      Effect effect,
      int accessBytes,
      Feature feature) {
    this.code = code;
    this.mnemonic = mnemonic;
    this.immediate = immediate;
    boolean typed = signature != null && StackSignature.dependsOnElement(signature);
    this.signature = signature == null || typed ? null : StackSignature.parse(signature, null);
    if (typed) {
      for (ValueType element : List.of(ValueType.FUNCREF, ValueType.EXTERNREF)) {
        byElement.put(element, StackSignature.parse(signature, element));
      }
    }
    this.effect = effect;
    this.accessBytes = accessBytes;
    this.feature = feature;
  }

  /** The code: one byte, or {@code 0xFC00 + n} for an opcode with prefix {@code 0xFC}. */
  public int code() {
    return code;
  }

  /** The name in the text format. */
  public String mnemonic() {
    return mnemonic;
  }

  public ImmediateKind immediate() {
    return immediate;
  }

  /** Operands and results; empty where they depend on more than the opcode. */
  public Optional<StackSignature> signature() {
    return Optional.ofNullable(signature);
  }

  /**
   * Operands and results of an instruction on a table; empty where they do not depend on the type
   * of its elements.
   */
  public Optional<StackSignature> signature(ValueType element) {
    return Optional.ofNullable(byElement.get(element));
  }

  public Effect effect() {
    return effect;
  }

  /** Bytes of memory that a load or store touches; 0 for everything else. */
  public int accessBytes() {
    return accessBytes;
  }

  /** The feature that must be on; empty for WebAssembly 1.0 without floating point. */
  public Optional<Feature> feature() {
    return Optional.ofNullable(feature);
  }

  /** The opcode of this single byte, or null where there is none. */
  public static Opcode plain(int code) {
    return PLAIN[code & 0xFF];
  }

  /** The opcode {@code 0xFC n}, or null where there is none; {@code n} is unsigned. */
  public static Opcode prefixed(int n) {
    return n >= 0 && n < PREFIXED_FC.length ? PREFIXED_FC[n] : null;
  }
}
