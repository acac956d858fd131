package io.aspectvm.compiler.emit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The classes under construction, in the order of their creation. */
public final class GeneratedClasses {

  private final Map<String, ClassWriter> writers = new LinkedHashMap<>();
  private final Map<String, byte[]> finished = new LinkedHashMap<>();

  /** Finished ones whose place is behind all that are still to come. */
  private final Map<String, byte[]> last = new LinkedHashMap<>();

  private long finishedBytes;
  private long allowedBytes = Long.MAX_VALUE;

  /**
   * From now on, these and the classes to come may have so many bytes together.
   *
   * @param bytes beyond which finishing a class throws {@link OutputLimitException}
   */
  public void allow(long bytes) {
    allowedBytes = bytes;
  }

  /**
   * Begins a public static method in a text class, which is made if there is none of this name.
   *
   * @throws IllegalStateException if the class is finished
   */
  MethodVisitor method(MethodRef ref) {
    ClassWriter writer =
        writers.computeIfAbsent(ref.owner(), name -> newClass(name, "java/lang/Object"));
    MethodVisitor method =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, ref.name(), ref.descriptor(), null, null);
    method.visitCode();
    return method;
  }

  /** Begins a class that the caller fills. */
  ClassWriter open(String name, String superName) {
    ClassWriter writer = newClass(name, superName);
    writers.put(name, writer);
    return writer;
  }

  /** A second class of one name would take the place of the first, and its methods be lost. */
  private ClassWriter newClass(String name, String superName) {
    if (finished.containsKey(name) || last.containsKey(name)) {
      throw new IllegalStateException(name + " is finished");
    }
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        ModuleNames.CLASS_VERSION,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
        name,
        null,
        superName,
        null);
    return writer;
  }

  /** No more methods for this class: its bytes are made and its working memory freed. */
  public void finish(String name) {
    finish(name, finished);
  }

  /** As {@link #finish}, but in the order of classes it is among those that nobody finished. */
  void finishAsLast(String name) {
    finish(name, last);
  }

  private void finish(String name, Map<String, byte[]> group) {
    ClassWriter writer = writers.remove(name);
    if (writer != null) {
      writer.visitEnd();
      byte[] file = writer.toByteArray();
      group.put(name, file);
      finishedBytes += file.length;
      if (finishedBytes > allowedBytes) {
        throw new OutputLimitException("bytes of classes", finishedBytes, allowedBytes);
      }
    }
  }

  /** All classes by internal name, finished now if they were not. */
  public Map<String, byte[]> finishAll() {
    for (String name : List.copyOf(writers.keySet())) {
      finishAsLast(name);
    }
    last.keySet().stream().sorted().forEach(name -> finished.put(name, last.get(name)));
    last.clear();
    return finished;
  }

  /** Bytes of the classes finished so far. */
  public long finishedBytes() {
    return finishedBytes;
  }

  static void end(MethodVisitor method) {
    method.visitMaxs(0, 0);
    method.visitEnd();
  }
}
