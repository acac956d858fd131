package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.ElementSegment;
import io.aspectvm.runtime.Table;

/**
 * Elements as a manifest writes them: function indices from 0, the null reference {@value
 * io.aspectvm.runtime.Table#NULL}, and {@code -2 - g} for the value of global {@code g}.
 */
final class ElementValue {

  private static final int FIRST_GLOBAL = -2;

  private ElementValue() {}

  static boolean isGlobal(int element) {
    return element <= FIRST_GLOBAL;
  }

  /** Index, 0 or more, of an element for which {@link #isGlobal} holds. */
  static int global(int element) {
    return FIRST_GLOBAL - element;
  }

  /**
   * The references of a segment.
   *
   * @param globals values of all globals
   * @param functionBase address of function 0
   */
  static int[] references(ElementSegment segment, long[] globals, int functionBase) {
    int[] references = new int[segment.getFunctionsCount()];
    for (int i = 0; i < references.length; i++) {
      int element = segment.getFunctions(i);
      if (isGlobal(element)) {
        references[i] = (int) globals[global(element)];
      } else {
        references[i] = element == Table.NULL ? Table.NULL : functionBase + element;
      }
    }
    return references;
  }
}
