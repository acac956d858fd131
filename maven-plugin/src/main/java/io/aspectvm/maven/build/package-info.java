/**
 * What the plugin does, without Maven: finds modules, decides what has to be compiled, compiles and
 * writes it. Problems are values of one line each; nothing is printed.
 */
package io.aspectvm.maven.build;
