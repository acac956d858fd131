package io.aspectvm.runtime.evm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The lists of fields that transactions are encoded as. */
final class TransactionFields {

  private static final byte[] NOTHING = {};
  private static final byte[] ZERO = Rlp.number(0);

  private final Transaction transaction;

  TransactionFields(Transaction transaction) {
    this.transaction = transaction;
  }

  /** The type byte before a list; the list itself where the type is 0. */
  static byte[] withType(int type, byte[] list) {
    if (type == 0) {
      return list;
    }
    byte[] bytes = new byte[1 + list.length];
    bytes[0] = (byte) type;
    System.arraycopy(list, 0, bytes, 1, list.length);
    return bytes;
  }

  /** The six fields of a transaction that is bound to no chain. */
  byte[] legacy() {
    return Rlp.list(legacyFields());
  }

  /** The nine fields of EIP-155. */
  byte[] legacy(BigInteger chainId) {
    List<byte[]> fields = legacyFields();
    fields.addAll(List.of(Rlp.number(chainId), ZERO, ZERO));
    return Rlp.list(fields);
  }

  /** The fields of the transaction's type, without signature. */
  byte[] unsigned(BigInteger chainId) {
    return transaction.type() == TransactionType.LEGACY
        ? legacy(chainId)
        : Rlp.list(typedFields(chainId));
  }

  /** The fields of the transaction's type and the signature. */
  byte[] signed() {
    List<byte[]> fields =
        transaction.type() == TransactionType.LEGACY
            ? legacyFields()
            : typedFields(transaction.chainId());
    fields.add(Rlp.number(transaction.v()));
    fields.add(Rlp.number(transaction.r()));
    fields.add(Rlp.number(transaction.s()));
    return Rlp.list(fields);
  }

  private List<byte[]> legacyFields() {
    List<byte[]> fields = new ArrayList<>();
    fields.add(Rlp.number(transaction.nonce()));
    fields.add(Rlp.number(transaction.gasPrice()));
    fields.addAll(call());
    return fields;
  }

  private List<byte[]> typedFields(BigInteger chainId) {
    List<byte[]> fields = new ArrayList<>();
    fields.add(Rlp.number(chainId));
    fields.add(Rlp.number(transaction.nonce()));
    if (transaction.type() != TransactionType.ACCESS_LIST) {
      fields.add(Rlp.number(transaction.gasTipCap()));
    }
    fields.add(Rlp.number(transaction.gasFeeCap()));
    fields.addAll(call());
    fields.add(Rlp.list(transaction.accessList().stream().map(AccessTuple::rlp).toList()));
    if (transaction.type() == TransactionType.BLOB) {
      fields.add(Rlp.number(transaction.blobFeeCap()));
      fields.add(
          Rlp.list(
              transaction.blobHashes().stream().map(hash -> Rlp.string(hash.bytes())).toList()));
    }
    return fields;
  }

  /** Gas, receiver, value, data. */
  private List<byte[]> call() {
    byte[] to = transaction.to() == null ? NOTHING : transaction.to().bytes();
    byte[] data = transaction.data() == null ? NOTHING : transaction.data();
    return Arrays.asList(
        Rlp.number(transaction.gas()),
        Rlp.string(to),
        Rlp.number(transaction.value()),
        Rlp.string(data));
  }
}
