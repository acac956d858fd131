/**
 * Gas calibration: what instructions and host calls take in time, against what they cost in gas.
 *
 * <p>Each {@link io.aspectvm.jmh.calibration.Unit} is a few instructions, one or two of which are
 * measured; it is repeated within a loop, more often and less often. The difference of the two, in
 * time and in gas, is that of the instructions alone: the loop and the call around it cancel out.
 */
package io.aspectvm.jmh.calibration;
