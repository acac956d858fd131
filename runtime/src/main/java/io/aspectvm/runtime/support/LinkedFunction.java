package io.aspectvm.runtime.support;

import io.aspectvm.runtime.Instance;

/**
 * A function of another instance.
 *
 * @param instance that defines it, or that imports it from the host
 * @param index function index there; it can be called from outside
 */
public record LinkedFunction(Instance instance, int index) {}
