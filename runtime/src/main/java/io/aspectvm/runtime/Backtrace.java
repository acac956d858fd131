package io.aspectvm.runtime;

import io.aspectvm.runtime.support.InstanceLinks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Where guest code was when something was thrown, as plain values: unlike the Throwable, it keeps
 * no generated class alive. Immutable.
 *
 * <p>Compiled functions are static methods {@code f<index>} of classes in package {@code aspect}; a
 * function in pieces has methods {@code f<index>$<base>$<number>} besides, called from {@code
 * f<index>}. Line numbers are code offsets in the function's body, minus the base, plus 1.
 *
 * <p>Between the frames of linked instances are those of the call from one to the other. Nothing
 * says which instance the frames before such a call belong to, so they get no names.
 *
 * @param frames innermost first; the JVM keeps no more than the innermost 1024
 */
public record Backtrace(List<Frame> frames) {

  /** No frames. */
  public static final Backtrace EMPTY = new Backtrace(List.of());

  private static final String PACKAGE = "aspect.";
  private static final String BORDER = InstanceLinks.class.getName();
  private static final int MOST_FRAMES = 1_024;

  public Backtrace {
    frames = List.copyOf(frames);
  }

  /**
   * A function in progress.
   *
   * @param functionIndex imports come first
   * @param name from the module's name section, or null; chosen by the module's author
   * @param codeOffset in bytes from the start of the function's body, or -1 where it is not known.
   *     Where gas ran out in the innermost frame, it is that of some code around: which, depends on
   *     how the function was cut
   */
  public record Frame(int functionIndex, String name, long codeOffset) {

    private Frame ofLinkedModule() {
      return new Frame(
          functionIndex, "function " + functionIndex + " of a linked module", codeOffset);
    }

    /**
     * Name, or {@code function <index>}, and offset. What could forge lines or change their
     * direction is replaced.
     */
    @Override
    public String toString() {
      String function =
          name == null
              ? "function " + functionIndex
              : name.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
      return codeOffset < 0 ? function : function + " @" + codeOffset;
    }
  }

  /**
   * The guest's frames in the stack trace of {@code thrown}; none where that cannot be had, be it
   * for want of memory or because the class is the host's. Never throws: it is for people, and
   * changes no outcome.
   *
   * @param names of functions, by function index
   */
  public static Backtrace of(Throwable thrown, IntFunction<Optional<String>> names) {
    return of(thrown, names, Integer.MAX_VALUE);
  }

  private static Backtrace of(
      Throwable thrown, IntFunction<Optional<String>> names, int mostNamedFrames) {
    try {
      StackTraceElement[] trace = thrown.getStackTrace();
      return of(trace, trace.length > mostNamedFrames ? function -> Optional.empty() : names);
    } catch (Throwable untold) {
      return EMPTY;
    }
  }

  private static Backtrace of(StackTraceElement[] trace, IntFunction<Optional<String>> names) {
    List<Frame> frames = new ArrayList<>();
    int splitFunction = -1;
    int elsewhere = 0;
    for (StackTraceElement element : trace) {
      if (element.getClassName().equals(BORDER)) {
        for (; elsewhere < frames.size(); elsewhere++) {
          frames.set(elsewhere, frames.get(elsewhere).ofLinkedModule());
        }
      }
      Position position = Position.of(element);
      if (position == null) {
        continue;
      }
      // A part stands for the function that it is called from.
      boolean callerOfPart = !position.isPart && position.function == splitFunction;
      splitFunction = position.isPart ? position.function : -1;
      if (!callerOfPart) {
        frames.add(
            new Frame(
                position.function,
                names.apply(position.function).orElse(null),
                position.codeOffset));
      }
    }
    return frames.isEmpty() ? EMPTY : new Backtrace(frames);
  }

  /** As {@link #of}, of an instance that may have been in the midst of calls of others. */
  static Backtrace ofLinked(Throwable thrown, IntFunction<Optional<String>> names) {
    // Where the JVM cut the trace off, the first border may be missing, and all names would be
    // wrong.
    return of(thrown, names, MOST_FRAMES - 1);
  }

  private record Position(int function, boolean isPart, long codeOffset) {

    /** The position that a JVM frame means, or null for a frame of something else. */
    static Position of(StackTraceElement element) {
      String method = element.getMethodName();
      if (!element.getClassName().startsWith(PACKAGE) || !method.startsWith("f")) {
        return null;
      }
      int separator = method.indexOf('$');
      boolean isPart = separator >= 0;
      int function = number(method, 1, isPart ? separator : method.length());
      int base = isPart ? number(method, separator + 1, secondSeparator(method, separator)) : 0;
      if (function < 0 || base < 0) {
        return null;
      }
      int line = element.getLineNumber();
      return new Position(function, isPart, line > 0 ? (long) base + line - 1 : -1);
    }

    /** Behind a second {@code $} stands what tells parts with one base apart. */
    private static int secondSeparator(String method, int first) {
      int second = method.indexOf('$', first + 1);
      return second < 0 ? method.length() : second;
    }

    private static int number(String text, int start, int end) {
      if (start >= end) {
        return -1;
      }
      long value = 0;
      for (int i = start; i < end; i++) {
        char digit = text.charAt(i);
        if (digit < '0' || digit > '9') {
          return -1;
        }
        value = value * 10 + (digit - '0');
        if (value > Integer.MAX_VALUE) {
          return -1;
        }
      }
      return (int) value;
    }
  }
}
