/**
 * What a node provides to host functions, as small interfaces, and implementations of them in
 * memory. Keys that a guest chose are {@link io.aspectvm.runtime.host.ByteKey}s everywhere.
 */
package io.aspectvm.runtime.host.service;
