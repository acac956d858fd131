/** Messages of join points as people write them. */
package io.aspectvm.cli.message;
