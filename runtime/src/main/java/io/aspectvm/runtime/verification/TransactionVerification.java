package io.aspectvm.runtime.verification;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.aspect.v2.BlockInput;
import io.aspectvm.proto.aspect.v2.NoFromTxInput;
import io.aspectvm.proto.aspect.v2.TxVerifyInput;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.joinpoint.AspectSource;
import io.aspectvm.runtime.joinpoint.Binding;
import io.aspectvm.runtime.joinpoint.Bindings;
import io.aspectvm.runtime.joinpoint.BindingsException;
import io.aspectvm.runtime.joinpoint.JoinPointChain;
import io.aspectvm.runtime.joinpoint.JoinPointHost;
import io.aspectvm.runtime.joinpoint.JoinPointInput;
import io.aspectvm.runtime.joinpoint.JoinPointResult;
import io.aspectvm.runtime.joinpoint.TransactionRules;
import java.util.List;
import java.util.Objects;

/**
 * Finds out the sender of a transaction that {@link UnsignedTransaction#isCustomVerified} says an
 * aspect verifies (join-points, section 7.3): the one verifier of the called contract names the
 * sender, and the sender must have bound the same aspect as verifier, in whatever version.
 *
 * <p>The verifier has {@link TransactionRules#MAX_TX_VERIFICATION_GAS}, and that is what the
 * transaction pays. An empty answer names the zero address, which a chain should not let have
 * verifiers.
 *
 * <p>Thread-safe if its parts are.
 */
public final class TransactionVerification {

  private final Bindings bindings;
  private final JoinPointChain aspects;

  public TransactionVerification(Bindings bindings, AspectSource aspects) {
    this.bindings = Objects.requireNonNull(bindings);
    this.aspects = new JoinPointChain(bindings, aspects);
  }

  /**
   * Verifies a transaction.
   *
   * @param blockNumber current height; in a mempool's check the last height + 1
   * @param host whose aspect id and version are replaced by the verifier's
   */
  public VerificationResult verify(
      UnsignedTransaction transaction, long blockNumber, JoinPointHost host) {
    try {
      VerificationPayload payload = VerificationPayload.decode(transaction.data());
      if (transaction.to() == null) {
        return VerificationResult.rejected("contract creation is not allowed", null);
      }
      return verify(transaction, payload, blockNumber, host);
    } catch (PayloadException | BindingsException failure) {
      return VerificationResult.rejected(String.valueOf(failure.getMessage()), null);
    }
  }

  private VerificationResult verify(
      UnsignedTransaction transaction,
      VerificationPayload payload,
      long blockNumber,
      JoinPointHost host)
      throws BindingsException {
    List<Binding> verifiers = verifiers(transaction.to());
    if (verifiers.size() != 1) {
      return VerificationResult.rejected(
          "invalid number of contract verifiers: " + verifiers.size(), null);
    }
    Binding verifier = verifiers.get(0);
    JoinPointResult result =
        aspects.run(
            verifier,
            input(transaction, payload, blockNumber),
            TransactionRules.MAX_TX_VERIFICATION_GAS,
            host);
    if (!result.isSuccess()) {
      return VerificationResult.rejected(result.error().text(), result);
    }
    ByteKey sender = ByteKey.address(result.returnData());
    return isAccepted(verifier, sender)
        ? new VerificationResult(sender, payload.callData(), null, result)
        : VerificationResult.rejected("unable to verify tx with aspect", result);
  }

  private List<Binding> verifiers(ByteKey account) throws BindingsException {
    return JoinPointChain.inOrder(bindings.of(account), JoinPoint.VERIFY_TX);
  }

  private boolean isAccepted(Binding verifier, ByteKey sender) throws BindingsException {
    return verifiers(sender).stream().anyMatch(bound -> bound.id().equals(verifier.id()));
  }

  private static JoinPointInput input(
      UnsignedTransaction transaction, VerificationPayload payload, long blockNumber) {
    return JoinPointInput.of(
        TxVerifyInput.newBuilder()
            .setTx(
                NoFromTxInput.newBuilder()
                    .setHash(ByteString.copyFrom(transaction.hash()))
                    .setTo(ByteString.copyFrom(transaction.to().bytes())))
            .setBlock(BlockInput.newBuilder().setNumber(blockNumber))
            .setValidationData(ByteString.copyFrom(payload.validationData()))
            .setCallData(ByteString.copyFrom(payload.callData()))
            .build());
  }
}
