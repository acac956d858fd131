package io.aspectvm.runtime.evm;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.Hashes;
import java.math.BigInteger;
import java.util.List;

/**
 * A user operation of ERC-4337, version 0.6, without a signature: the wallet trusts the aspect
 * instead. Numbers are unsigned and have up to 256 bits; arrays are not copied.
 *
 * @param sender address of the wallet, 20 bytes
 * @param nonce key and sequence together
 * @param callGasLimit EVM gas
 * @param verificationGasLimit EVM gas
 * @param preVerificationGas EVM gas
 * @param maxFeePerGas in the chain's smallest unit
 * @param maxPriorityFeePerGas in the chain's smallest unit
 */
public record UserOperation(
    ByteKey sender,
    BigInteger nonce,
    byte[] initCode,
    byte[] callData,
    BigInteger callGasLimit,
    BigInteger verificationGasLimit,
    BigInteger preVerificationGas,
    BigInteger maxFeePerGas,
    BigInteger maxPriorityFeePerGas,
    byte[] paymasterAndData) {

  private static final ContractFunction HANDLE_OPS =
      ContractFunction.of(
          "handleOps((address,uint256,bytes,bytes,uint256,uint256,uint256,uint256,uint256,bytes,"
              + "bytes)[],address)",
          "()");

  private static final ContractType HASHED =
      ContractType.parse(
          "(address,uint256,bytes32,bytes32,uint256,uint256,uint256,uint256,uint256,bytes32)");

  private static final ContractType BOUND = ContractType.parse("(bytes32,address,uint256)");

  /**
   * The hash by which the entry point and the wallet know the operation, 32 bytes.
   *
   * @param entryPoint 20 bytes
   * @throws IllegalArgumentException if a number or an address is out of range
   */
  public ByteKey hash(ByteKey entryPoint, BigInteger chainId) {
    byte[] packed =
        ContractFunction.encode(
            HASHED,
            sender,
            nonce,
            Hashes.keccak256(initCode),
            Hashes.keccak256(callData),
            callGasLimit,
            verificationGasLimit,
            preVerificationGas,
            maxFeePerGas,
            maxPriorityFeePerGas,
            Hashes.keccak256(paymasterAndData));
    byte[] bound = ContractFunction.encode(BOUND, Hashes.keccak256(packed), entryPoint, chainId);
    return ByteKey.of(Hashes.keccak256(bound));
  }

  /**
   * Call data of the entry point's {@code handleOps} with this operation alone.
   *
   * @param beneficiary who is paid, 20 bytes
   * @throws IllegalArgumentException if a number or an address is out of range
   */
  public byte[] handleOps(ByteKey beneficiary) {
    byte[] signature = {};
    ContractValues operation =
        ContractValues.of(
            sender,
            nonce,
            initCode,
            callData,
            callGasLimit,
            verificationGasLimit,
            preVerificationGas,
            maxFeePerGas,
            maxPriorityFeePerGas,
            paymasterAndData,
            signature);
    return HANDLE_OPS.encodeCall(List.of(operation), beneficiary);
  }
}
