package io.aspectvm.runtime.code;

import io.aspectvm.runtime.LinearMemory;
import io.aspectvm.runtime.abi.LinkedModule;

/**
 * What a runtime allows a module to ask for, whatever it was compiled for.
 *
 * @param memoryPages largest minimum of a memory, in pages; at most {@link LinearMemory#MAX_PAGES}
 * @param tableElements largest minimum of all tables together, in elements
 * @param depthBudget largest depth budget, in slots
 */
public record LoadLimits(int memoryPages, int tableElements, int depthBudget) {

  /** What no module of any profile exceeds; the depth budget is the default one (design, 5). */
  public static final LoadLimits DEFAULT =
      new LoadLimits(LinearMemory.MAX_PAGES, 10_000_000, LinkedModule.DEFAULT_DEPTH_BUDGET);

  public LoadLimits {
    if (memoryPages < 0 || memoryPages > LinearMemory.MAX_PAGES) {
      throw new IllegalArgumentException("memory limit of " + memoryPages + " pages");
    }
    if (tableElements < 0 || depthBudget <= 0) {
      throw new IllegalArgumentException("table limit " + tableElements + ", depth " + depthBudget);
    }
  }
}
