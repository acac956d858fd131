/**
 * Aspects at their join points: {@link io.aspectvm.runtime.joinpoint.JoinPointCall} runs one and
 * turns what the runtime says into what a node is told; {@link
 * io.aspectvm.runtime.joinpoint.JoinPointChain} runs those that are bound to an account. What that
 * does to a contract call and to a transaction is in {@link
 * io.aspectvm.runtime.joinpoint.ContractCallRules} and {@link
 * io.aspectvm.runtime.joinpoint.TransactionRules}; {@link
 * io.aspectvm.runtime.joinpoint.ContractCall} and {@link
 * io.aspectvm.runtime.joinpoint.AspectTransaction} are driven by a node step by step.
 *
 * <p>Gas is EVM gas throughout.
 */
package io.aspectvm.runtime.joinpoint;
