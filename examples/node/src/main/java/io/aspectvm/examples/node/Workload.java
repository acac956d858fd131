package io.aspectvm.examples.node;

import io.aspectvm.examples.node.Transaction.Kind;
import io.aspectvm.examples.node.aspects.BudgetAspect;
import io.aspectvm.examples.node.aspects.CounterAspect;
import io.aspectvm.examples.node.aspects.GuardAspect;
import io.aspectvm.examples.node.aspects.SessionAspect;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.registry.AspectCoreContract;
import io.aspectvm.runtime.registry.CoreContractCalls;
import io.aspectvm.runtime.registry.Deployment;
import io.aspectvm.runtime.registry.Property;
import io.aspectvm.runtime.registry.Upgrade;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What happens on the chain: the same in every run, since a block's transactions follow from its
 * number alone. Immutable.
 */
final class Workload {

  static final String[] ARTEFACTS = {
    BudgetAspect.RESOURCE, CounterAspect.RESOURCE, GuardAspect.RESOURCE, SessionAspect.RESOURCE,
  };

  private static final int USERS = 40;
  private static final long FIRST_NONCE = 100;
  private static final int BLOCKS_BETWEEN_UPGRADES = 25;
  private static final byte[] NOTHING = {};

  private static final long COUNTED =
      bits(
          JoinPoint.PRE_TX_EXECUTE,
          JoinPoint.PRE_CONTRACT_CALL,
          JoinPoint.POST_CONTRACT_CALL,
          JoinPoint.POST_TX_EXECUTE);

  /** Ids follow from the deployer's nonces, in the order of {@link #genesis}. */
  private static final ByteKey GUARD = CoreContractCalls.aspectId(Accounts.OWNER, 0);

  private static final ByteKey COUNTER = CoreContractCalls.aspectId(Accounts.OWNER, 1);
  private static final ByteKey BUDGET = CoreContractCalls.aspectId(Accounts.OWNER, 2);
  private static final ByteKey SESSION = CoreContractCalls.aspectId(Accounts.OWNER, 3);

  private final Precompiled aspects;

  Workload(Precompiled aspects) {
    this.aspects = aspects;
  }

  private static long bits(JoinPoint... joinPoints) {
    long bits = 0;
    for (JoinPoint joinPoint : joinPoints) {
      bits |= joinPoint.bit();
    }
    return bits;
  }

  /** All aspects. */
  static List<ByteKey> aspects() {
    return List.of(GUARD, COUNTER, BUDGET, SESSION);
  }

  /** The first block: everything is deployed and bound. */
  List<Transaction> genesis() {
    List<Transaction> block = new ArrayList<>();
    Property owner = new Property(ByteKey.of("owner"), Accounts.OWNER.bytes());
    deploy(
        block,
        GuardAspect.RESOURCE,
        bits(JoinPoint.PRE_CONTRACT_CALL),
        owner,
        new Property(ByteKey.of("limit"), new byte[] {20}),
        new Property(ByteKey.of("period"), new byte[] {10}));
    deploy(block, CounterAspect.RESOURCE, COUNTED);
    deploy(
        block,
        BudgetAspect.RESOURCE,
        bits(JoinPoint.POST_TX_EXECUTE),
        owner,
        new Property(ByteKey.of("of"), COUNTER.bytes()),
        new Property(ByteKey.of("limit"), new byte[] {8}));
    deploy(block, SessionAspect.RESOURCE, bits(JoinPoint.VERIFY_TX));
    bind(block, GUARD, Contracts.TOKEN, -128);
    for (ByteKey contract : List.of(Contracts.TOKEN, Contracts.VAULT)) {
      bind(block, COUNTER, contract, 0);
      // Behind the counter, whose count it reads.
      bind(block, BUDGET, contract, 1);
    }
    bind(block, SESSION, Contracts.TOKEN, 0);
    byte[] bindOwn = CoreContractCalls.bind(SESSION, 0, Accounts.HOLDER, 0);
    core(block, Kind.DEPLOYMENT, Accounts.HOLDER, bindOwn);
    operation(block, Accounts.HOLDER, SESSION, Accounts.sessionKey().bytes());
    operation(block, Accounts.OWNER, GUARD, command(2, Accounts.MALLORY));
    return block;
  }

  private void deploy(List<Transaction> block, String artefact, long at, Property... properties) {
    Deployment deployment =
        new Deployment(
            aspects.wasm(artefact), NOTHING, List.of(properties), Accounts.OWNER, NOTHING, at);
    core(block, Kind.DEPLOYMENT, Accounts.OWNER, CoreContractCalls.deploy(deployment));
  }

  private static void bind(
      List<Transaction> block, ByteKey aspect, ByteKey contract, int priority) {
    byte[] call = CoreContractCalls.bind(aspect, 0, contract, priority);
    core(block, Kind.DEPLOYMENT, Accounts.OWNER, call);
  }

  private static void operation(
      List<Transaction> block, ByteKey from, ByteKey aspect, byte[] data) {
    core(block, Kind.OPERATION, from, CoreContractCalls.operation(aspect, data));
  }

  private static void core(List<Transaction> block, Kind kind, ByteKey from, byte[] data) {
    block.add(new Transaction(kind, from, AspectCoreContract.ADDRESS, block.size(), data));
  }

  private static byte[] command(int command, ByteKey account) {
    return ByteKey.concatenate(ByteKey.of(new byte[] {(byte) command}), account).bytes();
  }

  /** The transactions of any other block. */
  List<Transaction> block(long number, int size) {
    Random random = new Random(number);
    List<Transaction> block = new ArrayList<>();
    if (number % BLOCKS_BETWEEN_UPGRADES == 0) {
      byte[] wasm = aspects.wasm(CounterAspect.RESOURCE);
      Upgrade upgrade = new Upgrade(COUNTER, wasm, List.of(), COUNTED);
      core(block, Kind.DEPLOYMENT, Accounts.OWNER, CoreContractCalls.upgrade(upgrade));
    }
    while (block.size() < size) {
      long nonce = FIRST_NONCE + number * size + block.size();
      ByteKey user = Accounts.user(random.nextInt(USERS));
      switch (random.nextInt(10)) {
        case 0 -> block.add(call(Accounts.MALLORY, nonce));
        case 1, 2 -> block.add(nested(user, nonce, 1 + random.nextInt(4)));
        case 3 -> block.add(session(nonce));
        case 4 -> operation(block, user, COUNTER, NOTHING);
        // Most users may not do that.
        case 5 -> operation(block, user, GUARD, command(3, Accounts.MALLORY));
        default -> block.add(call(user, nonce));
      }
    }
    return block;
  }

  private static Transaction call(ByteKey from, long nonce) {
    return new Transaction(Kind.CALL, from, Contracts.TOKEN, nonce, new byte[] {1, 2, 3, 4});
  }

  private static Transaction nested(ByteKey from, long nonce, int calls) {
    return new Transaction(Kind.NESTED_CALL, from, Contracts.VAULT, nonce, new byte[calls]);
  }

  private static Transaction session(long nonce) {
    byte[] data = Accounts.sessionData(Contracts.TOKEN, nonce, new byte[] {5, 6, 7, 8});
    return new Transaction(Kind.SESSION_CALL, null, Contracts.TOKEN, nonce, data);
  }

  /** Somebody asks what the guard knows of a user; nothing of it is kept. */
  Transaction query(long number, int index) {
    ByteKey user = Accounts.user((int) ((number * 31 + index) % USERS));
    byte[] call = CoreContractCalls.operation(GUARD, command(4, user));
    return new Transaction(Kind.OPERATION, user, AspectCoreContract.ADDRESS, index, call);
  }
}
