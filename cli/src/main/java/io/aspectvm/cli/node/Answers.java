package io.aspectvm.cli.node;

import io.aspectvm.cli.node.ScriptedCall.End;
import io.aspectvm.runtime.evm.ContractDataException;
import io.aspectvm.runtime.evm.ContractFunction;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.service.EvmCalls;
import io.aspectvm.runtime.host.service.EvmResult;
import io.aspectvm.runtime.host.service.RunningEvm;
import io.aspectvm.runtime.host.service.UserOperationSenders;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What contracts answer to calls that are not part of a transaction's script: those of aspects, and
 * of the core contract that asks for an owner. Not thread-safe while answers are put in.
 */
public final class Answers implements EvmCalls {

  private static final ContractFunction IS_OWNER =
      ContractFunction.of("isOwner(address)", "(bool)");

  private final World world;
  private final LocalChain chain;
  private final Map<ByteKey, List<Answer>> answers = new HashMap<>();
  private final Map<ByteKey, ByteKey> owners = new HashMap<>();
  private final UserOperationSenders userOperations = new UserOperationSenders();

  Answers(World world, LocalChain chain) {
    this.world = world;
    this.chain = chain;
  }

  /**
   * An answer.
   *
   * @param call what the call data begin with
   */
  public record Answer(ByteKey call, End end, long gasUsed) {}

  /** Adds an answer of a contract; the first that fits counts. */
  public void add(ByteKey contract, Answer answer) {
    answers.computeIfAbsent(contract, address -> new ArrayList<>()).add(answer);
  }

  /** Says who a contract calls its owner. */
  public void setOwner(ByteKey contract, ByteKey owner) {
    owners.put(contract, owner);
  }

  /** What a contract answers. */
  EvmResult ask(ByteKey contract, byte[] data, long gas) {
    if (!world.hasCode(contract)) {
      return EvmResult.success(null, gas);
    }
    ByteKey call = ByteKey.of(data);
    for (Answer answer : answers.getOrDefault(contract, List.of())) {
      if (call.startsWith(answer.call())) {
        return result(answer, gas);
      }
    }
    if (owners.containsKey(contract) && IS_OWNER.isCalledBy(data)) {
      return isOwner(owners.get(contract), data, gas);
    }
    return EvmResult.failed("the scenario has no answer to 0x" + call, 0);
  }

  /** What a compiled contract does: it reverts where an argument is missing or no address. */
  private static EvmResult isOwner(ByteKey owner, byte[] data, long gas) {
    try {
      boolean same = IS_OWNER.decodeCall(data).address(0).equals(owner);
      return EvmResult.success(IS_OWNER.encodeResult(same), gas);
    } catch (ContractDataException e) {
      return EvmResult.reverted(new byte[0], gas);
    }
  }

  private static EvmResult result(Answer answer, long gas) {
    if (answer.gasUsed() > gas) {
      return EvmResult.failed("out of gas", 0);
    }
    long left = gas - answer.gasUsed();
    End end = answer.end();
    if (end.error() == null) {
      return EvmResult.success(end.data().clone(), left);
    }
    return end.error().isEvmRevert()
        ? EvmResult.reverted(end.data().clone(), left)
        : EvmResult.failed(end.error().text(), 0);
  }

  @Override
  public EvmResult staticCall(
      ExecutionContext execution, ByteKey from, ByteKey to, byte[] input, long gas) {
    return ask(to, input, gas);
  }

  @Override
  public RunningEvm running(ExecutionContext execution) {
    return new RunningEvm() {
      @Override
      public BigInteger chainId() {
        return chain.id();
      }

      @Override
      public BigInteger gasFeeCap() {
        return BigInteger.ZERO;
      }

      @Override
      public BigInteger gasTipCap() {
        return BigInteger.ZERO;
      }

      @Override
      public UserOperationSenders userOperations() {
        return userOperations;
      }

      @Override
      public EvmResult call(ByteKey from, ByteKey to, byte[] input, long gas) {
        return ask(to, input, gas);
      }
    };
  }
}
