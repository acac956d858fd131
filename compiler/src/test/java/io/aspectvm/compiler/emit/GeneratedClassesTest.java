package io.aspectvm.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class GeneratedClassesTest {

  private final GeneratedClasses classes = new GeneratedClasses();

  private void method(String owner) {
    MethodVisitor method = classes.method(new MethodRef(owner, "m", "()V"));
    method.visitInsn(Opcodes.RETURN);
    GeneratedClasses.end(method);
  }

  /** What is finished early for the sake of memory has its place all the same. */
  @Test
  void classesFinishedAsLastAreBehindTheOthersByName() {
    for (String owner : List.of("h1", "d2", "e", "h0", "d1", "a")) {
      method(owner);
    }
    classes.finishAsLast("h1");
    classes.finish("d2");
    classes.finishAsLast("h0");
    classes.finish("d1");
    assertEquals(
        List.of("d2", "d1", "a", "e", "h0", "h1"), List.copyOf(classes.finishAll().keySet()));
  }

  @Test
  void noClassIsBegunTwice() {
    method("a");
    method("b");
    classes.finish("a");
    classes.finishAsLast("b");
    for (String owner : List.of("a", "b")) {
      assertThrows(IllegalStateException.class, () -> method(owner));
      assertThrows(IllegalStateException.class, () -> classes.open(owner, "java/lang/Object"));
    }
  }

  @Test
  void whatWasFinishedBeforeTheLimitCountsToo() {
    method("a");
    classes.finish("a");
    long each = classes.finishedBytes();
    classes.allow(2 * each);
    method("b");
    classes.finish("b");
    method("c");
    OutputLimitException refusal =
        assertThrows(OutputLimitException.class, () -> classes.finishAsLast("c"));
    assertEquals(3 * each, refusal.amount());
  }
}
