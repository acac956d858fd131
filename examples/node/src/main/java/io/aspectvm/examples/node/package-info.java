/**
 * A small node: blocks of transactions in a store on disk, with aspects at all join points. No
 * network, no consensus, no fees; what contracts do is written in Java.
 */
package io.aspectvm.examples.node;
