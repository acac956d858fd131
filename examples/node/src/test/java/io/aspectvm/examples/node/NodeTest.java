package io.aspectvm.examples.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.host.JoinPoint;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {

  private static final int BLOCKS = 12;

  @TempDir Path folder;

  private static Run run(int blocks, int threads, Path store) throws Exception {
    return Main.run(new Settings(blocks, 25, 5, threads, store));
  }

  @Test
  void theResultIsTheSameOnAnyNumberOfThreads() throws Exception {
    Run one = run(BLOCKS, 1, folder.resolve("one"));
    Run four = run(BLOCKS, 4, folder.resolve("four"));
    assertEquals(one.stateHash(), four.stateHash());
    assertEquals(one.statistics().gas(), four.statistics().gas());
    assertEquals(one.statistics().errors(), four.statistics().errors());
  }

  @Test
  void aspectsRunAtAllJoinPoints() throws Exception {
    // Up to the first upgrade, which asks an aspect for its owner.
    Run run = run(25, 2, folder);
    assertEquals(EnumSet.allOf(JoinPoint.class), run.statistics().joinPoints().keySet());
    assertEquals(
        "fc404524d552912a712910c7186ddfd6e882bc9b6563a26601ac6f89cdfe312b", run.stateHash());
    assertEquals(56_496_826, run.statistics().gas());
    assertEquals(188, run.statistics().failed());
    assertEquals(0, run.failedQueries());
    assertEquals(125, run.queries().size());
  }

  @Test
  void aStoreIsOpenedAgain() throws Exception {
    Path store = folder.resolve("store");
    run(BLOCKS / 2, 2, store);
    Run rest = run(BLOCKS / 2, 2, store);
    assertEquals(BLOCKS + 1, rest.lastBlock());
    assertEquals(run(BLOCKS, 2, folder.resolve("other")).stateHash(), rest.stateHash());
  }

  @Test
  void theSummaryHasWhatMatters() throws Exception {
    String summary = Summary.of(run(1, 2, null));
    for (String part :
        new String[] {"a second", "gas used", "failed", "verifyTx", "execution reverted", "99 %"}) {
      assertTrue(summary.contains(part), summary);
    }
  }

  @Test
  void aWrongCommandLineIsOneLine() {
    for (String[] wrong :
        new String[][] {
          {"--blocks", "0"}, {"--blocks", "many"}, {"--blocks"}, {"--colour", "red"}
        }) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Settings.parse(wrong)).getMessage();
      assertEquals(1, message.lines().count());
    }
    assertEquals(7, Settings.parse("--blocks", "7", "--store", "x").blocks());
  }
}
