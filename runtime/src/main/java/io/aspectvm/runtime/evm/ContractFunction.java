package io.aspectvm.runtime.evm;

import io.aspectvm.runtime.host.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A function of a contract by its signature: selector, and codecs for call data and results. {@link
 * ContractType.Kind} says which Java types stand for which.
 */
public final class ContractFunction {

  /** Bytes of a selector. */
  public static final int SELECTOR_BYTES = 4;

  private final String signature;
  private final byte[] selector;
  private final ContractType parameters;
  private final ContractType results;

  private ContractFunction(String signature, ContractType results) {
    this.signature = signature;
    byte[] hash = Hashes.keccak256(signature.getBytes(StandardCharsets.US_ASCII));
    this.selector = Arrays.copyOf(hash, SELECTOR_BYTES);
    this.parameters = ContractType.parse(signature.substring(signature.indexOf('(')));
    this.results = results;
  }

  /**
   * A function.
   *
   * @param signature canonical, {@code versionOf(address)}
   * @param results their types as a tuple, {@code (uint64)}
   * @throws IllegalArgumentException if a type is none
   */
  public static ContractFunction of(String signature, String results) {
    return new ContractFunction(signature, ContractType.parse(results));
  }

  /** The canonical signature. */
  public String signature() {
    return signature;
  }

  /** The first 4 bytes of the signature's keccak; a copy. */
  public byte[] selector() {
    return selector.clone();
  }

  /** Whether call data begins with this function's selector. */
  public boolean isCalledBy(byte[] callData) {
    return callData.length >= SELECTOR_BYTES
        && Arrays.equals(callData, 0, SELECTOR_BYTES, selector, 0, SELECTOR_BYTES);
  }

  /**
   * Call data with these arguments.
   *
   * @throws IllegalArgumentException if one does not fit its type
   */
  public byte[] encodeCall(Object... arguments) {
    byte[] encoded = ContractEncoder.tuple(parameters, ContractValues.of(arguments));
    byte[] callData = Arrays.copyOf(selector, SELECTOR_BYTES + encoded.length);
    System.arraycopy(encoded, 0, callData, SELECTOR_BYTES, encoded.length);
    return callData;
  }

  /** The arguments in call data that {@linkplain #isCalledBy calls} this function. */
  public ContractValues decodeCall(byte[] callData) throws ContractDataException {
    return ContractDecoder.tuple(
        parameters, Arrays.copyOfRange(callData, SELECTOR_BYTES, callData.length));
  }

  /**
   * Return data with these results.
   *
   * @throws IllegalArgumentException if one does not fit its type
   */
  public byte[] encodeResult(Object... values) {
    return ContractEncoder.tuple(results, ContractValues.of(values));
  }

  /** The results in return data. */
  public ContractValues decodeResult(byte[] returnData) throws ContractDataException {
    return ContractDecoder.tuple(results, returnData);
  }

  /** The values of a tuple encoded without a selector. */
  public static byte[] encode(ContractType tuple, Object... values) {
    return ContractEncoder.tuple(tuple, ContractValues.of(values));
  }

  /** {@link #signature()}. */
  @Override
  public String toString() {
    return signature;
  }
}
