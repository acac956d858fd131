package io.aspectvm.jmh.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.jmh.engine.Engines;
import io.aspectvm.runtime.Isolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that is measured runs, and gives what a table can be made of. */
@Timeout(300)
class LifeCycleTest {

  /** What collections leave varies, and may be less than before. */
  private static final Set<LifeGroup> OF_MEMORY =
      Set.of(LifeGroup.RETAINED, LifeGroup.DISTINCT_ASPECTS);

  @ParameterizedTest
  @EnumSource(LifeGroup.class)
  void groupIsMeasured(LifeGroup group) throws Exception {
    List<LifeRecord> records = new ArrayList<>();
    LifeCycle.measure(group, Effort.SMOKE, records::add);
    assertFalse(records.isEmpty());
    for (LifeRecord record : records) {
      assertEquals(group, record.key().group());
      assertEquals(record.line(), LifeRecord.parse(record.line()).line());
      assertTrue(
          OF_MEMORY.contains(group) || record.values().stream().allMatch(value -> value >= 0),
          record::line);
    }
    assertEquals(records.size(), LifeReport.merged(records).size(), "nothing is measured twice");
    Set<String> series =
        records.stream().map(record -> record.key().series()).collect(Collectors.toSet());
    if (group != LifeGroup.COMPILE) {
      for (Isolation isolation : Isolation.values()) {
        assertTrue(series.contains(Engines.nameOf(isolation)), series::toString);
      }
    }
    long points =
        records.stream()
            .map(record -> List.of(record.key().subject(), record.key().series(), record.key().x()))
            .distinct()
            .count();
    String table = new LifeTable(group, records).text();
    // Two more lines of a table are above its rows.
    assertEquals(points + 2, table.lines().filter(line -> line.startsWith("|")).count(), table);
  }
}
