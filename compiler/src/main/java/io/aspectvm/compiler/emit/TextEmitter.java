package io.aspectvm.compiler.emit;

import io.aspectvm.compiler.lower.LoweredFunction;
import io.aspectvm.compiler.partition.LoopNests;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Emits the text classes of a module from its functions, in order. A class with a loop of loops is
 * emitted a second time, as cold text, in which the turns of such loops are calls: after some
 * hundred of them the JVM compiles what they do, when it would not look at the function yet (ADR
 * 17). That form is for executions that define their classes anew.
 */
public final class TextEmitter {

  private static final BitSet NO_LOOPS = new BitSet();

  /** A function of the class under construction, with its loops of loops. */
  private record Member(LoweredFunction function, FunctionEmitter.Sizes sizes, BitSet nests) {}

  private final CodeContext context;
  private final GeneratedClasses classes;
  private final GeneratedClasses coldClasses = new GeneratedClasses();
  private final FunctionEmitter warm;
  private final FunctionEmitter cold;
  private final int turnWork;
  private final List<Member> members = new ArrayList<>();

  /**
   * @param classes gets the text classes, without cold text
   * @param maxMethodBytes longest method to emit, in bytes of code
   * @param turnWork as {@code minWork} in {@link LoopNests#find}
   */
  public TextEmitter(
      CodeContext context, GeneratedClasses classes, int maxMethodBytes, int turnWork) {
    this.context = context;
    this.classes = classes;
    this.warm = new FunctionEmitter(context, classes, maxMethodBytes);
    this.cold = new FunctionEmitter(context, coldClasses, maxMethodBytes);
    this.turnWork = turnWork;
  }

  /** Emits the function that follows the one before. */
  public void emit(LoweredFunction function) {
    FunctionEmitter.Sizes sizes = FunctionEmitter.measure(context, function);
    warm.emit(function, sizes, NO_LOOPS);
    BitSet nests = function.loops() ? LoopNests.find(function.code(), turnWork) : NO_LOOPS;
    members.add(new Member(function, sizes, nests));
    int index = function.functionIndex();
    String owner = context.names().classOf(index);
    boolean last = index + 1 == context.module().functionCount();
    if (last || !context.names().classOf(index + 1).equals(owner)) {
      endClass(owner);
    }
  }

  private void endClass(String owner) {
    classes.finish(owner);
    if (members.stream().anyMatch(member -> !member.nests.isEmpty())) {
      members.forEach(member -> cold.emit(member.function, member.sizes, member.nests));
      coldClasses.finish(owner);
    }
    members.clear();
  }

  /** The cold text by internal name, all of it: in place of classes of these names, or new ones. */
  public Map<String, byte[]> coldClasses() {
    return coldClasses.finishAll();
  }

  /** Bytes of the classes finished so far, cold text included. */
  public long finishedBytes() {
    return classes.finishedBytes() + coldClasses.finishedBytes();
  }

  /** Size of the largest method so far: an upper bound, in bytes of code. */
  public int largestMethod() {
    return Math.max(warm.largestMethod(), cold.largestMethod());
  }
}
