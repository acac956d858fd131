package io.aspectvm.examples.node;

/**
 * How a transaction ended.
 *
 * @param gasUsed EVM gas
 * @param error null on success
 */
record Receipt(long gasUsed, byte[] returnData, String error) {

  boolean isSuccess() {
    return error == null;
  }
}
