/** The goals of the Maven plugin: they read parameters and call the library below. */
package io.aspectvm.maven;
