/**
 * The state of a chain as one process keeps it: a transactional key-value store, in memory or on
 * disk, and what a transaction keeps in it.
 */
package io.aspectvm.runtime.store;
