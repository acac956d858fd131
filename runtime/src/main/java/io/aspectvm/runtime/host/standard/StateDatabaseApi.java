package io.aspectvm.runtime.host.standard;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.evm.UnsignedBytes;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.Unsigned;
import io.aspectvm.runtime.host.service.StateDatabase;
import java.math.BigInteger;

/**
 * Reads of the EVM state (host-apis, section 5). Where none is attached, or what the node answers
 * cannot be, the aspect crashes.
 */
public final class StateDatabaseApi {

  private static final String MODULE = "statedb-api";
  private static final int WORD_BITS = ByteKey.WORD_BYTES * Byte.SIZE;

  private StateDatabaseApi() {}

  /** Balance, minimal big-endian: zero is empty. */
  @HostImport(module = MODULE, field = "__StateDbApi__.getBalance")
  public static byte[] getBalance(HostContext context, byte[] address) {
    BigInteger balance = database(context).balance(ByteKey.address(address));
    if (balance == null || balance.signum() < 0 || balance.bitLength() > WORD_BITS) {
      throw new GuestCrash("the node has an account of balance " + balance);
    }
    return UnsignedBytes.minimal(balance);
  }

  /** A storage slot, 32 bytes. */
  @HostImport(module = MODULE, field = "__StateDbApi__.getState")
  public static byte[] getState(HostContext context, byte[] address, byte[] slot) {
    return word(database(context).storage(ByteKey.address(address), ByteKey.word(slot)));
  }

  /** Hash of the code, 32 bytes: zeros for an account that does not exist. */
  @HostImport(module = MODULE, field = "__StateDbApi__.getCodeHash")
  public static byte[] getCodeHash(HostContext context, byte[] address) {
    return word(database(context).codeHash(ByteKey.address(address)));
  }

  /** Length of the code in bytes. */
  @HostImport(module = MODULE, field = "__StateDbApi__.getCodeSize")
  @Unsigned
  public static long getCodeSize(HostContext context, byte[] address) {
    long size = database(context).codeSize(ByteKey.address(address));
    if (size < 0) {
      throw new GuestCrash("the node has code of " + size + " bytes");
    }
    return size;
  }

  /** Nonce of the account. */
  @HostImport(module = MODULE, field = "__StateDbApi__.getNonce")
  @Unsigned
  public static long getNonce(HostContext context, byte[] address) {
    return database(context).nonce(ByteKey.address(address));
  }

  /** Whether the account destroyed itself in this transaction. */
  @HostImport(module = MODULE, field = "__StateDbApi__.hasSuicided")
  public static boolean hasSuicided(HostContext context, byte[] address) {
    return database(context).hasSelfDestructed(ByteKey.address(address));
  }

  private static StateDatabase database(HostContext context) {
    return ExecutionContext.of(context).require(StateDatabase.class);
  }

  private static byte[] word(byte[] bytes) {
    if (bytes == null || bytes.length > ByteKey.WORD_BYTES) {
      throw new GuestCrash(
          "the node has a word of " + (bytes == null ? "no" : bytes.length) + " bytes");
    }
    return ByteKey.word(bytes).bytes();
  }
}
