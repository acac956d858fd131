/**
 * The container that compiled modules travel in, its signature, and whose artefacts are trusted.
 * Same module, same bytes. docs/artefact.md has the format byte for byte.
 *
 * <p>All numbers are big-endian and unsigned:
 *
 * <table>
 *   <caption>Format version 2</caption>
 *   <tr><th>bytes</th><th>content</th></tr>
 *   <tr><td>8</td><td>magic: {@code 89 41 53 50 56 4D 0D 0A}, {@code ASPVM} between two that no text
 *       file has</td></tr>
 *   <tr><td>4</td><td>format version, 2</td></tr>
 *   <tr><td>8</td><td>length of the whole artefact in bytes</td></tr>
 *   <tr><td>4 + n</td><td>length of the manifest, and the manifest in its canonical encoding</td></tr>
 *   <tr><td>4 + n</td><td>length of the wasm, and the wasm</td></tr>
 *   <tr><td>4 + n</td><td>for each class entry of the manifest, in its order: length of the class
 *       file, and the class file</td></tr>
 *   <tr><td>4 + n</td><td>length of the signature, 0 or 96; the public key, and the signature</td></tr>
 *   <tr><td>32</td><td>SHA-256 over everything before it</td></tr>
 * </table>
 *
 * <p>The digest finds damage; who made the artefact is proved by the signature alone.
 */
package io.aspectvm.runtime.artefact;
