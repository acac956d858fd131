package io.aspectvm.runtime.host.service;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.Hashes;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** EVM state in memory: accounts that somebody put there. Not thread-safe. */
public final class InMemoryStateDatabase implements StateDatabase {

  private final Map<ByteKey, Account> accounts = new HashMap<>();

  /** The account at this address, made if there is none. */
  public Account account(ByteKey address) {
    return accounts.computeIfAbsent(address, key -> new Account());
  }

  @Override
  public BigInteger balance(ByteKey address) {
    Account account = accounts.get(address);
    return account == null ? BigInteger.ZERO : account.balance;
  }

  @Override
  public byte[] storage(ByteKey address, ByteKey slot) {
    Account account = accounts.get(address);
    byte[] value = account == null ? null : account.storage.get(slot);
    return value == null ? new byte[0] : value.clone();
  }

  @Override
  public byte[] codeHash(ByteKey address) {
    Account account = accounts.get(address);
    return account == null ? new byte[0] : Hashes.keccak256(account.code);
  }

  @Override
  public long codeSize(ByteKey address) {
    Account account = accounts.get(address);
    return account == null ? 0 : account.code.length;
  }

  @Override
  public long nonce(ByteKey address) {
    Account account = accounts.get(address);
    return account == null ? 0 : account.nonce;
  }

  @Override
  public boolean hasSelfDestructed(ByteKey address) {
    Account account = accounts.get(address);
    return account != null && account.selfDestructed;
  }

  /** An account; setters return it. */
  public static final class Account {

    private final Map<ByteKey, byte[]> storage = new HashMap<>();
    private BigInteger balance = BigInteger.ZERO;
    private byte[] code = new byte[0];
    private long nonce;
    private boolean selfDestructed;

    private Account() {}

    /** Sets the balance; 0 or more. */
    public Account balance(BigInteger amount) {
      if (amount.signum() < 0) {
        throw new IllegalArgumentException("balance " + amount);
      }
      balance = amount;
      return this;
    }

    /** Sets the code. */
    public Account code(byte[] bytes) {
      code = bytes.clone();
      return this;
    }

    /** Sets the nonce; unsigned. */
    public Account nonce(long number) {
      nonce = number;
      return this;
    }

    /** Sets a storage slot; both are normalised to 32 bytes. */
    public Account storage(byte[] slot, byte[] value) {
      storage.put(ByteKey.word(slot), ByteKey.word(value).bytes());
      return this;
    }

    /** Says whether the account destroyed itself in this transaction. */
    public Account selfDestructed(boolean destroyed) {
      selfDestructed = destroyed;
      return this;
    }
  }
}
