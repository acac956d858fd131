/**
 * Compiled modules in the JVM: what is checked before a class is defined, the isolated class
 * loaders, and the making of instances.
 */
package io.aspectvm.runtime.code;
