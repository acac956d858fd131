/**
 * Host functions: how a class offers them to guests, what they are given, what they cost. {@link
 * io.aspectvm.runtime.host.ExecutionContext} is the host's side of one execution; the node's part
 * is in {@link io.aspectvm.runtime.host.service}.
 */
package io.aspectvm.runtime.host;
