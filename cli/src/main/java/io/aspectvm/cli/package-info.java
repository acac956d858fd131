/**
 * The {@code aspectvm} command: it reads arguments and files, calls the compiler and the runtime,
 * and shows the outcome as text or JSON. Logic that a library user could need belongs in those
 * modules, not here.
 */
package io.aspectvm.cli;
