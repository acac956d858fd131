/**
 * The container that compiled modules travel in, its signature, and whose artefacts are trusted.
 * Same module, same bytes. The format, byte for byte, is in {@code docs/artefact.md}.
 *
 * <p>A digest finds damage; who made an artefact is proved by its signature alone.
 */
package io.aspectvm.runtime.artefact;
