/**
 * Gas schedules: named, immutable tables of numbers, all in WASM gas (1 EVM gas = 1000 WASM gas;
 * gas specification, section 1). The numbers live once, in two resource files beside this package,
 * with their sources. Nothing here knows what a program or a block is.
 */
package io.aspectvm.gas.schedule;
