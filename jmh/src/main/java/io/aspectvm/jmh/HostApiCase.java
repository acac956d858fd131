package io.aspectvm.jmh;

import static io.aspectvm.jmh.HostArgument.even;
import static io.aspectvm.jmh.HostArgument.odd;
import static io.aspectvm.jmh.HostArgument.power;
import static io.aspectvm.jmh.HostArgument.random;
import static io.aspectvm.jmh.HostArgument.text;

import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.runtime.host.JoinPoint;
import java.util.List;

/**
 * Calls of host functions: small, ordinary and large ones, and those that are dear for what they
 * cost.
 */
public enum HostApiCase {
  SHA256_0("__CryptoApi__.sha256", "0 bytes", random(0)),
  SHA256_32("__CryptoApi__.sha256", "32 bytes", random(32)),
  SHA256_1K("__CryptoApi__.sha256", "1 KiB", random(1 << 10)),
  SHA256_64K("__CryptoApi__.sha256", "64 KiB", random(1 << 16)),
  RIPEMD160_0("__CryptoApi__.ripemd160", "0 bytes", random(0)),
  RIPEMD160_32("__CryptoApi__.ripemd160", "32 bytes", random(32)),
  RIPEMD160_1K("__CryptoApi__.ripemd160", "1 KiB", random(1 << 10)),
  RIPEMD160_64K("__CryptoApi__.ripemd160", "64 KiB", random(1 << 16)),
  KECCAK_0("__CryptoApi__.keccak", "0 bytes", random(0)),
  KECCAK_32("__CryptoApi__.keccak", "32 bytes", random(32)),
  KECCAK_1K("__CryptoApi__.keccak", "1 KiB", random(1 << 10)),
  KECCAK_64K("__CryptoApi__.keccak", "64 KiB", random(1 << 16)),
  EC_RECOVER("__CryptoApi__.ecRecover", "a signature", HostMessages.signature(true)),
  EC_RECOVER_NONE("__CryptoApi__.ecRecover", "r = 0", HostMessages.signature(false)),
  MOD_EXP_32("__CryptoApi__.bigModExp", "32, 32, 32 bytes, odd", odd(32, 32, 32)),
  MOD_EXP_32_EVEN("__CryptoApi__.bigModExp", "32, 32, 32 bytes, even", even(32, 32, 32)),
  MOD_EXP_LONG("__CryptoApi__.bigModExp", "32, 4096, 32 bytes, odd", odd(32, 4096, 32)),
  MOD_EXP_LONG_EVEN("__CryptoApi__.bigModExp", "32, 4096, 32 bytes, even", even(32, 4096, 32)),
  MOD_EXP_RSA("__CryptoApi__.bigModExp", "256, 3, 256 bytes, odd", odd(256, 3, 256)),
  MOD_EXP_256("__CryptoApi__.bigModExp", "256, 256, 256 bytes, odd", odd(256, 256, 256)),
  MOD_EXP_256_EVEN("__CryptoApi__.bigModExp", "256, 256, 256 bytes, even", even(256, 256, 256)),
  MOD_EXP_256_POWER("__CryptoApi__.bigModExp", "256, 256, 256 bytes, 2^2047", power(256, 256, 256)),
  MOD_EXP_1K("__CryptoApi__.bigModExp", "1024, 1024, 1024 bytes, odd", odd(1024, 1024, 1024)),
  MOD_EXP_1K_EVEN(
      "__CryptoApi__.bigModExp", "1024, 1024, 1024 bytes, even", even(1024, 1024, 1024)),
  MOD_EXP_1K_POWER(
      "__CryptoApi__.bigModExp", "1024, 1024, 1024 bytes, 2^8191", power(1024, 1024, 1024)),
  MOD_EXP_3K("__CryptoApi__.bigModExp", "3072, 3072, 3072 bytes, odd", odd(3072, 3072, 3072)),
  BN256_ADD("__CryptoApi__.bn256Add", "two points", HostMessages.sum()),
  BN256_MULTIPLY("__CryptoApi__.bn256ScalarMul", "by 2^256 - 1", HostMessages.product()),
  PAIRING_0("__CryptoApi__.bn256Pairing", "no pairs", HostMessages.pairs(0)),
  PAIRING_1("__CryptoApi__.bn256Pairing", "1 pair", HostMessages.pairs(1)),
  PAIRING_2("__CryptoApi__.bn256Pairing", "2 pairs", HostMessages.pairs(2)),
  PAIRING_4("__CryptoApi__.bn256Pairing", "4 pairs", HostMessages.pairs(4)),
  BLAKE2F_12("__CryptoApi__.blake2F", "12 rounds", HostMessages.compression(12)),
  BLAKE2F_1M("__CryptoApi__.blake2F", "1,000,000 rounds", HostMessages.compression(1_000_000)),
  REVERT_32("__UtilApi__.revert", "32 bytes", text(32)),
  REVERT_64K("__UtilApi__.revert", "64 KiB", text(1 << 16)),
  LOG_0("__UtilApi__.sLog", "0 bytes", text(0)),
  LOG_32("__UtilApi__.sLog", "32 bytes", text(32)),
  LOG_4K("__UtilApi__.sLog", "4 KiB", text(1 << 12)),
  GAS("__UtilApi__.gas", ""),
  PROPERTY_MISSING("__AspectPropertyApi__.get", "nothing", text("nothing")),
  PROPERTY_32("__AspectPropertyApi__.get", "32 bytes", text("word")),
  PROPERTY_64K("__AspectPropertyApi__.get", "64 KiB", text("large")),
  STATE_GET_MISSING("__AspectStateApi__.get", "nothing", text("nothing")),
  STATE_GET_NO_KEY("__AspectStateApi__.get", "of the empty key", text("")),
  STATE_GET_32("__AspectStateApi__.get", "32 bytes", text("word")),
  STATE_GET_64K("__AspectStateApi__.get", "64 KiB", text("large")),
  STATE_DELETE("__AspectStateApi__.set", "nothing", text("key"), random(0)),
  STATE_SET_32("__AspectStateApi__.set", "32 bytes", text("key"), random(32)),
  STATE_SET_64K("__AspectStateApi__.set", "64 KiB", text("key"), random(1 << 16)),
  TRANSIENT_GET_32("__AspectTransientStorageApi__.get", "32 bytes", random(0), text("word")),
  TRANSIENT_GET_64K("__AspectTransientStorageApi__.get", "64 KiB", random(0), text("large")),
  TRANSIENT_SET_32("__AspectTransientStorageApi__.set", "32 bytes", text("key"), random(32)),
  TRANSIENT_SET_64K("__AspectTransientStorageApi__.set", "64 KiB", text("key"), random(1 << 16)),
  BLOCK_NUMBER("__RuntimeContextApi__.get", "block.header.number", text("block.header.number")),
  TX_HASH("__RuntimeContextApi__.get", "tx.hash", text("tx.hash")),
  TX_DATA("__RuntimeContextApi__.get", "tx.data, 128 KiB", text("tx.data")),
  TX_BYTES("__RuntimeContextApi__.get", "tx.bytes, 128 KiB", text("tx.bytes")),
  TX_UNSIGNED_HASH("__RuntimeContextApi__.get", "tx.unsigned.hash", text("tx.unsigned.hash")),
  RECEIPT_LOGS(
      JoinPoint.POST_TX_EXECUTE,
      "__RuntimeContextApi__.get",
      "receipt.logs, 1,000",
      text("receipt.logs")),
  RECEIPT_BLOOM(
      JoinPoint.POST_TX_EXECUTE,
      "__RuntimeContextApi__.get",
      "receipt.bloom",
      text("receipt.bloom")),
  BALANCE("__StateDbApi__.getBalance", "", random(20)),
  STORAGE("__StateDbApi__.getState", "", random(20), random(32)),
  CODE_HASH("__StateDbApi__.getCodeHash", "", random(20)),
  CODE_SIZE("__StateDbApi__.getCodeSize", "", random(20)),
  NONCE("__StateDbApi__.getNonce", "", random(20)),
  HAS_SUICIDED("__StateDbApi__.hasSuicided", "", random(20)),
  STATIC_CALL_32("__EvmCallApi__.staticCall", "32 bytes", HostMessages.staticCall(32)),
  STATIC_CALL_64K("__EvmCallApi__.staticCall", "64 KiB", HostMessages.staticCall(1 << 16)),
  JIT_CALL_32("__EvmCallApi__.jitCall", "32 bytes", HostMessages.jitCall(32)),
  JIT_CALL_64K("__EvmCallApi__.jitCall", "64 KiB", HostMessages.jitCall(1 << 16)),
  BALANCE_CHANGES("__TraceApi__.queryStateChange", "1 change", HostMessages.stateChanges(true)),
  VARIABLE_CHANGES(
      "__TraceApi__.queryStateChange", "1,000 changes", HostMessages.stateChanges(false)),
  CALL_TREE_64K("__TraceApi__.queryCallTree", "64 KiB", random(1 << 16));

  private final JoinPoint joinPoint;
  private final HostFunction function;
  private final String what;
  private final List<HostArgument> arguments;

  HostApiCase(String field, String what, HostArgument... arguments) {
    this(JoinPoint.POST_CONTRACT_CALL, field, what, arguments);
  }

  HostApiCase(JoinPoint joinPoint, String field, String what, HostArgument... arguments) {
    this.joinPoint = joinPoint;
    this.function =
        HostModules.standard().functions().stream()
            .filter(candidate -> candidate.field().equals(field))
            .findFirst()
            .orElseThrow();
    this.what = what;
    this.arguments = List.of(arguments);
  }

  /** The host function. */
  public HostFunction function() {
    return function;
  }

  /** Its name as in tables: {@code Crypto.sha256}. */
  public String title() {
    String field = function.field();
    return field.substring(field.indexOf("Api__.") < 0 ? 0 : 2).replace("Api__", "");
  }

  JoinPoint joinPoint() {
    return joinPoint;
  }

  /** What the arguments are, or the result where that is what counts. */
  public String what() {
    return what;
  }

  /** A module that makes the call as often as it is told. */
  byte[] wasm() {
    return HostApiModule.of(
        function.module(), function.field(), arguments, function.result() != null);
  }

  /** The same with a function that costs nothing. */
  byte[] twin() {
    boolean result = function.result() != null;
    return HostApiModule.of(
        FreeTwins.MODULE,
        FreeTwins.field(arguments.size(), result),
        arguments.stream().map(HostArgument::asBytes).toList(),
        result);
  }
}
