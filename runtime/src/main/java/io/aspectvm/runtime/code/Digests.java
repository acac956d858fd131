package io.aspectvm.runtime.code;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.aspectvm.proto.artefact.v1.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 and the canonical encoding of messages: the same bytes for equal messages, anywhere. */
public final class Digests {

  /** Length of a digest, in bytes. */
  public static final int SHA256_BYTES = 32;

  private Digests() {}

  /** SHA-256 of {@code bytes}. */
  public static byte[] sha256(byte[] bytes) {
    return newSha256().digest(bytes);
  }

  /** SHA-256 of {@code length} bytes from {@code start} on. */
  public static byte[] sha256(byte[] bytes, int start, int length) {
    MessageDigest digest = newSha256();
    digest.update(bytes, start, length);
    return digest.digest();
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The identity digest: SHA-256 of the identity's canonical encoding. */
  public static byte[] identity(Identity identity) {
    return sha256(canonical(identity));
  }

  /** Canonical encoding: fields in order of their numbers, maps (there are none) sorted. */
  public static byte[] canonical(MessageLite message) {
    byte[] bytes = new byte[message.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to an array", e);
    }
    out.checkNoSpaceLeft();
    return bytes;
  }
}
