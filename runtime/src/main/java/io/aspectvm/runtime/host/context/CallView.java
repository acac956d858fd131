package io.aspectvm.runtime.host.context;

/**
 * The call in the EVM that the join point belongs to. The array is not copied.
 *
 * @param index in the transaction's tree of calls, unsigned
 * @param returnData of a call that ended, or null for none
 * @param gasLeft EVM gas that remains to the call, unsigned
 * @param error text of a call that failed, or null
 */
public record CallView(long index, byte[] returnData, long gasLeft, String error) {}
