package io.aspectvm.jmh;

import io.aspectvm.runtime.evm.Transaction;
import io.aspectvm.runtime.evm.TransactionType;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.context.BlockView;
import io.aspectvm.runtime.host.context.CallView;
import io.aspectvm.runtime.host.context.ChainConfiguration;
import io.aspectvm.runtime.host.context.EvmConfiguration;
import io.aspectvm.runtime.host.context.Fork;
import io.aspectvm.runtime.host.context.LogView;
import io.aspectvm.runtime.host.context.MessageView;
import io.aspectvm.runtime.host.context.NodeRuntimeContext;
import io.aspectvm.runtime.host.context.ReceiptView;
import io.aspectvm.runtime.host.context.TransactionView;
import io.aspectvm.runtime.host.service.AspectProperties;
import io.aspectvm.runtime.host.service.AspectState;
import io.aspectvm.runtime.host.service.EvmCalls;
import io.aspectvm.runtime.host.service.EvmResult;
import io.aspectvm.runtime.host.service.InMemoryAspectProperties;
import io.aspectvm.runtime.host.service.InMemoryAspectState;
import io.aspectvm.runtime.host.service.InMemoryStateDatabase;
import io.aspectvm.runtime.host.service.InMemoryTransientStorage;
import io.aspectvm.runtime.host.service.RunningEvm;
import io.aspectvm.runtime.host.service.RuntimeContextSource;
import io.aspectvm.runtime.host.service.StateChanges;
import io.aspectvm.runtime.host.service.StateDatabase;
import io.aspectvm.runtime.host.service.TransientStorage;
import io.aspectvm.runtime.host.service.UserOperationSenders;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a node provides to host functions, all of it in memory: what is measured is the library, and
 * a node's own database and EVM come on top. Not thread-safe.
 */
final class HostApiNode implements EvmCalls, RunningEvm, StateChanges {

  static final int LARGE = 1 << 16;

  /** Call data of the transaction: what fits into one that nodes pass on. */
  static final int CALL_DATA = 1 << 17;

  static final int CHANGES = 1_000;

  private static final ByteKey ASPECT = ByteKey.address(new byte[0]);
  private static final ByteKey ACCOUNT = ByteKey.address(HostArgument.random(20).body());
  private static final ByteKey WORD = ByteKey.word(HostArgument.random(32).body());
  private static final BigInteger NUMBER = new BigInteger(1, WORD.bytes());

  private final UserOperationSenders senders = new UserOperationSenders();

  /** A context for one run at a join point. */
  static ExecutionContext context(JoinPoint joinPoint) {
    return ExecutionContext.builder()
        .joinPoint(joinPoint)
        .aspectId(ASPECT.bytes())
        .services(new HostApiNode().services())
        .build();
  }

  private HostServices services() {
    byte[] word = WORD.bytes();
    byte[] large = HostArgument.random(LARGE).body();
    InMemoryAspectState state = new InMemoryAspectState();
    InMemoryAspectProperties properties = new InMemoryAspectProperties();
    InMemoryTransientStorage transientStorage = new InMemoryTransientStorage();
    for (byte[] value : new byte[][] {word, large}) {
      ByteKey key = ByteKey.of(value == word ? "word" : "large");
      state.set(ASPECT, key, value);
      properties.put(ASPECT, 1, key, value);
      transientStorage.set(ASPECT, key, value);
    }
    return HostServices.builder()
        .with(AspectState.class, state)
        .with(AspectProperties.class, properties)
        .with(TransientStorage.class, transientStorage)
        .with(StateDatabase.class, accounts())
        .with(RuntimeContextSource.class, runtimeContext())
        .with(EvmCalls.class, this)
        .with(StateChanges.class, this)
        .build();
  }

  private static StateDatabase accounts() {
    InMemoryStateDatabase accounts = new InMemoryStateDatabase();
    accounts
        .account(ACCOUNT)
        .balance(NUMBER)
        .nonce(7)
        .code(new byte[0])
        .storage(WORD.bytes(), WORD.bytes());
    return accounts;
  }

  private static NodeRuntimeContext runtimeContext() {
    return NodeRuntimeContext.builder()
        .block(new BlockView(WORD, ACCOUNT, 1_000_000, 1_700_000_000))
        .transaction(new TransactionView(transaction(), ACCOUNT, 7))
        .evm(new EvmConfiguration(List.of(), true, true, true, chain()))
        .message(new MessageView(ACCOUNT, ACCOUNT, NUMBER, new byte[4], 1_000_000))
        .call(new CallView(3, new byte[32], 400_000, null))
        .receipt(new ReceiptView(1, logs(), 21_000, 42_000, ByteKey.of(new byte[256])))
        .build();
  }

  private static Transaction transaction() {
    return Transaction.of(TransactionType.DYNAMIC_FEE)
        .chainId(BigInteger.valueOf(11_820))
        .nonce(9)
        .fees(BigInteger.ONE, BigInteger.TWO)
        .gas(30_000_000)
        .to(ACCOUNT)
        .value(BigInteger.TEN)
        .data(HostArgument.random(CALL_DATA).body())
        .signature(BigInteger.ONE, NUMBER, NUMBER)
        .build();
  }

  private static ChainConfiguration chain() {
    Map<Fork, BigInteger> forks = new EnumMap<>(Fork.class);
    for (Fork fork : Fork.values()) {
      forks.put(fork, BigInteger.ZERO);
    }
    return new ChainConfiguration(BigInteger.valueOf(11_820), true, forks, Map.of());
  }

  private static List<LogView> logs() {
    List<ByteKey> topics = List.of(WORD, WORD, WORD);
    return IntStream.range(0, CHANGES)
        .mapToObj(i -> new LogView(ACCOUNT, topics, new byte[32], i))
        .toList();
  }

  @Override
  public EvmResult staticCall(
      ExecutionContext execution, ByteKey from, ByteKey to, byte[] input, long gas) {
    return EvmResult.success(new byte[32], gas);
  }

  @Override
  public RunningEvm running(ExecutionContext execution) {
    return this;
  }

  @Override
  public BigInteger chainId() {
    return BigInteger.valueOf(11_820);
  }

  @Override
  public BigInteger gasFeeCap() {
    return BigInteger.TWO;
  }

  @Override
  public BigInteger gasTipCap() {
    return BigInteger.ONE;
  }

  @Override
  public UserOperationSenders userOperations() {
    return senders;
  }

  @Override
  public EvmResult call(ByteKey from, ByteKey to, byte[] input, long gas) {
    return EvmResult.success(new byte[32], gas);
  }

  @Override
  public Recorded balance(ByteKey account) {
    return new Changes(List.of(new Change(ACCOUNT, WORD.bytes(), 1)));
  }

  @Override
  public Recorded variable(ByteKey account, ByteKey name, List<ByteKey> indices) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      changes.add(new Change(ACCOUNT, WORD.bytes(), CHANGES - i));
    }
    return new Changes(changes);
  }
}
