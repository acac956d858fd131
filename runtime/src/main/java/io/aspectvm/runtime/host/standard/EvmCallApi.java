package io.aspectvm.runtime.host.standard;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.JitInherentRequest;
import io.aspectvm.proto.aspect.v2.StaticCallRequest;
import io.aspectvm.proto.aspect.v2.StaticCallResult;
import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostError;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.service.EvmCalls;
import io.aspectvm.runtime.host.service.EvmResult;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Calls into the EVM (host-apis, section 6), whose numbers the comments have. */
public final class EvmCallApi {

  private static final String MODULE = "evm-call-api";

  private static final Set<JoinPoint> STATIC_CALL =
      EnumSet.complementOf(EnumSet.of(JoinPoint.VERIFY_TX, JoinPoint.IS_OWNER));

  private static final Set<JoinPoint> JIT_CALL =
      EnumSet.of(JoinPoint.PRE_CONTRACT_CALL, JoinPoint.POST_CONTRACT_CALL);

  private EvmCallApi() {}

  /** A read-only call. */
  @HostImport(module = MODULE, field = "__EvmCallApi__.staticCall")
  public static byte[] staticCall(HostContext context, byte[] request) {
    ExecutionContext execution = ExecutionContext.of(context);
    EvmCalls evm = execution.require(EvmCalls.class);
    prepareForStaticCall(evm, execution);
    StaticCallRequest call =
        Messages.decode(
            StaticCallRequest.getDefaultInstance(), request, "static call request"); // 1
    if (!STATIC_CALL.contains(execution.joinPoint())) {
      throw new HostError("cannot execute static call in current join point");
    }
    return answer(execution, call(evm, execution, call));
  }

  /** A host error would be one of the guest's; that there is no EVM is the node's own. */
  private static void prepareForStaticCall(EvmCalls evm, ExecutionContext execution) {
    try {
      evm.prepare(execution);
    } catch (HostError failure) {
      throw new GuestCrash("the EVM cannot be had", failure);
    }
  }

  private static EvmResult call(
      EvmCalls evm, ExecutionContext execution, StaticCallRequest request) {
    if (!request.hasGas()) {
      throw new GuestCrash("a static call names its gas");
    }
    ByteKey from = ByteKey.address(request.getFrom().toByteArray()); // 2
    ByteKey to = ByteKey.address(request.getTo().toByteArray());
    long gas = request.getGas();
    long remaining = execution.evmGasLeft();
    if (gas == 0 || Long.compareUnsigned(gas, remaining) > 0) { // 3
      gas = remaining;
    }
    EvmResult result = evm.staticCall(execution, from, to, request.getData().toByteArray(), gas);
    EvmGas.spend(execution, gas, result); // 4
    return result;
  }

  private static byte[] answer(ExecutionContext execution, EvmResult result) {
    if (!result.isSuccess() && !result.isReverted()) { // 5
      throw new HostError(result.error());
    }
    StaticCallResult.Builder answer =
        StaticCallResult.newBuilder()
            .setVmError(result.isReverted() ? EvmResult.REVERTED : "")
            .setGasLeft(execution.evmGasLeft());
    if (result.output() != null) { // 6
      answer.setRet(ByteString.copyFrom(result.output()));
    }
    return answer.build().toByteArray();
  }

  /** A call through a wallet; empty where the node has no part for it. */
  @HostImport(module = MODULE, field = "__EvmCallApi__.jitCall")
  public static byte[] jitCall(HostContext context, byte[] request) {
    ExecutionContext execution = ExecutionContext.of(context);
    Optional<EvmCalls> evm = execution.services().find(EvmCalls.class);
    if (evm.isEmpty()) {
      return new byte[0];
    }
    prepareForJitCall(evm.get(), execution);
    JitInherentRequest call =
        Messages.decode(JitInherentRequest.getDefaultInstance(), request, "jit call request"); // 1
    if (!JIT_CALL.contains(execution.joinPoint())) {
      throw new HostError("unsupported join point for jit call");
    }
    return new JitCall(execution, call).run(evm.get()).toByteArray();
  }

  private static void prepareForJitCall(EvmCalls evm, ExecutionContext execution) {
    try {
      evm.prepare(execution);
    } catch (RuntimeException failure) {
      throw new HostError("the EVM cannot be had", failure);
    }
  }
}
