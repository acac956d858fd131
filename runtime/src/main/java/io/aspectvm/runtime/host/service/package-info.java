/**
 * What a node provides to host functions, as small interfaces, and implementations of them in
 * memory. Keys that a guest chose are {@link io.aspectvm.runtime.host.ByteKey}s everywhere.
 *
 * <p>A service is called on the thread that the execution runs on, which need not be the caller's,
 * while the caller waits. It has to be thread-safe only if a node has executions at the same time
 * that share it.
 */
package io.aspectvm.runtime.host.service;
