package io.aspectvm.runtime.host.context;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.host.ContextMessages;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.RuntimeContextKey;
import io.aspectvm.runtime.host.service.RuntimeContextSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The runtime context of one execution, from what the node knows (host-apis, section 8). A view
 * that is missing makes its keys crash, except that {@code env.*} is the empty array without
 * transaction or EVM configuration, and {@code env.consensusParams.*} without consensus parameters.
 *
 * <p><b>Unspecified</b> in the reference is whether data that a transaction, message or log does
 * not have at all may be asked for: encoding it fails there. Here it is present and empty, unless
 * {@link Builder#crashWithoutData} asks for the crash.
 *
 * <p>Encodings and hashes of the transaction, and its logs, are made once. Not thread-safe for
 * that.
 */
public final class NodeRuntimeContext implements RuntimeContextSource {

  /** What is dear to encode, whereas every key has the same price. */
  private static final Set<RuntimeContextKey> KEPT =
      EnumSet.of(
          RuntimeContextKey.TX_BYTES,
          RuntimeContextKey.TX_HASH,
          RuntimeContextKey.TX_UNSIGNED_BYTES,
          RuntimeContextKey.TX_UNSIGNED_HASH,
          RuntimeContextKey.TX_ACCESS_LIST,
          RuntimeContextKey.RECEIPT_LOGS);

  private final Map<RuntimeContextKey, byte[]> kept = new EnumMap<>(RuntimeContextKey.class);
  private final Builder views;

  private NodeRuntimeContext(Builder views) {
    this.views = views;
  }

  /** A context to fill. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with these views. */
  public Builder toBuilder() {
    return new Builder(views);
  }

  @Override
  public byte[] load(RuntimeContextKey key, ExecutionContext execution) {
    if (!KEPT.contains(key)) {
      return derive(key, execution);
    }
    return kept.computeIfAbsent(key, missing -> derive(missing, execution)).clone();
  }

  private byte[] derive(RuntimeContextKey key, ExecutionContext execution) {
    return switch (key.group()) {
      case EXECUTION -> ofExecution(key, execution);
      case BLOCK -> BlockValues.load(key, block());
      case ENVIRONMENT -> hasEnvironment() ? EnvironmentValues.load(key, evm()) : new byte[0];
      case CONSENSUS ->
          hasEnvironment() && views.consensus != null
              ? EnvironmentValues.load(key, views.consensus)
              : new byte[0];
      case TRANSACTION ->
          new TransactionValues(present("transaction", views.transaction), this).load(key);
      case MESSAGE -> new MessageValues(present("message", views.message), this).load(key);
      case RECEIPT -> new ReceiptValues(present("receipt", views.receipt), this).load(key);
    };
  }

  private static byte[] ofExecution(RuntimeContextKey key, ExecutionContext execution) {
    return switch (key) {
      case IS_CALL ->
          ContextMessages.bool(execution.isCall() && execution.joinPoint() != JoinPoint.VERIFY_TX);
      case ASPECT_ID -> ContextMessages.bytes(execution.aspectId().bytes());
      case ASPECT_VERSION -> ContextMessages.uint(execution.aspectVersion());
      default -> null;
    };
  }

  private boolean hasEnvironment() {
    return views.transaction != null && views.evm != null;
  }

  BlockView block() {
    return present("block", views.block);
  }

  EvmConfiguration evm() {
    return present("EVM configuration", views.evm);
  }

  CallView call() {
    return present("call", views.call);
  }

  /** What is there; a crash if it is not. */
  <T> T present(String what, T view) {
    if (view == null) {
      throw new GuestCrash("there is no " + what);
    }
    return view;
  }

  /** {@code BytesData} of bytes that may be missing. */
  byte[] bytes(byte[] value) {
    return ContextMessages.bytes(orEmpty(value));
  }

  /** Bytes that may be missing: empty, or a crash. */
  byte[] orEmpty(byte[] value) {
    if (value == null && views.crashWithoutData) {
      throw new GuestCrash("there is no data");
    }
    return value == null ? new byte[0] : value;
  }

  /** Fills a context; every view may be left out. Not thread-safe. */
  public static final class Builder {

    private BlockView block;
    private TransactionView transaction;
    private EvmConfiguration evm;
    private ConsensusParameters consensus;
    private MessageView message;
    private CallView call;
    private ReceiptView receipt;
    private boolean crashWithoutData;

    private Builder() {}

    private Builder(Builder other) {
      block = other.block;
      transaction = other.transaction;
      evm = other.evm;
      consensus = other.consensus;
      message = other.message;
      call = other.call;
      receipt = other.receipt;
      crashWithoutData = other.crashWithoutData;
    }

    /** Sets the current block. */
    public Builder block(BlockView view) {
      block = view;
      return this;
    }

    /** Sets the current transaction. */
    public Builder transaction(TransactionView view) {
      transaction = view;
      return this;
    }

    /** Sets the EVM's parameters and the chain. */
    public Builder evm(EvmConfiguration configuration) {
      evm = configuration;
      return this;
    }

    /** Sets the consensus parameters; queries have none. */
    public Builder consensus(ConsensusParameters parameters) {
      consensus = parameters;
      return this;
    }

    /** Sets the transaction's message. */
    public Builder message(MessageView view) {
      message = view;
      return this;
    }

    /** Sets the call that the join point belongs to. */
    public Builder call(CallView view) {
      call = view;
      return this;
    }

    /** Sets the receipt. */
    public Builder receipt(ReceiptView view) {
      receipt = view;
      return this;
    }

    /**
     * Chooses what becomes of data that is not there at all: a crash, as in the reference. Default:
     * false, it is empty.
     */
    public Builder crashWithoutData(boolean crash) {
      crashWithoutData = crash;
      return this;
    }

    /** A new context. */
    public NodeRuntimeContext build() {
      return new NodeRuntimeContext(new Builder(this));
    }
  }
}
