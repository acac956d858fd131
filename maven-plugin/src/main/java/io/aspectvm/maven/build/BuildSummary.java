package io.aspectvm.maven.build;

/**
 * What a build did.
 *
 * @param compiled artefacts that were made anew
 * @param upToDate artefacts that were what they should be
 * @param deleted files of earlier builds that nothing belongs to any more
 */
public record BuildSummary(int compiled, int upToDate, int deleted) {

  @Override
  public String toString() {
    int aspects = compiled + upToDate;
    return aspects
        + (aspects == 1 ? " aspect: " : " aspects: ")
        + compiled
        + " compiled, "
        + upToDate
        + " up to date, "
        + deleted
        + (deleted == 1 ? " stale file deleted" : " stale files deleted");
  }
}
