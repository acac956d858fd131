/** Charts of one look, and how they become files. Needs no display, but fonts. */
package io.aspectvm.jmh.report.chart;
