package io.aspectvm.runtime;

import io.aspectvm.runtime.support.InstanceLinks;
import io.aspectvm.runtime.support.ModuleCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The state of one execution: memory, table, globals, gas and depth. A generated class extends it,
 * one class per execution under the default isolation; all compiled code takes it as its first
 * argument and keeps no other state.
 *
 * <p>In Java, what the compiler emits for it is
 *
 * <pre>{@code
 * public final class Main extends Instance {}
 * }</pre>
 *
 * <p>and not even a constructor: it is defined for each execution, and what is in it is parsed,
 * verified and resolved each time. None runs, here neither: all fields must do as zero or null.
 *
 * <p>The public fields are a contract between compiled code, the host edge and the runtime;
 * embedders have no business with them. Confined to one thread at a time.
 */
public abstract class Instance {

  /**
   * Gas left in the current slice, in WASM gas; the exact counter is {@link #gasLeft()}. Below zero
   * where the slice is used up and the rest of the counter pays, down to {@link #gasFloor()}.
   * Compiled code keeps a copy in a local variable, hands it to callees as an argument, and writes
   * it back before host calls, at returns and at traps.
   */
  public long gas;

  /** Depth budget left, in slots; valid while a host function runs. */
  public int depth;

  /** The memory, or null where the module has none. */
  public LinearMemory memory;

  /** Tables by table index. */
  public Table[] tables;

  /** Globals by global index, as raw bits; i32 and f32 in the low 32. */
  public long[] globals;

  /** Second and later results of the call that returned last, as raw bits. */
  public long[] results;

  /**
   * Contents of data segments by index, empty once dropped. The arrays within are shared between
   * instances: read only. Null where the module has no passive one.
   */
  public byte[][] dataSegments;

  /** Function indices of element segments by index, as {@link #dataSegments}. */
  public int[][] elementSegments;

  /**
   * Address of the module's function 0 in references to functions: 0 unless they can cross the
   * border between linked instances.
   */
  public int functionBase;

  private ModuleCode code;
  private InstanceLinks links;
  private long gasReserve;

  /** Gas of host calls since the last look at the stop flag for their sake. */
  private long hostGas;

  private long gasFloor;
  private volatile boolean stopRequested;

  /** The linked instance that works for this one, the outermost, or null. */
  private volatile Instance running;

  private HostContext host;

  /**
   * Gas that one slice holds: how often compiled code looks at the stop flag. A second at the price
   * of gas; milliseconds once the code is compiled, which takes a hundredth of what it is priced
   * at. Larger than what most executions use, as checks cost more below zero.
   */
  public static final long GAS_SLICE = 10_000_000_000L;

  /** Gas of host calls between two looks at the stop flag: they take the time that they cost. */
  private static final long HOST_SLICE = 100_000_000L;

  /**
   * What every host call counts as on top, where it is about the stop flag: it takes a microsecond
   * at least, or milliseconds in the node's database, and many are free.
   */
  private static final long HOST_CALL = 100_000L;

  /** A floor that nothing is above: the next look at gas behind the end of a slice ends here. */
  private static final long STOPPED = Long.MAX_VALUE;

  private static final VarHandle GAS_FLOOR;

  static {
    try {
      GAS_FLOOR = MethodHandles.lookup().findVarHandle(Instance.class, "gasFloor", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Connects the instance with its module's code, once, before guest code runs. */
  public final void bind(ModuleCode moduleCode) {
    code = moduleCode;
  }

  /** Connects the instance with others, once, before guest code runs. */
  public final void link(InstanceLinks instanceLinks) {
    links = instanceLinks;
  }

  /** How the instance is linked with others; null where a linker did not make it. */
  public final InstanceLinks links() {
    return links;
  }

  /**
   * Calls a function that the module exports, or that a table may hold.
   *
   * @param functionIndex of a function that has an entry in the generated dispatcher
   * @param values arguments as raw bits; results replace them. Long enough for both
   * @param depthLeft depth budget, in slots
   */
  public final void call(int functionIndex, long[] values, int depthLeft) {
    code.call(this, functionIndex, values, depthLeft);
  }

  /** The counter, in WASM gas: exact outside compiled code. -1 after out of gas. */
  public final long gasLeft() {
    return gasReserve + gas;
  }

  /**
   * Sets the counter.
   *
   * @param limit WASM gas; negative is the out-of-gas marker
   */
  public final void setGas(long limit) {
    gas = Math.min(limit, GAS_SLICE);
    setReserve(limit - gas);
  }

  private void setReserve(long reserve) {
    gasReserve = reserve;
    setFloor(-reserve);
    if (stopRequested) {
      setFloor(STOPPED);
    }
  }

  private void setFloor(long floor) {
    GAS_FLOOR.setVolatile(this, floor);
  }

  /**
   * How far below zero {@link #gas} may be: as far as the rest of the counter pays, and not at all
   * once a stop was requested. Read anew each time, also in compiled loops. At least {@link
   * #GAS_SLICE} above the smallest long: so much can be taken before somebody looks.
   */
  public final long gasFloor() {
    return (long) GAS_FLOOR.getOpaque(this);
  }

  /** Takes over the counter of another instance, its slice included, as it is. */
  public final void takeGas(Instance other) {
    gas = other.gas;
    setReserve(other.gasReserve);
  }

  /**
   * Takes any amount; loads the next slice where this one does not hold as much.
   *
   * @param slice content of the slice; may be below zero
   * @param amount WASM gas, 0 or more
   * @return the new content of the slice, 0 or more
   * @throws Trap out of gas (counter -1) or interrupted (counter as after the charge), settled
   */
  public final long take(long slice, long amount) {
    long left = slice - amount;
    // From below zero, a large amount may run over to the other side.
    return (slice | left) >= 0 ? left : refill(left);
  }

  /**
   * As {@link #take}, before an instruction that works on many bytes or elements, and looks at the
   * stop flag: growing by a page copies the whole memory, for the price of the page.
   *
   * @throws Trap out of gas (counter -1) or interrupted (counter as after the charge), settled
   */
  public final long takeForSize(long slice, long amount) {
    long left = take(slice, amount);
    gas = left;
    checkStop();
    return left;
  }

  /**
   * Takes what a host call costs, and looks at the stop flag every 10^8 gas of such costs.
   *
   * @param amount WASM gas, 0 or more
   * @throws Trap out of gas (counter -1) or interrupted (counter as after the charge), settled
   */
  public final void takeForHost(long amount) {
    gas = take(gas, amount);
    countForStop(Math.min(amount, HOST_SLICE));
  }

  /**
   * Looks at the stop flag at every thousandth host call, or earlier where they cost something.
   * They take time also where they are free.
   *
   * @throws Trap interrupted, settled
   */
  public final void countHostCall() {
    countForStop(HOST_CALL);
  }

  private void countForStop(long amount) {
    hostGas += amount;
    if (hostGas >= HOST_SLICE) {
      hostGas = 0;
      checkStop();
    }
  }

  /**
   * Loads the next slice where {@code slice} is negative, or ran over and is negative but for that;
   * looks at the stop flag.
   *
   * @return the new content of the slice, 0 or more
   * @throws Trap out of gas (counter -1) or interrupted (counter as after the charge), settled
   */
  public final long refill(long slice) {
    long left = gasReserve + slice; // Exact, even if slice ran over: the reserve brings it back.
    if (left < 0) {
      setGas(-1);
      throw new Trap(TrapKind.OUT_OF_GAS).settle();
    }
    setGas(left);
    checkStop();
    return gas;
  }

  /**
   * Ends the execution where {@code slice} is below the floor.
   *
   * @return nothing: it throws
   * @throws Trap out of gas (counter -1) or interrupted (counter as after the charge), settled
   */
  public final Trap exhausted(long slice) {
    refill(slice);
    throw new IllegalStateException("gas " + slice + " is above the floor");
  }

  /**
   * Looks at the stop flag.
   *
   * @throws Trap interrupted, settled
   */
  public final void checkStop() {
    if (stopRequested || (links != null && links.isStopRequested())) {
      throw new Trap(TrapKind.INTERRUPTED).settle();
    }
  }

  /** Asks the execution to stop at its next slice of gas, or before. Any thread may call this. */
  public final void requestStop() {
    stopRequested = true;
    setFloor(STOPPED);
    Instance worker = running;
    if (worker != null) {
      worker.setFloor(STOPPED);
    }
  }

  /**
   * Says which instance works for this one, which was called from outside, so that a stop reaches
   * it: for links, on the execution's thread.
   */
  public final void nowRuns(Instance worker) {
    running = worker;
    if (stopRequested) {
      worker.setFloor(STOPPED);
    }
  }

  /** Whether {@link #requestStop} was called. */
  public final boolean isStopRequested() {
    return stopRequested;
  }

  /** What host functions of this execution work with; null where none was given. */
  public final HostContext host() {
    return host;
  }

  /** Gives the execution its host context, once, before guest code runs. */
  public final void attach(HostContext context) {
    host = context;
  }
}
