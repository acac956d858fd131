/** This project and its peers behind one interface, so that one benchmark measures them all. */
package io.aspectvm.jmh.engine;
