package io.aspectvm.cli.document;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A value in a document, and where it stands. Immutable. */
public final class DocumentNode {

  /** What a value is. */
  public enum Kind {
    OBJECT("an object"),
    LIST("a list"),
    TEXT("a text"),
    NUMBER("a number"),
    BOOLEAN("a boolean"),
    NULL("nothing");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /**
   * Characters of an integer: 78 digits, as the largest number of 256 bits has, a sign, and {@code
   * _} between thousands. Longer ones would take quadratic time.
   */
  private static final int MAX_INTEGER_LENGTH = 104;

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]+(_[0-9]+)*");

  private final String path;
  private final int line;
  private final Kind kind;
  private final String text;
  private final Map<String, DocumentNode> fields;
  private final List<DocumentNode> elements;

  private DocumentNode(
      Place place,
      Kind kind,
      String text,
      Map<String, DocumentNode> fields,
      List<DocumentNode> elements) {
    this.path = place.path();
    this.line = place.line();
    this.kind = kind;
    this.text = text;
    this.fields = fields;
    this.elements = elements;
  }

  /** Where a value stands. */
  record Place(String path, int line) {}

  static DocumentNode scalar(Place place, Kind kind, String text) {
    return new DocumentNode(place, kind, text, Map.of(), List.of());
  }

  /**
   * @param fields given away
   */
  static DocumentNode object(Place place, Map<String, DocumentNode> fields) {
    return new DocumentNode(place, Kind.OBJECT, "", fields, List.of());
  }

  static DocumentNode list(Place place, List<DocumentNode> elements) {
    return new DocumentNode(place, Kind.LIST, "", Map.of(), List.copyOf(elements));
  }

  /** From the document's root: {@code blocks[0].transactions[2].gas}; empty for the root itself. */
  public String path() {
    return path;
  }

  /** From 1 on. */
  public int line() {
    return line;
  }

  public Kind kind() {
    return kind;
  }

  public boolean is(Kind other) {
    return kind == other;
  }

  /** A complaint about this value. */
  public DocumentException wrong(String what) {
    String place = path.isEmpty() ? "" : path + ": ";
    return new DocumentException("line " + line + ": " + place + what);
  }

  private void require(Kind expected) {
    if (kind != expected) {
      throw wrong("this is " + kind.text + ", expected " + expected.text);
    }
  }

  /** The fields of an object, in order. */
  public Map<String, DocumentNode> fields() {
    require(Kind.OBJECT);
    return fields;
  }

  /** A field of an object, if it is there. */
  public Optional<DocumentNode> find(String name) {
    return Optional.ofNullable(fields().get(name));
  }

  /** A field of an object that has to be there. */
  public DocumentNode get(String name) {
    return find(name).orElseThrow(() -> wrong("field '" + name + "' is missing"));
  }

  /** Complains about a field that is none of these. */
  public DocumentNode allow(Collection<String> names) {
    for (Map.Entry<String, DocumentNode> field : fields().entrySet()) {
      if (!names.contains(field.getKey())) {
        String known = names.isEmpty() ? "none" : String.join(", ", names);
        throw field
            .getValue()
            .wrong("unknown field '" + field.getKey() + "'; known here: " + known);
      }
    }
    return this;
  }

  /** The elements of a list. */
  public List<DocumentNode> elements() {
    require(Kind.LIST);
    return elements;
  }

  /** A text, or a number as it was written. */
  public String text() {
    if (kind != Kind.NUMBER) {
      require(Kind.TEXT);
    }
    return text;
  }

  public boolean flag() {
    require(Kind.BOOLEAN);
    return Boolean.parseBoolean(text);
  }

  /** An integer: a number, or a text of digits. */
  public BigInteger integer() {
    if (text().length() > MAX_INTEGER_LENGTH) {
      throw wrong(
          "an integer has at most "
              + MAX_INTEGER_LENGTH
              + " characters, this has "
              + text.length());
    }
    if (!INTEGER.matcher(text).matches()) {
      throw wrong("'" + text + "' is no integer");
    }
    return new BigInteger(text.replace("_", ""));
  }

  /** An integer of 0 or more. */
  public BigInteger natural() {
    BigInteger number = integer();
    if (number.signum() < 0) {
      throw wrong(number + " is negative");
    }
    return number;
  }

  /** An unsigned integer of 64 bits. */
  public long uint64() {
    return within(BigInteger.ZERO, BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE));
  }

  /** An integer in a range. */
  public long between(long smallest, long largest) {
    return within(BigInteger.valueOf(smallest), BigInteger.valueOf(largest));
  }

  private long within(BigInteger smallest, BigInteger largest) {
    BigInteger number = integer();
    if (number.compareTo(smallest) < 0 || number.compareTo(largest) > 0) {
      throw wrong(number + " is not between " + smallest + " and " + largest);
    }
    return number.longValue();
  }

  /** A text that is one of these. */
  public String oneOf(Collection<String> words) {
    if (!words.contains(text())) {
      throw wrong("'" + text + "' is none of " + String.join(", ", words));
    }
    return text;
  }
}
