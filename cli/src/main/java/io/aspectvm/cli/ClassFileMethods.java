package io.aspectvm.cli;

import io.aspectvm.runtime.code.CompiledModule;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sizes of the methods in a class file that the compiler made (JVM specification, chapter 4). Of
 * another file it makes nothing, or throws an unchecked exception.
 */
final class ClassFileMethods {

  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;

  /** Sizes of constants by tag, the tag not counted; 0 where there is no such tag. */
  private static final int[] CONSTANT_SIZES = {
    0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2
  };

  private final ByteBuffer in;
  private final String[] texts;

  private ClassFileMethods(ByteBuffer file) {
    in = file.duplicate();
    in.position(8); // magic, version
    texts = new String[u2()];
    for (int i = 1; i < texts.length; i++) {
      int tag = in.get();
      if (tag == UTF8) {
        byte[] bytes = new byte[u2()];
        in.get(bytes);
        texts[i] = new String(bytes, StandardCharsets.UTF_8);
      } else {
        skip(CONSTANT_SIZES[tag]);
        i += tag == LONG || tag == DOUBLE ? 1 : 0;
      }
    }
    skip(6); // access, this, super
    skip(2 * u2()); // interfaces
  }

  /** Bytes of code by method name, in the order of the file; methods of one name are added up. */
  static Map<String, Integer> codeBytes(ByteBuffer file) {
    ClassFileMethods methods = new ClassFileMethods(file);
    methods.members(new LinkedHashMap<>()); // fields
    Map<String, Integer> sizes = new LinkedHashMap<>();
    methods.members(sizes);
    return sizes;
  }

  /** Bytes of code of the largest method of a module. */
  static int largest(CompiledModule module) {
    int largest = 0;
    for (String name : module.classNames()) {
      for (int size : codeBytes(module.classFile(name)).values()) {
        largest = Math.max(largest, size);
      }
    }
    return largest;
  }

  private void members(Map<String, Integer> sizes) {
    for (int count = u2(); count > 0; count--) {
      u2(); // access
      String name = texts[u2()];
      u2(); // descriptor
      for (int attributes = u2(); attributes > 0; attributes--) {
        boolean code = "Code".equals(texts[u2()]);
        int end = in.getInt() + in.position();
        if (code) {
          sizes.merge(name, in.getInt(in.position() + 4), Integer::sum); // max stack, max locals
        }
        in.position(end);
      }
    }
  }

  private int u2() {
    return in.getShort() & 0xFFFF;
  }

  private void skip(int bytes) {
    in.position(in.position() + bytes);
  }
}
