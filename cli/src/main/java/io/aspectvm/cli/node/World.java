package io.aspectvm.cli.node;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.Hashes;
import io.aspectvm.runtime.host.service.StateDatabase;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The EVM's state: accounts whose changes can be undone back to a snapshot. A contract's code is
 * known to exist, not what it is. Not thread-safe.
 */
public final class World implements StateDatabase {

  private static final class Account {
    private final Map<ByteKey, ByteKey> storage = new HashMap<>();
    private BigInteger balance = BigInteger.ZERO;
    private byte[] code = new byte[0];
    private long nonce;
  }

  /** Ethereum's, and the chain's own: 0x64 to 0x66. */
  private static final Set<Integer> PRECOMPILES =
      Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0x64, 0x65, 0x66);

  private static final byte[] NONE = {};

  private final Map<ByteKey, Account> accounts = new HashMap<>();

  /** Undoes the changes, the latest first. */
  private final Deque<Runnable> journal = new ArrayDeque<>();

  private Account touch(ByteKey address) {
    Account known = accounts.get(address);
    if (known != null) {
      return known;
    }
    Account made = new Account();
    accounts.put(address, made);
    journal.push(() -> accounts.remove(address));
    return made;
  }

  private <T> T read(ByteKey address, Function<Account, T> field, Supplier<T> none) {
    Account account = accounts.get(address);
    return account == null ? none.get() : field.apply(account);
  }

  /** Whether there is an account. */
  public boolean exists(ByteKey address) {
    return accounts.containsKey(address);
  }

  /** Whether there is code at an address. */
  public boolean hasCode(ByteKey address) {
    return codeSize(address) > 0;
  }

  /** Whether the EVM itself runs something at this address. */
  public static boolean isPrecompile(ByteKey address) {
    BigInteger number = new BigInteger(1, address.bytes());
    return number.bitLength() < 8 && PRECOMPILES.contains(number.intValue());
  }

  /** Makes an account exist. */
  public void create(ByteKey address) {
    touch(address);
  }

  public void setCode(ByteKey address, byte[] code) {
    Account account = touch(address);
    byte[] before = account.code;
    account.code = code.clone();
    journal.push(() -> account.code = before);
  }

  public void setBalance(ByteKey address, BigInteger amount) {
    Account account = touch(address);
    BigInteger before = account.balance;
    account.balance = amount;
    journal.push(() -> account.balance = before);
  }

  public void setNonce(ByteKey address, long nonce) {
    Account account = touch(address);
    long before = account.nonce;
    account.nonce = nonce;
    journal.push(() -> account.nonce = before);
  }

  /** Sets a slot; both have 32 bytes. */
  public void setStorage(ByteKey address, ByteKey slot, ByteKey value) {
    Account account = touch(address);
    ByteKey before = account.storage.put(slot, value);
    journal.push(
        () -> {
          if (before == null) {
            account.storage.remove(slot);
          } else {
            account.storage.put(slot, before);
          }
        });
  }

  /** Moves value; the sender must have it. */
  public void transfer(ByteKey from, ByteKey to, BigInteger value) {
    setBalance(from, balance(from).subtract(value));
    setBalance(to, balance(to).add(value));
  }

  /** A point to come back to. */
  public int snapshot() {
    return journal.size();
  }

  /** Undoes what happened since the snapshot. */
  public void revertTo(int snapshot) {
    while (journal.size() > snapshot) {
      journal.pop().run();
    }
  }

  @Override
  public BigInteger balance(ByteKey address) {
    return read(address, account -> account.balance, () -> BigInteger.ZERO);
  }

  @Override
  public byte[] storage(ByteKey address, ByteKey slot) {
    return read(
        address,
        account -> account.storage.containsKey(slot) ? account.storage.get(slot).bytes() : NONE,
        () -> NONE);
  }

  @Override
  public byte[] codeHash(ByteKey address) {
    return read(address, account -> Hashes.keccak256(account.code), () -> NONE);
  }

  @Override
  public long codeSize(ByteKey address) {
    return read(address, account -> (long) account.code.length, () -> 0L);
  }

  @Override
  public long nonce(ByteKey address) {
    return read(address, account -> account.nonce, () -> 0L);
  }

  @Override
  public boolean hasSelfDestructed(ByteKey address) {
    return false;
  }
}
