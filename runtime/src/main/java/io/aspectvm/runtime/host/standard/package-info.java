/**
 * The host functions of host-apis.md, over the services of {@link io.aspectvm.runtime.HostContext}.
 * Compiled code calls these methods directly; prices come from the gas schedule.
 */
package io.aspectvm.runtime.host.standard;
