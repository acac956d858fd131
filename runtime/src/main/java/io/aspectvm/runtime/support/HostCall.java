package io.aspectvm.runtime.support;

import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.host.GuestString;

/**
 * One host call in progress: the protocol of aspect-abi, section 5.2, as the generated bridge of
 * each value-typed import runs it. For import {@code k} with two parameters the bridge is, in Java,
 *
 * <pre>{@code
 * static int h<k>(Instance instance, int p0, int p1) {
 *   HostCall call = HostCall.begin(instance, k);
 *   try {
 *     call.argument(p0);
 *     call.argument(p1);
 *     call.enter();
 *     return call.result(Owner.method(call.context(), call.string(0), call.bytes(1)));
 *   } catch (Throwable failure) {
 *     throw call.failed(failure);
 *   }
 * }
 * }</pre>
 *
 * <p>The caller has written its gas to {@link Instance#gas} and its depth to {@link
 * Instance#depth}. Every exception that leaves is a settled {@link io.aspectvm.runtime.Trap} or a
 * {@link io.aspectvm.runtime.GuestCrash}.
 */
public final class HostCall {

  private HostCall() {}

  /** Opens a call of the import with this function index. */
  public static HostCall begin(Instance instance, int functionIndex) {
    throw new UnsupportedOperationException();
  }

  /** Step 1, for the next argument: reads and decodes; a failure is remembered, not thrown. */
  public void argument(int pointer) {
    throw new UnsupportedOperationException();
  }

  /** Steps 2 to 5: charges the price, and traps where the arguments or the counter call for it. */
  public void enter() {
    throw new UnsupportedOperationException();
  }

  /** The context to hand to the host function. */
  public HostContext context() {
    throw new UnsupportedOperationException();
  }

  /** Argument {@code i} as text, decoded as UTF-8 with replacement; crash if it is no String. */
  public String string(int i) {
    throw new UnsupportedOperationException();
  }

  /** Argument {@code i} as string bytes; crash if it is no String. */
  public GuestString guestString(int i) {
    throw new UnsupportedOperationException();
  }

  /** Argument {@code i} as bytes; crash if it is no ByteArray. The caller owns the array. */
  public byte[] bytes(int i) {
    throw new UnsupportedOperationException();
  }

  public boolean bool(int i) {
    throw new UnsupportedOperationException();
  }

  public int int32(int i) {
    throw new UnsupportedOperationException();
  }

  public long int64(int i) {
    throw new UnsupportedOperationException();
  }

  public long uint64(int i) {
    throw new UnsupportedOperationException();
  }

  /** Steps 7 and 9 for a function without result. */
  public void done() {
    throw new UnsupportedOperationException();
  }

  /** Steps 7 and 9: synchronises the counter, encodes, allocates, writes; gives the pointer. */
  public int stringResult(String value) {
    throw new UnsupportedOperationException();
  }

  public int guestStringResult(GuestString value) {
    throw new UnsupportedOperationException();
  }

  /** As {@link #stringResult}; null is the empty array. */
  public int bytesResult(byte[] value) {
    throw new UnsupportedOperationException();
  }

  public int boolResult(boolean value) {
    throw new UnsupportedOperationException();
  }

  public int int32Result(int value) {
    throw new UnsupportedOperationException();
  }

  public int int64Result(long value) {
    throw new UnsupportedOperationException();
  }

  public int uint64Result(long value) {
    throw new UnsupportedOperationException();
  }

  /** Turns whatever was thrown into what leaves the call (steps 7 and 8; crashes). */
  public RuntimeException failed(Throwable failure) {
    throw new UnsupportedOperationException();
  }

  /** What leaves a raw host function that threw: a trap {@code host error}, settled. */
  public static RuntimeException rawFailed(Throwable failure) {
    throw new UnsupportedOperationException();
  }

  /** Charges the fixed price of a raw host function before it runs. */
  public static void enterRaw(Instance instance, int functionIndex) {
    throw new UnsupportedOperationException();
  }

  /** A call of an import that was never linked; the runtime refuses to instantiate before that. */
  public static RuntimeException unlinked(Instance instance, int functionIndex) {
    throw new UnsupportedOperationException();
  }
}
