/**
 * What compiled aspects run on: loading of artefacts in isolated class loaders, instances with
 * their memory and gas, the host APIs and the join points. It ships to production without the
 * compiler and without ASM on its class path.
 */
package io.aspectvm.runtime;
