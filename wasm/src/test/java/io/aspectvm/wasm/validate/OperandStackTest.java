package io.aspectvm.wasm.validate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperandStackTest {

  private static final byte A = 0x7F;
  private static final byte B = 0x7E;

  private final OperandStack stack = new OperandStack();

  private static byte[] of(int length, byte type) {
    byte[] types = new byte[length];
    Arrays.fill(types, type);
    return types;
  }

  /** Lists of every length, the ones that are compared as arrays among them. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 8, 9, 10, 63, 64, 65, 200})
  void takesWhatWasPut(int length) {
    stack.push(B);
    stack.pushAll(of(length, A));
    assertEquals(1 + length, stack.height());
    assertEquals(1 + length, stack.maxHeight());
    assertTrue(stack.hasOnTop(of(length, A)));
    assertFalse(stack.hasOnTop(of(length + 1, A)));
    assertFalse(stack.popAll(of(length + 2, A)));
    assertEquals(1 + length, stack.height());
    assertTrue(stack.popAll(of(length, A)));
    assertEquals(1, stack.height());
    assertEquals(1 + length, stack.maxHeight());
    assertEquals(B, stack.pop());
    assertEquals(OperandStack.MISSING, stack.pop());
    assertEquals(0, stack.height());
    stack.reset();
    assertEquals(0, stack.maxHeight());
  }

  /** One type that differs, at each place of a list. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 9, 20})
  void noticesEachType(int length) {
    stack.pushAll(of(length, A));
    for (int i = 0; i < length; i++) {
      byte[] other = of(length, A);
      other[i] = B;
      assertFalse(stack.hasOnTop(other), "at " + i);
      assertFalse(stack.popAll(other), "at " + i);
    }
    assertEquals(length, stack.height());
  }

  @Test
  void growsOneByOneAndAtOnce() {
    for (int i = 0; i < 1_000; i++) {
      stack.push((byte) (1 + i % 100));
    }
    stack.pushAll(of(3_000, A));
    stack.pushAll(of(2, B));
    assertEquals(4_002, stack.height());
    assertTrue(stack.popAll(of(2, B)));
    assertTrue(stack.popAll(of(3_000, A)));
    for (int i = 999; i >= 0; i--) {
      assertEquals(1 + i % 100, stack.pop());
    }
  }

  @Test
  void aFrameEndsWhereItBegins() {
    stack.pushAll(of(3, A));
    stack.enterFrame(3, false);
    assertTrue(stack.frameIsEmpty());
    assertEquals(OperandStack.MISSING, stack.pop());
    assertFalse(stack.hasOnTop(of(1, A)));
    assertEquals(0, stack.top(2).length);
    stack.push(B);
    assertFalse(stack.frameIsEmpty());
    assertArrayEquals(of(1, B), stack.top(4));
    assertFalse(stack.hasOnTop(new byte[] {A, B}));
    assertEquals(4, stack.height());
    stack.enterFrame(0, false);
    assertArrayEquals(new byte[] {A, B}, stack.top(2));
    assertArrayEquals(new byte[] {A, A, A, B}, stack.top(9));
  }

  /** Unreachable code has any operands, behind those that it made itself. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 9, 10, 30})
  void unreachableFramesHaveWhatOneAsksFor(int length) {
    stack.pushAll(of(5, B));
    stack.enterFrame(2, false);
    stack.becomeUnreachable();
    assertEquals(2, stack.height());
    assertEquals(OperandStack.UNKNOWN, stack.pop());
    assertEquals(2, stack.height());
    assertTrue(stack.popAll(of(length, A)));
    assertEquals(2, stack.height());
    stack.pushAll(of(length, A));
    assertFalse(stack.hasOnTop(of(length, B)));
    byte[] more = of(length + 3, A);
    more[0] = B;
    assertTrue(stack.hasOnTop(more));
    more[3] = B;
    assertFalse(stack.hasOnTop(more));
    more[3] = A;
    assertTrue(stack.popAll(more));
    assertEquals(2, stack.height());
  }

  /** An operand of unknown type is at the bottom of its frame, and fits. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 9, 10, 30})
  void theUnknownOperandFits(int length) {
    stack.becomeUnreachable();
    stack.push(OperandStack.UNKNOWN);
    stack.pushAll(of(length - 1, A));
    byte[] expected = of(length, A);
    expected[0] = B;
    assertTrue(stack.hasOnTop(expected));
    byte[] other = expected.clone();
    other[length - 1] = length == 1 ? A : B;
    assertEquals(length == 1, stack.hasOnTop(other));
    byte[] longer = of(length + 1, A);
    longer[0] = B;
    assertTrue(stack.popAll(longer));
    assertEquals(0, stack.height());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 9, 10, 30})
  void anUnknownOperandFitsOnTopToo(int length) {
    stack.pushAll(of(length - 1, A));
    stack.push(OperandStack.UNKNOWN);
    byte[] expected = of(length, A);
    assertTrue(stack.hasOnTop(expected));
    expected[length - 1] = B;
    assertTrue(stack.hasOnTop(expected));
  }
}
