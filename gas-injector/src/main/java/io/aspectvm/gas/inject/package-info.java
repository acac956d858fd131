/**
 * Applies a metering plan. {@link io.aspectvm.gas.inject.ModuleInstrumenter} rewrites wasm to wasm
 * as the reference does, so that any engine can run and pay; {@link
 * io.aspectvm.gas.inject.JvmGasInjector} writes a charge into JVM code while a method is emitted.
 * What both owe to the program they change is the contract of {@link io.aspectvm.gas.plan}.
 */
package io.aspectvm.gas.inject;
