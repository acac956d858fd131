/**
 * Files that people write, JSON or YAML, read so that every complaint says where: path and line.
 */
package io.aspectvm.cli.document;
