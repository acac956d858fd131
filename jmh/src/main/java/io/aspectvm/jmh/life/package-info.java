/**
 * What an aspect costs from its deployment on: compiling, loading, first call, executions, memory.
 * {@link io.aspectvm.jmh.life.LifeCycle} measures, {@link io.aspectvm.jmh.life.LifeReport} writes.
 */
package io.aspectvm.jmh.life;
