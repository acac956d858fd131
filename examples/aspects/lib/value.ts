/**
 * The values that pass between host and aspect, in both directions, by pointer:
 *
 *   offset 0   i16   type, little-endian
 *   offset 2   i32   length of the body, little-endian
 *   offset 6   body
 *
 * Nothing about a pointer is aligned.
 */
import { Bytes } from "./bytes";

/** Type numbers of the ABI. The gaps are types that no host supports. */
export const enum Type {
  Int32 = 3,
  Int64 = 4,
  Uint64 = 8,
  Bool = 9,
  String = 10,
  Bytes = 11,
}

/** A result pointer that means "no value". */
export const NOTHING: i32 = 0;

const HEADER: i32 = 6;

/** Exported by every aspect: the host asks for room here before it writes an argument or a result. */
export function allocate(size: i32): i32 {
  return <i32>heap.alloc(<usize>size);
}

export function encodeInt32(value: i32): i32 {
  const pointer = header(Type.Int32, 4);
  store<i32>(body(pointer), value);
  return pointer;
}

export function encodeInt64(value: i64): i32 {
  const pointer = header(Type.Int64, 8);
  store<i64>(body(pointer), value);
  return pointer;
}

export function encodeUint64(value: u64): i32 {
  const pointer = header(Type.Uint64, 8);
  store<u64>(body(pointer), value);
  return pointer;
}

export function encodeBool(value: bool): i32 {
  const pointer = header(Type.Bool, 1);
  store<u8>(body(pointer), value ? 1 : 0);
  return pointer;
}

export function encodeString(value: string): i32 {
  const pointer = header(Type.String, String.UTF8.byteLength(value));
  String.UTF8.encodeUnsafe(changetype<usize>(value), value.length, body(pointer));
  return pointer;
}

export function encodeBytes(value: Bytes): i32 {
  const pointer = header(Type.Bytes, value.length);
  memory.copy(body(pointer), value.at, value.length);
  return pointer;
}

export function decodeInt32(pointer: i32): i32 {
  return load<i32>(view(pointer, Type.Int32).at);
}

export function decodeInt64(pointer: i32): i64 {
  return load<i64>(view(pointer, Type.Int64).at);
}

export function decodeUint64(pointer: i32): u64 {
  return load<u64>(view(pointer, Type.Uint64).at);
}

export function decodeBool(pointer: i32): bool {
  return load<u8>(view(pointer, Type.Bool).at) != 0;
}

export function decodeString(pointer: i32): string {
  return view(pointer, Type.String).toText();
}

/** The body of a String value as it is; the host does not promise valid UTF-8. */
export function decodeStringBytes(pointer: i32): Bytes {
  return view(pointer, Type.String);
}

/** A view of the value's body, not a copy. */
export function decodeBytes(pointer: i32): Bytes {
  return view(pointer, Type.Bytes);
}

function header(type: Type, length: i32): i32 {
  const pointer = allocate(HEADER + length);
  store<u16>(<usize>pointer, <u16>type);
  store<i32>(<usize>pointer, length, 2);
  return pointer;
}

function body(pointer: i32): usize {
  return <usize>pointer + <usize>HEADER;
}

function view(pointer: i32, expected: Type): Bytes {
  if (<Type>load<u16>(<usize>pointer) != expected) throw new Error("value of another type expected");
  return new Bytes(body(pointer), load<i32>(<usize>pointer, 2));
}
