/**
 * The report on everything that the scripts in {@code tools} have measured: whether the bars are
 * reached, charts, and pages in Markdown that show both.
 */
package io.aspectvm.jmh.report;
