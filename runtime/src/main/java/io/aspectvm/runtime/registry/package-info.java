/**
 * Deployed aspects: their code, versions, properties and bindings, and the contract that changes
 * them (join-points, section 8).
 */
package io.aspectvm.runtime.registry;
