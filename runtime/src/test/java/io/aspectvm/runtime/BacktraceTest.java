package io.aspectvm.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.runtime.Backtrace.Frame;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BacktraceTest {

  @Test
  void guestFramesAreFunctionsAndOffsets() {
    Trap trap =
        thrownAt(
            frame("io.aspectvm.runtime.support.ControlOperations", "unreachable", 12),
            frame("aspect.Text0", "f12", 34),
            frame("aspect.Text0", "h3", 1),
            frame("aspect.Text1", "f7", 1),
            frame("aspect.Main", "f8", -1),
            frame("aspect.Entry", "call", 9),
            frame("aspect.Entry", "f", 9),
            frame("aspect.Entry", "f99999999999", 9),
            frame("aspect.Entry", "fx", 9),
            frame("aspectj.Text", "f1", 9));
    assertEquals(
        List.of(new Frame(12, "twelve", 33), new Frame(7, null, 0), new Frame(8, null, -1)),
        backtrace(trap).frames());
  }

  @Test
  void partsOfASplitFunctionAreOneFrame() {
    Trap trap =
        thrownAt(
            frame("aspect.Text0", "f12$70000$31", 11),
            frame("aspect.Text0", "f12$g", 1),
            frame("aspect.Text0", "f12", 5),
            frame("aspect.Text0", "f12$40000$7", 21),
            frame("aspect.Text0", "f12", 3),
            frame("aspect.Text0", "f12", 2));
    assertEquals(
        List.of(
            new Frame(12, "twelve", 70_010),
            new Frame(12, "twelve", 40_020),
            new Frame(12, "twelve", 1)),
        backtrace(trap).frames());
  }

  @Test
  void framesShowNamesWithoutControlCharacters() {
    assertEquals("a??[31m @7", new Frame(1, "a\n\u001B[31m", 7).toString());
    assertEquals("function 3", new Frame(3, null, -1).toString());
  }

  private static Backtrace backtrace(Throwable thrown) {
    return Backtrace.of(thrown, index -> index == 12 ? Optional.of("twelve") : Optional.empty());
  }

  private static StackTraceElement frame(String owner, String method, int line) {
    return new StackTraceElement(owner, method, "module.wasm", line);
  }

  private static Trap thrownAt(StackTraceElement... frames) {
    Trap trap = new Trap(TrapKind.UNREACHABLE);
    trap.setStackTrace(frames);
    return trap;
  }
}
