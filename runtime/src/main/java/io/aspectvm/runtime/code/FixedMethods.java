package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.runtime.code.ClassFileReader.MalformedClassException;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The methods of the instance and the entry class, which run while a module is loaded and an
 * instance made: before there is gas, a depth budget or a way to stop. So they are held to the very
 * instructions that {@link io.aspectvm.runtime.Instance} and {@link
 * io.aspectvm.runtime.support.ModuleCode} show, and there are no others: a finalizer, for one,
 * would run on a thread of the JVM.
 *
 * <p>Together with the JVM's verifier, which sees to it that only the class that {@code new} names
 * is constructed, these few bytes say all of what such a method does.
 */
final class FixedMethods {

  /** Stands for a byte of an index into the constant pool. */
  private static final int ANY = -1;

  /** {@code aload_0, invokespecial, return}. */
  private static final int[] CONSTRUCTOR = {0x2A, 0xB7, ANY, ANY, 0xB1};

  /** Where the constructor names what it calls. */
  private static final int CALLED = 2;

  /** {@code new, dup, invokespecial, pop, return}. */
  private static final int[] INITIALIZER = {0xBB, ANY, ANY, 0x59, 0xB7, ANY, ANY, 0x57, 0xB1};

  /** {@code new, dup, invokespecial, areturn}. */
  private static final int[] FACTORY = {0xBB, ANY, ANY, 0x59, 0xB7, ANY, ANY, 0xB0};

  /** Any code: it runs in executions alone. */
  private static final int[] FREE = {};

  private static final String INSTANCE = "Lio/aspectvm/runtime/Instance;";

  private static final Map<ClassRole, Map<String, int[]>> METHODS =
      Map.of(
          ClassRole.INSTANCE,
          Map.of("<init>()V", CONSTRUCTOR, "<clinit>()V", INITIALIZER),
          ClassRole.ENTRY,
          Map.of(
              "<init>()V",
              CONSTRUCTOR,
              "newInstance()" + INSTANCE,
              FACTORY,
              "call(" + INSTANCE + "I[JI)V",
              FREE));

  private FixedMethods() {}

  /**
   * Checks one method; the cursor stands at its attributes, and behind them afterwards.
   *
   * @param role that is not {@link ClassRole#TEXT}
   * @param method name and descriptor
   * @param superName internal name of the super class
   * @throws MalformedClassException if it is another than the compiler emits
   */
  static void check(
      ClassFileReader in, ClassRole role, String method, int access, String superName) {
    int[] expected = METHODS.get(role).get(method);
    if (expected == null || Modifier.isStatic(access) != (expected == INITIALIZER)) {
      throw unusual(method);
    }
    int attributes = in.u2();
    for (int i = 0; i < attributes; i++) {
      if (in.text(in.u2()).equals("Code") && expected != FREE) {
        checkCode(in, method, expected, superName);
      } else {
        in.skipBlock();
      }
    }
  }

  private static void checkCode(
      ClassFileReader in, String method, int[] expected, String superName) {
    byte[] code = in.block();
    // Behind max_stack, max_locals and its own length; a table of handlers and attributes follow.
    int start = 8;
    int end = start + expected.length;
    boolean same =
        code.length >= end + 2 && ByteBuffer.wrap(code).getInt(start - 4) == expected.length;
    for (int i = 0; same && i < expected.length; i++) {
      same = expected[i] == ANY || expected[i] == (code[start + i] & 0xFF);
    }
    if (!same || u2(code, end) != 0) {
      throw unusual(method);
    }
    if (expected == CONSTRUCTOR) {
      int called = u2(code, start + CALLED);
      in.expect(called, ClassFileReader.METHOD);
      // Not one of its own class, which could go on for ever.
      if (!in.className(in.constantU2(called, 0)).equals(superName)) {
        throw unusual(method);
      }
    }
  }

  private static int u2(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getShort(at) & 0xFFFF;
  }

  private static MalformedClassException unusual(String method) {
    return new MalformedClassException("has an unusual method " + method);
  }
}
