/**
 * As much of the protobuf wire format as join-point inputs need. Fields may come in any order, unknown ones are
 * skipped, malformed input traps.
 */
import { Bytes } from "./bytes";

const enum WireType {
  Varint = 0,
  Fixed64 = 1,
  Delimited = 2,
  Fixed32 = 5,
}

@final
export class MessageReader {
  /** Number of the field that `next` found. */
  field: u32 = 0;
  private wireType: u32 = 0;
  private at: usize;
  private readonly end: usize;

  constructor(message: Bytes) {
    this.at = message.at;
    this.end = message.at + message.length;
  }

  /** Moves to the next field; false at the end. Read or skip the field before the next call. */
  next(): bool {
    if (this.at == this.end) return false;
    const tag = this.varint();
    this.field = <u32>(tag >> 3);
    this.wireType = <u32>tag & 7;
    return true;
  }

  uint64(): u64 {
    this.expect(WireType.Varint);
    return this.varint();
  }

  bool(): bool {
    return this.uint64() != 0;
  }

  /** A bytes, string or message field: a view of the input. */
  bytes(): Bytes {
    this.expect(WireType.Delimited);
    return this.take(this.varint());
  }

  skip(): void {
    switch (this.wireType) {
      case WireType.Varint:
        this.varint();
        break;
      case WireType.Fixed64:
        this.take(8);
        break;
      case WireType.Delimited:
        this.take(this.varint());
        break;
      case WireType.Fixed32:
        this.take(4);
        break;
      default:
        malformed();
    }
  }

  private expect(wireType: WireType): void {
    if (this.wireType != wireType) malformed();
  }

  /** At most ten bytes, seven bits each, least significant first; bits beyond the 64th are dropped. */
  private varint(): u64 {
    let value: u64 = 0;
    for (let shift: u64 = 0; shift < 70; shift += 7) {
      if (this.at == this.end) malformed();
      const byte = <u64>load<u8>(this.at++);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    malformed();
    return 0;
  }

  private take(length: u64): Bytes {
    // Compared as 64 bits: a huge length must not wrap around and look small.
    if (length > <u64>(this.end - this.at)) malformed();
    const bytes = new Bytes(this.at, <i32>length);
    this.at += <usize>length;
    return bytes;
  }
}

function malformed(): void {
  throw new Error("malformed message");
}
