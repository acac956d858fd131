package io.aspectvm.cli.scenario;

import io.aspectvm.cli.document.DocumentNode;
import io.aspectvm.cli.document.DocumentNode.Kind;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.Hashes;
import io.aspectvm.runtime.joinpoint.RevertData;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes, addresses and names as scenarios write them. */
final class Values {

  /** Digits of the largest number of 256 bits. */
  private static final int MAX_DIGITS = 78;

  private static final Pattern NUMBER = Pattern.compile("u(8|16|32|64|128|160|256):(.*)");
  private static final Pattern NAME = Pattern.compile("\\$\\{([^}]*)}");

  private final Names names;

  Values(Names names) {
    this.names = names;
  }

  /** Something that is not what it should be. */
  static final class ValueException extends Exception {
    private static final long serialVersionUID = 1L;

    ValueException(String message) {
      super(message);
    }
  }

  /** A text, with <code>${name}</code> replaced by what it stands for: 0x and hex. */
  String text(DocumentNode node) {
    return text(node.text(), node);
  }

  /** As above, of a key. */
  String text(String text, DocumentNode node) {
    return NAME.matcher(text)
        .replaceAll(
            match ->
                names
                    .bytes(match.group(1))
                    .map(bytes -> Matcher.quoteReplacement(hex(bytes)))
                    .orElseThrow(() -> unknown(node, match.group(1))));
  }

  private RuntimeException unknown(DocumentNode node, String name) {
    return node.wrong("'" + name + "' is the name of nothing; known here: " + names);
  }

  static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  /** The account or aspect of this name, or the address itself. */
  ByteKey address(DocumentNode node) {
    return address(text(node), node);
  }

  /** As above, of a key. */
  ByteKey address(String text, DocumentNode node) {
    if (!text.startsWith("0x")) {
      return names.address(text).orElseThrow(() -> unknown(node, text));
    }
    byte[] bytes = read(text, node);
    if (bytes.length != ByteKey.ADDRESS_BYTES) {
      throw node.wrong("an address has 20 bytes, this has " + bytes.length);
    }
    return ByteKey.of(bytes);
  }

  /** Bytes. */
  byte[] bytes(DocumentNode node) {
    if (!node.is(Kind.LIST)) {
      return read(text(node), node);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    node.elements().forEach(element -> all.writeBytes(bytes(element)));
    return all.toByteArray();
  }

  /** A storage word: a decimal number, or at most 32 bytes. */
  ByteKey word(DocumentNode node) {
    return word(text(node), node);
  }

  /** As above, of a key. */
  ByteKey word(String text, DocumentNode node) {
    byte[] bytes = read(text.matches("[0-9]+") ? "u256:" + text : text, node);
    if (bytes.length > ByteKey.WORD_BYTES) {
      throw node.wrong("a storage word has at most 32 bytes, this has " + bytes.length);
    }
    return ByteKey.word(bytes);
  }

  /** A key of state, properties or transient storage: bytes if it is written so, else UTF-8. */
  ByteKey key(String text, DocumentNode node) {
    String plain = text(text, node);
    boolean isBytes =
        plain.startsWith("0x") || plain.startsWith("utf8:") || NUMBER.matcher(plain).matches();
    return ByteKey.of(isBytes ? read(plain, node) : plain.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] read(String text, DocumentNode node) {
    try {
      return read(text);
    } catch (ValueException e) {
      throw node.wrong(e.getMessage());
    }
  }

  /** Bytes as a text says them, names replaced. */
  byte[] read(String text) throws ValueException {
    if (text.startsWith("0x")) {
      return readHex(text);
    }
    Matcher number = NUMBER.matcher(text);
    if (number.matches()) {
      return readNumber(number.group(2), Integer.parseInt(number.group(1)));
    }
    int colon = text.indexOf(':');
    String rest = text.substring(colon + 1);
    return switch (text.substring(0, Math.max(colon, 0))) {
      case "utf8" -> rest.getBytes(StandardCharsets.UTF_8);
      case "address" -> named(rest).bytes();
      case "word" -> ByteKey.word(names.isKnown(rest) ? named(rest).bytes() : read(rest)).bytes();
      case "keccak" -> Hashes.keccak256(read(rest));
      case "revert" -> RevertData.pack(GuestString.of(rest));
      case "abi" -> new AbiText(rest, this).encode();
      default ->
          throw new ValueException(
              "'"
                  + text
                  + "' is no value: expected 0x, or one of utf8, u8 to u256, address, word,"
                  + " keccak, revert, abi and a colon");
    };
  }

  private static byte[] readHex(String text) throws ValueException {
    try {
      return HexFormat.of().parseHex(text, 2, text.length());
    } catch (IllegalArgumentException e) {
      throw new ValueException("'" + text + "' is not 0x and pairs of hex digits");
    }
  }

  private static byte[] readNumber(String digits, int bits) throws ValueException {
    requireDigits(digits.length());
    if (!digits.matches("[0-9]+") || new BigInteger(digits).bitLength() > bits) {
      throw new ValueException("'" + digits + "' is no number of " + bits + " bits");
    }
    byte[] word = ByteKey.word(new BigInteger(digits).toByteArray()).bytes();
    return Arrays.copyOfRange(word, word.length - bits / Byte.SIZE, word.length);
  }

  /** Refuses what is longer than any number: reading it would take quadratic time. */
  static void requireDigits(int digits) throws ValueException {
    if (digits > MAX_DIGITS) {
      throw new ValueException(
          "a number has at most " + MAX_DIGITS + " digits, this has " + digits);
    }
  }

  /** An account or aspect by its name, or an address in hex. */
  ByteKey named(String name) throws ValueException {
    if (name.startsWith("0x")) {
      return ByteKey.address(readHex(name));
    }
    return names
        .address(name)
        .orElseThrow(() -> new ValueException("'" + name + "' is no account and no aspect"));
  }
}
