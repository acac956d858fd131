package io.aspectvm.runtime.code;

import io.aspectvm.runtime.UnsafeJvmException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;

/**
 * Whether this JVM verifies the classes that loaders like ours define. Constant pools are checked
 * here, but what the code of an artefact does with its operands only the JVM's verifier knows, and
 * flags switch that off without a word.
 */
final class BytecodeVerification {

  private static final int MAGIC = 0xCAFE_BABE;
  private static final int JAVA_17 = 61;
  private static final int PUBLIC_STATIC = 0x0009;
  private static final int PUBLIC_FINAL_SUPER = 0x0031;
  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int IRETURN = 0xAC;

  /** Found out once in the life of a JVM: its flags do not change. */
  private static final boolean ON = refusesBrokenClass();

  private BytecodeVerification() {}

  /**
   * Throws where classes are not verified.
   *
   * @throws UnsafeJvmException if they are not
   */
  static void require() {
    if (!ON) {
      throw new UnsafeJvmException(
          "this JVM does not verify classes, so no aspect is run in it:"
              + " start it without -XX:-BytecodeVerificationRemote and -Xverify:none");
    }
  }

  private static boolean refusesBrokenClass() {
    try {
      MethodHandles.publicLookup().ensureInitialized(new Loader().define(brokenClass()));
      return false;
    } catch (VerifyError expected) {
      return true;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the class is public", e);
    }
  }

  /** A class with one method, which returns an int that nobody pushed. It is never run. */
  private static byte[] brokenClass() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(JAVA_17);
      out.writeShort(8); // constants 1 to 7
      writeUtf8(out, "Broken");
      writeUtf8(out, "java/lang/Object");
      writeUtf8(out, "f");
      writeUtf8(out, "()I");
      writeUtf8(out, "Code");
      out.writeByte(CLASS);
      out.writeShort(1);
      out.writeByte(CLASS);
      out.writeShort(2);
      out.writeShort(PUBLIC_FINAL_SUPER);
      out.writeShort(6); // this class
      out.writeShort(7); // its super class
      out.writeShort(0); // interfaces
      out.writeShort(0); // fields
      out.writeShort(1); // methods
      writeMethod(out);
      out.writeShort(0); // attributes
    } catch (IOException e) {
      throw new UncheckedIOException("an array has room", e);
    }
    return bytes.toByteArray();
  }

  private static void writeUtf8(DataOutputStream out, String text) throws IOException {
    out.writeByte(UTF8);
    out.writeUTF(text);
  }

  private static void writeMethod(DataOutputStream out) throws IOException {
    out.writeShort(PUBLIC_STATIC);
    out.writeShort(3); // name
    out.writeShort(4); // descriptor
    out.writeShort(1); // attributes
    out.writeShort(5); // Code
    out.writeInt(13); // its length: all that follows
    out.writeShort(1); // operands
    out.writeShort(0); // locals
    out.writeInt(1); // bytes of code
    out.writeByte(IRETURN);
    out.writeShort(0); // handlers
    out.writeShort(0); // attributes
  }

  /** Without parent, as the loaders of compiled code, which so count as remote. */
  private static final class Loader extends ClassLoader {

    Loader() {
      super(null);
    }

    Class<?> define(byte[] file) {
      return defineClass(null, file, 0, file.length, TextLoader.DOMAIN);
    }
  }
}
