/**
 * Gas: the schedules that price instructions and host calls, the plan that says where a module pays
 * which amount, and the injection of that plan into wasm or into JVM code. A charge depends on the
 * wasm code and on the schedule alone, never on how the code is lowered, split or optimised;
 * planning therefore knows nothing of ASM.
 */
package io.aspectvm.gas;
