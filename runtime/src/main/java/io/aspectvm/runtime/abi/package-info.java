/**
 * The aspect ABI: how values travel through guest memory (aspect-abi, sections 3 and 5) and how an
 * exported function of a module is called (section 7).
 */
package io.aspectvm.runtime.abi;
