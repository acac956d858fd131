/**
 * The three tests of the reference's whitepaper, section 8.1, and what arithmetic on 256-bit
 * numbers costs with wide arithmetic and without. {@code tools/whitepaper.sh} runs them, and the
 * same on other machines: native code, V8, an EVM.
 */
package io.aspectvm.jmh.whitepaper;
