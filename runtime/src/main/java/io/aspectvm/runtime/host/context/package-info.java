/**
 * What the runtime context is made of (host-apis, section 8): immutable views that a node fills,
 * and {@link io.aspectvm.runtime.host.context.NodeRuntimeContext}, which derives every key from
 * them.
 */
package io.aspectvm.runtime.host.context;
