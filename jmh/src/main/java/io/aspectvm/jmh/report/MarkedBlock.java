package io.aspectvm.jmh.report;

/** The part of a page, between two lines, that a program writes. */
final class MarkedBlock {

  static final String BEGIN = "<!-- benchmarks: tools/benchmarks.sh --publish writes this -->\n";
  static final String END = "<!-- benchmarks: end -->\n";

  private MarkedBlock() {}

  /**
   * The page with another text between its marks.
   *
   * @throws IllegalArgumentException if it has not exactly one block
   */
  static String replaced(String page, String text) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0
        || end < begin
        || page.lastIndexOf(BEGIN) != begin
        || page.lastIndexOf(END) != end) {
      throw new IllegalArgumentException(
          "not one block between the lines '" + BEGIN.strip() + "' and '" + END.strip() + "'");
    }
    return page.substring(0, begin + BEGIN.length()) + "\n" + text + "\n" + page.substring(end);
  }
}
