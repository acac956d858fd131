/**
 * The join-point inputs that the examples read. Fields keep their names from the message definitions (package
 * `aspect.v2`); what no example needs is skipped. `read` merges into what was read before, as protobuf wants it when a
 * message field occurs more than once.
 */
import { Bytes } from "./bytes";
import { MessageReader } from "./protobuf";

@final
export class Transaction {
  hash: Bytes = Bytes.empty();
  to: Bytes = Bytes.empty();
  from: Bytes = Bytes.empty();

  read(message: Bytes): void {
    const reader = new MessageReader(message);
    while (reader.next()) {
      switch (reader.field) {
        case 1:
          this.hash = reader.bytes();
          break;
        case 2:
          this.to = reader.bytes();
          break;
        case 3:
          this.from = reader.bytes();
          break;
        default:
          reader.skip();
      }
    }
  }
}

@final
export class Block {
  number: u64 = 0;

  read(message: Bytes): void {
    const reader = new MessageReader(message);
    while (reader.next()) {
      if (reader.field == 1) this.number = reader.uint64();
      else reader.skip();
    }
  }
}

/** The contract call that is about to run. */
@final
export class Call {
  from: Bytes = Bytes.empty();
  to: Bytes = Bytes.empty();
  index: u64 = 0;
  data: Bytes = Bytes.empty();
  /** Unsigned big-endian without leading zeros: zero is empty. */
  value: Bytes = Bytes.empty();
  gas: u64 = 0;

  read(message: Bytes): void {
    const reader = new MessageReader(message);
    while (reader.next()) {
      switch (reader.field) {
        case 1:
          this.from = reader.bytes();
          break;
        case 2:
          this.to = reader.bytes();
          break;
        case 3:
          this.index = reader.uint64();
          break;
        case 4:
          this.data = reader.bytes();
          break;
        case 5:
          this.value = reader.bytes();
          break;
        case 6:
          this.gas = reader.uint64();
          break;
        default:
          reader.skip();
      }
    }
  }
}

@final
export class PreContractCallInput {
  readonly call: Call = new Call();
  readonly block: Block = new Block();

  constructor(message: Bytes) {
    const reader = new MessageReader(message);
    while (reader.next()) {
      switch (reader.field) {
        case 1:
          this.call.read(reader.bytes());
          break;
        case 2:
          this.block.read(reader.bytes());
          break;
        default:
          reader.skip();
      }
    }
  }
}

/** `operation` and `init` have the same input. */
@final
export class OperationInput {
  readonly tx: Transaction = new Transaction();
  readonly block: Block = new Block();
  callData: Bytes = Bytes.empty();

  constructor(message: Bytes) {
    const reader = new MessageReader(message);
    while (reader.next()) {
      switch (reader.field) {
        case 1:
          this.tx.read(reader.bytes());
          break;
        case 2:
          this.block.read(reader.bytes());
          break;
        case 3:
          this.callData = reader.bytes();
          break;
        default:
          reader.skip();
      }
    }
  }
}

/** The bytes in a `BytesData`, which is how most runtime-context keys answer. */
export function bytesData(message: Bytes): Bytes {
  const reader = new MessageReader(message);
  let data = Bytes.empty();
  while (reader.next()) {
    if (reader.field == 1) data = reader.bytes();
    else reader.skip();
  }
  return data;
}
