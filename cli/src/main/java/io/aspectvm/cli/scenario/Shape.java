package io.aspectvm.cli.scenario;

import io.aspectvm.cli.document.DocumentNode;
import io.aspectvm.cli.document.DocumentNode.Kind;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a part of a scenario may look like: checked before anything is played. */
@FunctionalInterface
interface Shape {

  /** Any text, or a number in its place. */
  Shape TEXT = DocumentNode::text;

  /** True or false. */
  Shape FLAG = DocumentNode::flag;

  /** An integer of 0 or more. */
  Shape NATURAL = DocumentNode::natural;

  /** An unsigned integer of 64 bits. */
  Shape UINT64 = DocumentNode::uint64;

  /** A signed integer of 8 bits. */
  Shape INT8 = node -> node.between(Byte.MIN_VALUE, Byte.MAX_VALUE);

  /** Gas: what fits a signed integer of 64 bits. */
  Shape GAS = node -> node.between(0, Long.MAX_VALUE);

  /** Bytes as {@link Values} reads them, or several to be put together. */
  Shape BYTES =
      node -> {
        if (node.is(Kind.LIST)) {
          node.elements().forEach(Shape.BYTES::check);
        } else {
          node.text();
        }
      };

  /**
   * Complains about what is wrong.
   *
   * @throws io.aspectvm.cli.document.DocumentException with the first of it
   */
  void check(DocumentNode node);

  /** One of these words. */
  static Shape words(Collection<String> words) {
    return node -> node.oneOf(words);
  }

  static Shape listOf(Shape element) {
    return node -> node.elements().forEach(element::check);
  }

  /** An object with any keys. */
  static Shape mapOf(Shape value) {
    return node -> node.fields().values().forEach(value::check);
  }

  /** A text, or what {@code other} says. */
  static Shape textOr(Shape other) {
    return node -> {
      if (!node.is(Kind.TEXT)) {
        other.check(node);
      }
    };
  }

  /** A shape that is not there yet. */
  static Shape later(Supplier<Shape> shape) {
    return node -> shape.get().check(node);
  }

  static Fields fields() {
    return new Fields();
  }

  /** An object with these fields. */
  final class Fields implements Shape {

    private final Map<String, Shape> known = new LinkedHashMap<>();
    private List<String> required = List.of();
    private List<String> choices = List.of();
    private int smallestChoice;

    /** A field that may be there. */
    Fields with(String name, Shape shape) {
      known.put(name, shape);
      return this;
    }

    /** All fields of another object as well. */
    Fields with(Fields other) {
      known.putAll(other.known);
      return this;
    }

    /** Fields that have to be there. */
    Fields require(String... names) {
      required = Arrays.asList(names);
      return this;
    }

    /** Fields of which exactly one has to be there. */
    Fields chooseOne(String... names) {
      choices = Arrays.asList(names);
      smallestChoice = 1;
      return this;
    }

    /** Fields of which one may be there. */
    Fields chooseAtMostOne(String... names) {
      choices = Arrays.asList(names);
      smallestChoice = 0;
      return this;
    }

    @Override
    public void check(DocumentNode node) {
      node.allow(known.keySet());
      required.forEach(node::get);
      long chosen = choices.stream().filter(name -> node.find(name).isPresent()).count();
      if (!choices.isEmpty() && (chosen > 1 || chosen < smallestChoice)) {
        String what = smallestChoice == 0 ? "more than one of " : "expected exactly one of ";
        throw node.wrong(what + String.join(", ", choices));
      }
      node.fields().forEach((name, value) -> known.get(name).check(value));
    }
  }
}
