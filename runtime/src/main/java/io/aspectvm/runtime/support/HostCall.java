package io.aspectvm.runtime.support;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.AbiException;
import io.aspectvm.runtime.abi.ValueReader;
import io.aspectvm.runtime.abi.ValueType;
import io.aspectvm.runtime.abi.ValueWriter;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostError;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.Surcharge;
import java.nio.charset.StandardCharsets;

/**
 * One host call in progress: the protocol of aspect-abi, section 5.2, as the generated bridge of
 * each value-typed import runs it. For import {@code k} with two parameters the bridge is, in Java,
 *
 * <pre>{@code
 * static int h<k>(int p0, int p1, Instance instance, int depth, long gas) {
 *   instance.gas = gas;
 *   instance.depth = depth;
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
 * <p>The caller reads its gas from {@link Instance#gas} again afterwards. Every exception that
 * leaves is a settled {@link Trap} or a {@link GuestCrash}.
 *
 * <p>Gas that the host function spends is taken from the counter at once, which gives the sum of
 * steps 5 and 7: the remainder of the division by 1000 is kept.
 *
 * <p>A call object is used again for the next call at the same nesting level. Arguments are looked
 * at when they are named and copied when the host function is given them, that is, after they were
 * paid; no guest code runs in between.
 */
public final class HostCall {

  private static final byte[] NOTHING = {};

  private final HostEdge edge;
  private final HostCall outer;
  private final ValueReader[] arguments = new ValueReader[HostFunction.MAX_VALUE_PARAMETERS];
  private HostCall inner;

  private Instance instance;
  private ImportPrice price;
  private long[] scratch;
  private int depth;
  private int argumentCount;
  private long argumentBytes;
  private boolean readFailed;

  HostCall(HostEdge edge, HostCall outer) {
    this.edge = edge;
    this.outer = outer;
    this.scratch = new long[edge.links().scratchLength()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = new ValueReader();
    }
  }

  HostCall inner() {
    if (inner == null) {
      inner = new HostCall(edge, this);
    }
    return inner;
  }

  /**
   * Opens a call of the import with this function index.
   *
   * @throws GuestCrash if the instance has no execution context
   */
  public static HostCall begin(Instance instance, int functionIndex) {
    HostEdge edge = edge(instance);
    HostCall call = edge.next();
    call.instance = instance;
    call.price = edge.links().price(functionIndex);
    call.depth = instance.depth;
    call.argumentCount = 0;
    call.argumentBytes = 0;
    call.readFailed = false;
    edge.innermost = call;
    return call;
  }

  private static HostEdge edge(Instance instance) {
    if (instance.host() instanceof HostEdge edge && edge.links() != null) {
      return edge;
    }
    throw new GuestCrash("the instance has no execution context");
  }

  /** Step 1, for the next argument: reads and checks; a failure is remembered, not thrown. */
  public void argument(int pointer) {
    ValueReader argument = arguments[argumentCount++];
    if (readFailed) {
      return;
    }
    try {
      byte[] memory = edge.links().memory(instance);
      readFailed = argument.locate(memory, pointer) != ValueReader.Status.OK;
      argumentBytes += argument.length();
    } catch (AbiException noMemory) {
      readFailed = true;
    }
  }

  /** Steps 2 to 5: charges the price, and traps where the arguments or the counter call for it. */
  public void enter() {
    long ordinary = price.ordinary(argumentBytes);
    if (!price.surcharge().equals(Surcharge.NONE) && !readFailed) {
      ordinary = withSurcharge(ordinary);
    }
    if (ordinary > 0) {
      HostEdge.charge(instance, ordinary);
    }
    if (readFailed) {
      throw new Trap(TrapKind.READ_PARAMS_FAILED).settle();
    }
    if (instance.gasLeft() < 0) {
      throw new Trap(TrapKind.GAS_COUNTER_UNAVAILABLE).settle();
    }
    instance.countHostCall();
  }

  /** Looks into the arguments only if the ordinary price pays for looking. */
  private long withSurcharge(long ordinary) {
    return ordinary > instance.gasLeft() ? ordinary : price.surcharge().apply(ordinary, arguments);
  }

  /** The context to hand to the host function. */
  public HostContext context() {
    return edge;
  }

  /** Argument {@code i} as text, decoded as UTF-8 with replacement; crash if it is no String. */
  public String string(int i) {
    ValueReader argument = typed(i, ValueType.STRING);
    return new String(
        argument.memory(), argument.bodyOffset(), argument.length(), StandardCharsets.UTF_8);
  }

  /** Argument {@code i} as string bytes; crash if it is no String. */
  public GuestString guestString(int i) {
    return GuestString.wrap(typed(i, ValueType.STRING).bytes());
  }

  /** Argument {@code i} as bytes; crash if it is no ByteArray. The caller owns the array. */
  public byte[] bytes(int i) {
    return typed(i, ValueType.BYTE_ARRAY).bytes();
  }

  /** Argument {@code i} as a Bool; crash if it is none. */
  public boolean bool(int i) {
    return typed(i, ValueType.BOOL).bool();
  }

  /** Argument {@code i} as an Int32; crash if it is none. */
  public int int32(int i) {
    return typed(i, ValueType.INT32).int32();
  }

  /** Argument {@code i} as an Int64; crash if it is none. */
  public long int64(int i) {
    return typed(i, ValueType.INT64).int64();
  }

  /** Argument {@code i} as a Uint64, unsigned; crash if it is none. */
  public long uint64(int i) {
    return typed(i, ValueType.UINT64).int64();
  }

  /** Step 6: a value of another type than the parameter's is a crash. */
  private ValueReader typed(int i, ValueType expected) {
    ValueReader argument = arguments[i];
    if (argument.type() != expected) {
      throw new GuestCrash("argument " + i + " is " + argument.type() + ", not " + expected);
    }
    return argument;
  }

  /** Steps 7 and 9 for a function without result. */
  public void done() {
    close();
  }

  /**
   * Steps 7 and 9: encodes, allocates, writes; gives the pointer. Null is the empty string. A lone
   * surrogate is written as {@code ?}.
   */
  public int stringResult(String value) {
    return bodyResult(
        ValueType.STRING, value == null ? NOTHING : value.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #stringResult}, for bytes as they are. */
  public int guestStringResult(GuestString value) {
    GuestString string = value == null ? GuestString.EMPTY : value;
    int body = place(ValueType.STRING, string.length());
    string.copyTo(instance.memory.bytes, body);
    return finish(body);
  }

  /** As {@link #stringResult}; null is the empty array. */
  public int bytesResult(byte[] value) {
    return bodyResult(ValueType.BYTE_ARRAY, value == null ? NOTHING : value);
  }

  /** As {@link #stringResult}, for a Bool. */
  public int boolResult(boolean value) {
    int body = place(ValueType.BOOL, ValueType.BOOL.minimumLength());
    ValueWriter.writeBool(instance.memory.bytes, body, value);
    return finish(body);
  }

  /** As {@link #stringResult}, for an Int32. */
  public int int32Result(int value) {
    int body = place(ValueType.INT32, ValueType.INT32.minimumLength());
    ValueWriter.writeInt32(instance.memory.bytes, body, value);
    return finish(body);
  }

  /** As {@link #stringResult}, for an Int64. */
  public int int64Result(long value) {
    return longResult(ValueType.INT64, value);
  }

  /** As {@link #stringResult}, for a Uint64. */
  public int uint64Result(long value) {
    return longResult(ValueType.UINT64, value);
  }

  private int longResult(ValueType type, long value) {
    int body = place(type, type.minimumLength());
    ValueWriter.writeInt64(instance.memory.bytes, body, value);
    return finish(body);
  }

  private int bodyResult(ValueType type, byte[] value) {
    int body = place(type, value.length);
    System.arraycopy(value, 0, instance.memory.bytes, body, value.length);
    return finish(body);
  }

  private int finish(int body) {
    close();
    return body - ValueReader.HEADER_BYTES;
  }

  /**
   * Has the guest make room, and writes the header. Whatever goes wrong in there is the same trap,
   * except that the operator's stop stays what it is.
   *
   * @return the offset of the body
   */
  private int place(ValueType type, int length) {
    try {
      int pointer = reenter(length);
      return ValueWriter.writeHeader(instance.memory.bytes, pointer, type, length);
    } catch (AbiException failure) {
      throw new Trap(TrapKind.WRITE_PARAMS_FAILED, failure).settle();
    } catch (Trap trap) {
      if (trap.kind() == TrapKind.INTERRUPTED) {
        throw trap.settle();
      }
      throw new Trap(TrapKind.WRITE_PARAMS_FAILED, trap).settle();
    }
  }

  /** Runs the guest's {@code allocate}, never without gas and never too deep in itself. */
  private int reenter(int length) throws AbiException {
    if (instance.gasLeft() < 0) {
      throw new Trap(TrapKind.OUT_OF_GAS).settle();
    }
    if (edge.reentries >= HostEdge.MAX_REENTRIES) {
      throw new Trap(TrapKind.CALL_STACK_EXHAUSTED).settle();
    }
    edge.reentries++;
    try {
      return edge.links().allocate(instance, length, scratch, depth);
    } finally {
      edge.reentries--;
      instance.depth = depth;
    }
  }

  private void close() {
    edge.innermost = outer;
    for (ValueReader argument : arguments) {
      argument.clear();
    }
    instance = null;
  }

  /** Turns whatever was thrown into what leaves the call (steps 7 and 8; crashes). */
  public RuntimeException failed(Throwable failure) {
    close();
    if (failure instanceof Trap trap) {
      return trap.settle();
    }
    if (failure instanceof GuestCrash crash) {
      return crash;
    }
    if (failure instanceof HostError error) {
      TrapKind kind = error.isOutOfGas() ? TrapKind.OUT_OF_GAS : TrapKind.WRITE_PARAMS_FAILED;
      return new Trap(kind, error).settle();
    }
    return new GuestCrash("a host function failed", failure);
  }

  /** What leaves a raw host function that threw: a trap {@code host error}, settled. */
  public static RuntimeException rawFailed(Throwable failure) {
    if (failure instanceof Trap trap) {
      return trap.settle();
    }
    if (failure instanceof GuestCrash crash) {
      return crash;
    }
    return new Trap(TrapKind.HOST_ERROR, failure).settle();
  }

  /** Charges the fixed price of a raw host function before it runs. */
  public static void enterRaw(Instance instance, int functionIndex) {
    long fixed = edge(instance).links().price(functionIndex).fixed();
    if (fixed > 0) {
      HostEdge.charge(instance, fixed);
    }
    instance.countHostCall();
  }
}
