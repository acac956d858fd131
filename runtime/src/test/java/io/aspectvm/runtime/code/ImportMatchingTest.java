package io.aspectvm.runtime.code;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aspectvm.proto.artefact.v1.OtherImport;
import io.aspectvm.runtime.LinearMemory;
import io.aspectvm.runtime.Table;
import io.aspectvm.runtime.code.ExternalValue.Maximum;
import io.aspectvm.runtime.support.GlobalCell;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Import matching (WebAssembly 2.0, section 3.4), every rule. -1 stands for no maximum. */
class ImportMatchingTest {

  private static final int NONE = -1;

  private static Maximum maximum(int declared) {
    return declared == NONE ? Maximum.NONE : Maximum.of(declared);
  }

  private static OtherImport.Builder limits(int kind, int minimum, int maximum) {
    OtherImport.Builder entry = OtherImport.newBuilder().setKind(kind).setMinimum(minimum);
    return maximum == NONE ? entry : entry.setMaximum(maximum);
  }

  /** What is offered has a size and a declared maximum; what is asked for, a minimum and one. */
  @ParameterizedTest
  @CsvSource({
    "2, -1, 0, -1, true",
    "2, -1, 2, -1, true",
    "2, -1, 3, -1, false",
    "2, -1, 2, 2, false",
    "2, -1, 2, 1000, false",
    "2, 4, 2, -1, true",
    "2, 4, 2, 4, true",
    "2, 4, 1, 5, true",
    "2, 4, 2, 3, false",
    "2, 4, 3, 4, false",
    "2, 4, 3, -1, false",
    "0, 0, 0, 0, true",
    "0, 0, 0, -1, true",
    "0, 4, 0, 0, false",
  })
  void limits(int size, int offered, int minimum, int asked, boolean matches) {
    ExternalValue memory = new ExternalValue.Memory(new LinearMemory(size, 100), maximum(offered));
    assertEquals(matches, memory.matches(limits(2, minimum, asked).build()));
    ExternalValue table =
        new ExternalValue.Table(new Table(new int[size], 100), 0x70, maximum(offered));
    assertEquals(matches, table.matches(limits(1, minimum, asked).setType(0x70).build()));
  }

  /** Sizes are as they are now; our own ceilings play no part; all numbers are unsigned. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void sizesAreActual(int kind) {
    LinearMemory pages = new LinearMemory(1, 3);
    Table elements = new Table(new int[1], 3);
    ExternalValue value =
        kind == 1
            ? new ExternalValue.Table(elements, 0x6F, Maximum.of(0xFFFF_FFFF))
            : new ExternalValue.Memory(pages, Maximum.of(0x1_0000));
    OtherImport two = limits(kind, 2, NONE).setType(kind == 1 ? 0x6F : 0).build();
    assertEquals(false, value.matches(two));
    pages.grow(1);
    elements.grow(1, Table.NULL);
    assertEquals(true, value.matches(two));
    assertEquals(true, value.matches(two.toBuilder().setMaximum(0xFFFF_FFFF).build()));
    assertEquals(false, value.matches(two.toBuilder().setMaximum(3).build()));
    assertEquals(false, value.matches(two.toBuilder().setMinimum(0xFFFF_FFFF).build()));
  }

  @ParameterizedTest
  @CsvSource({"0x70, 0x70, true", "0x70, 0x6F, false", "0x6F, 0x70, false", "0x6F, 0x6F, true"})
  void elementTypes(int offered, int asked, boolean matches) {
    ExternalValue table = new ExternalValue.Table(new Table(new int[0], 1), offered, Maximum.NONE);
    assertEquals(matches, table.matches(limits(1, 0, NONE).setType(asked).build()));
  }

  @ParameterizedTest
  @CsvSource({
    "0x7F, false, 0x7F, false, true",
    "0x7F, true, 0x7F, true, true",
    "0x7F, true, 0x7F, false, false",
    "0x7F, false, 0x7F, true, false",
    "0x7F, false, 0x7E, false, false",
    "0x7E, true, 0x7C, true, false",
    "0x70, true, 0x6F, true, false",
    "0x70, true, 0x70, true, true",
  })
  void globals(int offered, boolean mutable, int asked, boolean askedMutable, boolean matches) {
    ExternalValue global =
        new ExternalValue.Global(new GlobalCell(new long[1], 0), offered, mutable);
    OtherImport entry =
        OtherImport.newBuilder().setKind(3).setType(asked).setMutable(askedMutable).build();
    assertEquals(matches, global.matches(entry));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void kinds(int kind) {
    OtherImport entry = OtherImport.newBuilder().setKind(kind).setType(0x70).build();
    ExternalValue[] values = {
      new ExternalValue.Function(null, null),
      new ExternalValue.Table(new Table(new int[0], 1), 0x70, Maximum.NONE),
      new ExternalValue.Memory(new LinearMemory(0, 1), Maximum.NONE),
      new ExternalValue.Global(new GlobalCell(new long[1], 0), 0x70, false)
    };
    for (int offered = 0; offered < values.length; offered++) {
      assertEquals(offered == kind, values[offered].matches(entry), values[offered] + " " + kind);
    }
  }
}
