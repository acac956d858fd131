/** Recovery of public keys from ECDSA signatures over secp256k1, native where that is to be had. */
package io.aspectvm.runtime.crypto.secp256k1;
