/**
 * Artefacts on disk, for a node that compiles at deploy transactions: what was compiled once is not
 * compiled again, whatever became of the process. Losing the cache costs time and nothing else.
 */
package io.aspectvm.runtime.cache;
