package io.aspectvm.runtime.host;

import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.host.service.LogSink;
import io.aspectvm.runtime.support.HostEdge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The host's side of one execution: where in a transaction it runs, for which aspect, with which
 * services; and what the guest told the host. It is the {@link HostContext} that every host
 * function is given. For one execution only, confined to its thread; the records may be read
 * afterwards.
 */
public final class ExecutionContext extends HostEdge {

  /** Log entries that are kept for the result; a sink gets them all. */
  public static final int MAX_LOGS = 10_000;

  /** Calls of {@code env.abort} that are kept. */
  public static final int MAX_ABORTS = 100;

  private final JoinPoint joinPoint;
  private final ByteKey aspectId;
  private final long aspectVersion;
  private final long blockNumber;
  private final boolean isCall;
  private final HostServices services;

  private GuestString revertMessage;
  private List<GuestString> logs = List.of();
  private List<AbortRecord> aborts = List.of();
  private long droppedLogs;

  private ExecutionContext(Builder builder) {
    joinPoint = builder.joinPoint;
    aspectId = builder.aspectId;
    aspectVersion = builder.aspectVersion;
    blockNumber = builder.blockNumber;
    isCall = builder.isCall;
    services = builder.services;
  }

  /** A context to describe; see the builder's methods for the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** The execution context that a host function was given. */
  public static ExecutionContext of(HostContext context) {
    return (ExecutionContext) context;
  }

  /** Where the execution runs. */
  public JoinPoint joinPoint() {
    return joinPoint;
  }

  /** Id of the executing aspect, 20 bytes. */
  public ByteKey aspectId() {
    return aspectId;
  }

  /** Executing version of the aspect; unsigned. */
  public long aspectVersion() {
    return aspectVersion;
  }

  /** Height of the current block; unsigned. */
  public long blockNumber() {
    return blockNumber;
  }

  /** True if the effects of this execution are discarded: a query. */
  public boolean isCall() {
    return isCall;
  }

  /** What the node provides. */
  public HostServices services() {
    return services;
  }

  /**
   * The service of this type.
   *
   * @throws io.aspectvm.runtime.GuestCrash where it is absent
   */
  public <T> T require(Class<T> type) {
    return services.require(type);
  }

  /** Records what the guest gives as the reason of a revert; the last one counts. */
  public void recordRevert(GuestString message) {
    revertMessage = message;
  }

  /** The recorded reason of a revert, or null where there is none. */
  public GuestString revertMessage() {
    return revertMessage;
  }

  /** Hands a line to the node's sink, where there is one, and keeps it for the result. */
  public void log(GuestString message) {
    if (logs.isEmpty()) {
      logs = new ArrayList<>();
    }
    if (logs.size() < MAX_LOGS) {
      logs.add(message);
    } else {
      droppedLogs++;
    }
    services.find(LogSink.class).ifPresent(sink -> sink.log(this, message));
  }

  /** What the guest logged, at most {@link #MAX_LOGS} entries; a view. */
  public List<GuestString> logs() {
    return Collections.unmodifiableList(logs);
  }

  /** Log entries that were not kept. */
  public long droppedLogs() {
    return droppedLogs;
  }

  /** Whether {@link #recordAbort} keeps one more. */
  public boolean keepsAborts() {
    return aborts.size() < MAX_ABORTS;
  }

  /** Keeps what the guest gave to {@code env.abort}, within the bound. */
  public void recordAbort(AbortRecord abort) {
    if (aborts.isEmpty()) {
      aborts = new ArrayList<>();
    }
    if (keepsAborts()) {
      aborts.add(abort);
    }
  }

  /** What the guest gave to {@code env.abort}, at most {@link #MAX_ABORTS} entries; a view. */
  public List<AbortRecord> aborts() {
    return Collections.unmodifiableList(aborts);
  }

  /** Describes a context. Not thread-safe. */
  public static final class Builder {

    private static final ByteKey ZERO_ADDRESS = ByteKey.address(new byte[0]);

    private JoinPoint joinPoint = JoinPoint.PRE_CONTRACT_CALL;
    private ByteKey aspectId = ZERO_ADDRESS;
    private long aspectVersion = 1;
    private long blockNumber;
    private boolean isCall;
    private HostServices services = HostServices.NONE;

    private Builder() {}

    /** Default: {@code preContractCall}. */
    public Builder joinPoint(JoinPoint joinPoint) {
      this.joinPoint = Objects.requireNonNull(joinPoint);
      return this;
    }

    /**
     * Default: the zero address.
     *
     * @param id 20 bytes; anything else is normalised as an address
     */
    public Builder aspectId(byte[] id) {
      this.aspectId = ByteKey.address(id);
      return this;
    }

    /** Default: 1. Unsigned. */
    public Builder aspectVersion(long version) {
      this.aspectVersion = version;
      return this;
    }

    /** Default: 0. Unsigned. */
    public Builder blockNumber(long height) {
      this.blockNumber = height;
      return this;
    }

    /** Default: false, the effects are kept. */
    public Builder isCall(boolean isCall) {
      this.isCall = isCall;
      return this;
    }

    /** Default: none. */
    public Builder services(HostServices services) {
      this.services = Objects.requireNonNull(services);
      return this;
    }

    /** A new context; a builder may build any number. */
    public ExecutionContext build() {
      return new ExecutionContext(this);
    }
  }
}
