package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.OtherImport;
import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.LinearMemory;
import io.aspectvm.runtime.support.GlobalCell;
import io.aspectvm.runtime.support.LinkedFunction;

/**
 * What an instance exports and another imports, with what import matching looks at (WebAssembly
 * 2.0, sections 3.4 and 4.5.1). Sizes count as they are, not as they were declared.
 */
public sealed interface ExternalValue {

  /** What it is, for messages; begins with the kind. */
  String describe();

  /** Whether it can stand for this import. */
  boolean matches(OtherImport entry);

  /** A function. */
  record Function(LinkedFunction target, FunctionSignature signature) implements ExternalValue {

    @Override
    public String describe() {
      return "function " + signature;
    }

    @Override
    public boolean matches(OtherImport entry) {
      return false;
    }
  }

  /**
   * A table.
   *
   * @param maximum as declared
   */
  record Table(io.aspectvm.runtime.Table table, int elementType, Maximum maximum)
      implements ExternalValue {

    @Override
    public String describe() {
      return "table of " + table.elements.length + maximum + " " + typeText(elementType);
    }

    @Override
    public boolean matches(OtherImport entry) {
      return entry.getKind() == IndexSpaces.TABLE
          && entry.getType() == elementType
          && table.elements.length >= Integer.toUnsignedLong(entry.getMinimum())
          && maximum.matches(Maximum.of(entry));
    }
  }

  /**
   * A memory.
   *
   * @param maximum as declared, in pages
   */
  record Memory(LinearMemory memory, Maximum maximum) implements ExternalValue {

    @Override
    public String describe() {
      return "memory of " + memory.pages() + maximum + " pages";
    }

    @Override
    public boolean matches(OtherImport entry) {
      return entry.getKind() == IndexSpaces.MEMORY
          && memory.pages() >= Integer.toUnsignedLong(entry.getMinimum())
          && maximum.matches(Maximum.of(entry));
    }
  }

  /** A global. */
  record Global(GlobalCell cell, int type, boolean mutable) implements ExternalValue {

    @Override
    public String describe() {
      return (mutable ? "mutable global " : "global ") + typeText(type);
    }

    @Override
    public boolean matches(OtherImport entry) {
      return entry.getKind() == IndexSpaces.GLOBAL
          && entry.getType() == type
          && entry.getMutable() == mutable;
    }
  }

  /**
   * A declared maximum.
   *
   * @param value unsigned 32-bit; {@link Long#MAX_VALUE} where none is declared
   */
  record Maximum(long value) {

    static final Maximum NONE = new Maximum(Long.MAX_VALUE);

    static Maximum of(OtherImport entry) {
      return entry.hasMaximum() ? of(entry.getMaximum()) : NONE;
    }

    static Maximum of(int unsigned) {
      return new Maximum(Integer.toUnsignedLong(unsigned));
    }

    /** Where an import declares one, what it imports must too, and no larger one. */
    boolean matches(Maximum imported) {
      return value <= imported.value;
    }

    /** To follow a size. */
    @Override
    public String toString() {
      return value == Long.MAX_VALUE ? "" : " to " + value;
    }
  }

  /** What an import asks for, for messages. */
  static String describe(OtherImport entry) {
    String sizes = Integer.toUnsignedString(entry.getMinimum()) + Maximum.of(entry);
    return switch (entry.getKind()) {
      case IndexSpaces.TABLE -> "table of " + sizes + " " + typeText(entry.getType());
      case IndexSpaces.MEMORY -> "memory of " + sizes + " pages";
      default -> (entry.getMutable() ? "mutable global " : "global ") + typeText(entry.getType());
    };
  }

  private static String typeText(int type) {
    return ManifestTypes.type(type).text();
  }
}
