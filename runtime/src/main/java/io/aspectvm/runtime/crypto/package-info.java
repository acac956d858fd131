/**
 * Cryptography that the EVM's precompiled contracts want and no library offers in a fitting form.
 * Public data only: nothing here runs in constant time.
 */
package io.aspectvm.runtime.crypto;
