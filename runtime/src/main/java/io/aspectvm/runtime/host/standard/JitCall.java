package io.aspectvm.runtime.host.standard;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.JitInherentRequest;
import io.aspectvm.proto.aspect.v2.JitInherentResponse;
import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.evm.ContractFunction;
import io.aspectvm.runtime.evm.ContractType;
import io.aspectvm.runtime.evm.UserOperation;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostError;
import io.aspectvm.runtime.host.service.EvmCalls;
import io.aspectvm.runtime.host.service.EvmResult;
import io.aspectvm.runtime.host.service.RunningEvm;
import java.math.BigInteger;

/** One JIT call: steps 2 to 6 of host-apis, section 6. */
final class JitCall {

  /** The wallets' entry point that is built into the node. */
  static final ByteKey ENTRY_POINT = ByteKey.address(new byte[] {(byte) 0xAA, (byte) 0xEC});

  private static final BigInteger PRE_VERIFICATION_GAS = BigInteger.valueOf(21_000);
  private static final BigInteger TWO_TO_256 = BigInteger.ONE.shiftLeft(256);

  private static final ContractFunction GET_NONCE =
      ContractFunction.of("getNonce(address,uint192)", "(uint256)");

  /** As the node does, a key of more than 192 bits is handed on as it is. */
  private static final ContractType NONCE_ARGUMENTS = ContractType.parse("(address,uint256)");

  private final ExecutionContext execution;
  private final JitInherentRequest request;
  private final ByteKey sender;
  private final BigInteger nonceKey;

  JitCall(ExecutionContext execution, JitInherentRequest request) {
    this.execution = execution;
    this.request = request;
    this.sender = ByteKey.address(request.getSender().toByteArray());
    this.nonceKey = word(request.getNonceKey().toByteArray());
  }

  /** Runs the call; failures are in the response. */
  JitInherentResponse run(EvmCalls calls) {
    RunningEvm evm;
    try {
      evm = calls.running(execution);
    } catch (HostError failure) {
      return refused(failure.getMessage());
    }
    if (evm == null) {
      throw new GuestCrash("no transaction runs in the EVM");
    }
    if (!request.hasNonce() || !request.hasCallGasLimit() || !request.hasVerificationGasLimit()) {
      throw new GuestCrash("a JIT call names its nonce and its gas limits");
    }
    long gas = execution.evmGasLeft(); // Limits follow from the gas before the nonce is looked up.
    BigInteger nonce = nonceKey.shiftLeft(64).add(unsigned(request.getNonce())).mod(TWO_TO_256);
    if (nonce.signum() == 0) { // 3
      EvmResult found = call(evm, getNonce());
      if (!found.isSuccess()) {
        return refused(found.error());
      }
      nonce = word(found.output() == null ? new byte[0] : found.output());
    }
    return handle(evm, operation(evm, nonce, gas));
  }

  private byte[] getNonce() {
    byte[] arguments = ContractFunction.encode(NONCE_ARGUMENTS, sender, nonceKey);
    byte[] callData = new byte[ContractFunction.SELECTOR_BYTES + arguments.length];
    System.arraycopy(GET_NONCE.selector(), 0, callData, 0, ContractFunction.SELECTOR_BYTES);
    System.arraycopy(arguments, 0, callData, ContractFunction.SELECTOR_BYTES, arguments.length);
    return callData;
  }

  /** Step 2. */
  private UserOperation operation(RunningEvm evm, BigInteger nonce, long gas) {
    return new UserOperation(
        sender,
        nonce,
        request.getInitCode().toByteArray(),
        request.getCallData().toByteArray(),
        limit(request.getCallGasLimit(), gas * 3 / 5),
        limit(request.getVerificationGasLimit(), gas / 5),
        PRE_VERIFICATION_GAS,
        unsigned(evm.gasFeeCap().longValue()),
        unsigned(evm.gasTipCap().longValue()),
        request.getPaymasterAndData().toByteArray());
  }

  /** Steps 4 to 6. */
  private JitInherentResponse handle(RunningEvm evm, UserOperation operation) {
    ByteKey hash = operation.hash(ENTRY_POINT, evm.chainId());
    byte[] callData = operation.handleOps(sender);
    EvmResult result =
        evm.userOperations().during(hash, execution.aspectId(), () -> call(evm, callData));
    JitInherentResponse.Builder response =
        JitInherentResponse.newBuilder()
            .addJitInherentHashes(ByteString.copyFrom(hash.bytes()))
            .setSuccess(result.isSuccess());
    if (result.output() != null && (result.isSuccess() || result.isReverted())) {
      response.setRet(ByteString.copyFrom(result.output()));
    }
    if (!result.isSuccess()) {
      response.setErrorMsg(result.error());
    }
    return response.build();
  }

  /** Calls the entry point with all gas that is left, and takes what it used. */
  private EvmResult call(RunningEvm evm, byte[] callData) {
    long gas = execution.evmGasLeft();
    EvmResult result = evm.call(sender, ENTRY_POINT, callData, gas);
    EvmGas.spend(execution, gas, result);
    return result;
  }

  /** The response to a call that did not come to the entry point. */
  private static JitInherentResponse refused(String error) {
    return JitInherentResponse.newBuilder().setSuccess(false).setErrorMsg(error).build();
  }

  private static BigInteger limit(long requested, long otherwise) {
    return requested == 0 ? BigInteger.valueOf(otherwise) : unsigned(requested);
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private static BigInteger word(byte[] bytes) {
    return new BigInteger(1, ByteKey.word(bytes).bytes());
  }
}
