/**
 * The container that compiled modules travel in. Same module, same bytes.
 *
 * <p>All numbers are big-endian and unsigned:
 *
 * <table>
 *   <caption>Format version 1</caption>
 *   <tr><th>bytes</th><th>content</th></tr>
 *   <tr><td>8</td><td>magic: {@code 89 41 53 50 56 4D 0D 0A}, {@code ASPVM} between two that no text
 *       file has</td></tr>
 *   <tr><td>4</td><td>format version, 1</td></tr>
 *   <tr><td>8</td><td>length of the whole artefact in bytes</td></tr>
 *   <tr><td>4 + n</td><td>length of the manifest, and the manifest in its canonical encoding</td></tr>
 *   <tr><td>4 + n</td><td>length of the wasm, and the wasm</td></tr>
 *   <tr><td>4 + n</td><td>for each class entry of the manifest, in its order: length of the class
 *       file, and the class file</td></tr>
 *   <tr><td>32</td><td>SHA-256 over everything before it</td></tr>
 * </table>
 *
 * <p>The digest finds damage; it does not prove who made the artefact.
 */
package io.aspectvm.runtime.artefact;
