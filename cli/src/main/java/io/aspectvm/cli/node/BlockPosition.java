package io.aspectvm.cli.node;

/**
 * Where a block is on its chain.
 *
 * @param number unsigned
 * @param time Unix seconds, unsigned
 */
public record BlockPosition(long number, long time) {}
