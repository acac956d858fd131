/**
 * JMH benchmarks of compiled aspects, and comparisons with other engines in the same run. Modules
 * come from the class path or are built here, every benchmark has a do-nothing baseline, and
 * numbers are read as ratios, not as absolute times.
 */
package io.aspectvm.jmh;
