package io.aspectvm.cli.node;

import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.context.LogView;
import io.aspectvm.runtime.host.service.InMemoryTransientStorage;
import io.aspectvm.runtime.joinpoint.CallOutcome;
import java.util.List;
import java.util.Map;

/**
 * How a transaction or a query ended, and what happened on the way.
 *
 * @param from who sent it; null if nobody could be found
 * @param returnData never null
 * @param error null on success
 * @param gasUsed EVM gas; 0 of a rejected one
 * @param cumulativeGasUsed of the block's transactions up to this one
 * @param events entries of the receipt's log; none of a failed one
 * @param runs of aspects, in order
 * @param calls how each call of the script ended that was made, by its id
 * @param storage the transient storage as it was at the end
 */
public record Receipt(
    Status status,
    ByteKey from,
    byte[] returnData,
    String error,
    long gasUsed,
    long cumulativeGasUsed,
    List<LogView> events,
    List<AspectRun> runs,
    Map<Object, CallOutcome> calls,
    InMemoryTransientStorage storage) {

  /** How it ended. */
  public enum Status {
    SUCCESS("success"),
    FAILED("failed"),
    /** It is not in the block at all. */
    REJECTED("rejected");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  public Receipt {
    events = List.copyOf(events);
    runs = List.copyOf(runs);
  }
}
