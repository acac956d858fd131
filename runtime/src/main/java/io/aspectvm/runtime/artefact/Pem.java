package io.aspectvm.runtime.artefact;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of one block between {@code -----BEGIN} and {@code -----END} (RFC 7468). */
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile(
          "\\s*-----BEGIN ([A-Z0-9 ]{1,40})-----\\s*\\R([A-Za-z0-9+/=\\s]*)-----END \\1-----\\s*");

  private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Pem() {}

  static String write(String label, byte[] content) {
    return String.format(
        Locale.ROOT,
        "-----BEGIN %s-----%n%s%n-----END %s-----%n".replace("%n", "\n"),
        label,
        new String(ENCODER.encode(content), StandardCharsets.US_ASCII),
        label);
  }

  /**
   * The content of the block.
   *
   * @throws InvalidKeyException if there is not one block with this label and nothing else
   */
  static byte[] read(String label, String text) throws InvalidKeyException {
    Matcher block = BLOCK.matcher(text);
    if (!block.matches()) {
      throw new InvalidKeyException("no PEM file of a " + name(label));
    }
    if (!block.group(1).equals(label)) {
      throw new InvalidKeyException(
          "a PEM file of a " + name(block.group(1)) + ", expected a " + name(label));
    }
    try {
      return Base64.getDecoder().decode(block.group(2).replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("no Base64 in the PEM file of a " + name(label), e);
    }
  }

  private static String name(String label) {
    return label.toLowerCase(Locale.ROOT);
  }
}
