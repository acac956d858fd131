package io.aspectvm.cli.node;

/**
 * A transaction, and what the EVM does in it.
 *
 * @param call of the receiver; null for the core contract
 * @param isVerified whether an aspect is to find out the sender: the data are a payload
 */
public record NodeTransaction(
    LocalTransaction transaction, ScriptedCall call, boolean isVerified) {}
