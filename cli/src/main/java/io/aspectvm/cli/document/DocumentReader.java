package io.aspectvm.cli.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.aspectvm.cli.document.DocumentNode.Kind;
import io.aspectvm.cli.document.DocumentNode.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads JSON, or YAML where the file's name says so. Strict: a key that occurs twice, YAML's
 * anchors, and anything behind the document are refused.
 */
public final class DocumentReader {

  private static final int MAX_BYTES = 16 << 20;

  /** Characters of a field's name in a path; no field that is known is as long. */
  private static final int MAX_SHOWN = 100;

  private final JsonParser parser;

  private DocumentReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a file.
   *
   * @throws DocumentException if it is malformed or larger than 16 MiB
   */
  public static DocumentNode read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new DocumentException("too large, the limit is " + MAX_BYTES + " bytes");
    }
    String name = file.toString().toLowerCase(Locale.ROOT);
    boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
    JsonFactory factory = yaml ? new YAMLFactory() : new JsonFactory();
    factory.configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature(), true);
    try (JsonParser parser = factory.createParser(new String(bytes, StandardCharsets.UTF_8))) {
      return new DocumentReader(parser).document();
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      throw new DocumentException(
          where + (yaml ? "no YAML, " : "no JSON, ") + ParserProblem.text(e), e);
    }
  }

  private DocumentNode document() throws IOException {
    if (parser.nextToken() == null) {
      throw new DocumentException("the file is empty");
    }
    DocumentNode root = value("");
    if (parser.nextToken() != null) {
      throw new DocumentException("line " + line() + ": something follows the document");
    }
    return root;
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private DocumentNode value(String path) throws IOException {
    Place place = new Place(path, line());
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw DocumentNode.scalar(place, Kind.NULL, "").wrong("aliases are not supported");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(place);
      case START_ARRAY -> list(place);
      case VALUE_TRUE, VALUE_FALSE -> scalar(place, Kind.BOOLEAN);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(place, Kind.NUMBER);
      case VALUE_NULL -> scalar(place, Kind.NULL);
      default -> scalar(place, Kind.TEXT);
    };
  }

  private DocumentNode scalar(Place place, Kind kind) throws IOException {
    // As written: to YAML an address without quotes is a number.
    return DocumentNode.scalar(place, kind, parser.getText());
  }

  private DocumentNode object(Place place) throws IOException {
    Map<String, DocumentNode> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(
          name, value(place.path().isEmpty() ? shown(name) : place.path() + "." + shown(name)));
    }
    return DocumentNode.object(place, fields);
  }

  /** A name as messages have it. */
  private static String shown(String name) {
    return name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "...";
  }

  private DocumentNode list(Place place) throws IOException {
    List<DocumentNode> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(place.path() + "[" + elements.size() + "]"));
    }
    return DocumentNode.list(place, elements);
  }
}
