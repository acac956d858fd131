/**
 * Transactions without signature, whose sender an aspect finds out (join-points, section 7): the
 * payload in their data, and the procedure. What the node knows comes in through {@link
 * io.aspectvm.runtime.joinpoint.Bindings} and {@link io.aspectvm.runtime.joinpoint.AspectSource}.
 */
package io.aspectvm.runtime.verification;
