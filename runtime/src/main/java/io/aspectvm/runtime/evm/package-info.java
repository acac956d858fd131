/**
 * The encodings of the EVM's world: contract ABI, RLP, transactions. Nothing here executes
 * bytecode. Types are immutable and thread-safe where they do not say otherwise.
 */
package io.aspectvm.runtime.evm;
