/**
 * Byte strings as views of linear memory.
 *
 * The stub runtime never frees, so a view stays valid for the whole execution and slicing needs no copy. A view of a
 * host result, of an argument or of an allocation is the same thing: an address and a length.
 */

const HEX_DIGITS = memory.data<u8>([
  0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66,
]);

@final
export class Bytes {
  constructor(
    /** Address of the first byte. */
    readonly at: usize,
    /** Number of bytes; never negative. */
    readonly length: i32,
  ) {}

  /** New zeroed bytes. Fresh linear memory is zero and the stub allocator never reuses any, so nothing is cleared. */
  static zeroed(length: i32): Bytes {
    return new Bytes(heap.alloc(<usize>length), length);
  }

  static empty(): Bytes {
    return new Bytes(0, 0);
  }

  static ofU64(value: u64): Bytes {
    return Bytes.zeroed(8).setU64(0, value);
  }

  /** The UTF-8 form of a text. */
  static ofText(text: string): Bytes {
    const bytes = Bytes.zeroed(String.UTF8.byteLength(text));
    String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, bytes.at);
    return bytes;
  }

  toText(): string {
    return String.UTF8.decodeUnsafe(this.at, <usize>this.length);
  }

  /** Bytes `from` (inclusive) to `to` (exclusive), without copying. */
  slice(from: i32, to: i32 = this.length): Bytes {
    if (from < 0 || to < from || to > this.length) throw new Error("slice out of range");
    return new Bytes(this.at + from, to - from);
  }

  /** Copies all of `source` to `offset`. */
  put(offset: i32, source: Bytes): Bytes {
    memory.copy(this.slice(offset, offset + source.length).at, source.at, source.length);
    return this;
  }

  byteAt(offset: i32): u8 {
    return load<u8>(this.slice(offset, offset + 1).at);
  }

  setByte(offset: i32, value: u8): Bytes {
    store<u8>(this.slice(offset, offset + 1).at, value);
    return this;
  }

  /** Big-endian, as everything an EVM contract sees. */
  u64At(offset: i32): u64 {
    return bswap(load<u64>(this.slice(offset, offset + 8).at));
  }

  setU64(offset: i32, value: u64): Bytes {
    store<u64>(this.slice(offset, offset + 8).at, bswap(value));
    return this;
  }

  /** The unsigned big-endian integer that all these bytes form; none is 0. Traps if it needs more than 64 bits. */
  toU64(): u64 {
    let value: u64 = 0;
    for (let i = 0; i < this.length; i++) {
      if (value >> 56) throw new Error("integer does not fit in 64 bits");
      value = (value << 8) | load<u8>(this.at + i);
    }
    return value;
  }

  equals(other: Bytes): bool {
    return this.length == other.length && memory.compare(this.at, other.at, this.length) == 0;
  }

  /** Compares with an ASCII text without encoding the text first. */
  equalsAscii(text: string): bool {
    if (this.length != text.length) return false;
    for (let i = 0; i < this.length; i++) {
      if (<i32>load<u8>(this.at + i) != text.charCodeAt(i)) return false;
    }
    return true;
  }

  /** Lower-case hex with a 0x prefix. */
  toHex(): string {
    const digits = Bytes.zeroed(2 + 2 * this.length);
    digits.setByte(0, 0x30).setByte(1, 0x78);
    for (let i = 0; i < this.length; i++) {
      const byte = <usize>load<u8>(this.at + i);
      store<u8>(digits.at + 2 + 2 * i, load<u8>(HEX_DIGITS + (byte >> 4)));
      store<u8>(digits.at + 3 + 2 * i, load<u8>(HEX_DIGITS + (byte & 15)));
    }
    return digits.toText();
  }
}
