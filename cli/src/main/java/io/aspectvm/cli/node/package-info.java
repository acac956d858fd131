/** What a node has that an aspect may ask for, without a network: chain, blocks, accounts. */
package io.aspectvm.cli.node;
