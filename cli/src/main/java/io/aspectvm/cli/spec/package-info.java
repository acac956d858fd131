/**
 * The runner of the specification's test scripts, in the JSON form that WABT's {@code wast2json}
 * makes of them.
 */
package io.aspectvm.cli.spec;
