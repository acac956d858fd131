/**
 * Very many executions in one JVM, some of them hostile: each must come to what it always comes to,
 * and nothing may grow.
 */
package io.aspectvm.compiler.soak;
