package io.aspectvm.runtime;

/**
 * The one exception that ends guest code early.
 *
 * <p>Its Java stack trace names generated classes and so keeps their loaders alive: a trap must not
 * outlive its execution. {@link Backtrace} turns it into plain values.
 */
public final class Trap extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final TrapKind kind;
  private boolean settled;

  public Trap(TrapKind kind) {
    super(kind.text());
    this.kind = kind;
  }

  /**
   * @param cause the host's own exception; never raised by guest code
   */
  public Trap(TrapKind kind, Throwable cause) {
    super(kind.text(), cause);
    this.kind = kind;
  }

  public TrapKind kind() {
    return kind;
  }

  /**
   * True once the instance's gas counter holds the value at the trap. Compiled code keeps the
   * counter in a local variable; the innermost frame writes it back, and outer frames, whose copies
   * are stale, see from this that they must not.
   */
  public boolean isSettled() {
    return settled;
  }

  /** Marks the counter as written back, and returns this trap. */
  public Trap settle() {
    settled = true;
    return this;
  }
}
