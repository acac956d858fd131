/**
 * Where a function pays how much: from a function body and a gas schedule to a list of charge
 * points. Pure analysis: nothing is rewritten here, and nothing here depends on how code is
 * lowered, split or optimised. The algorithm is section 4 of the gas specification, the reference's
 * own.
 *
 * <h2>The contract</h2>
 *
 * All amounts are WASM gas (1 EVM gas = 1000 WASM gas). Whoever applies a plan, in wasm or in JVM
 * code, must give an execution the same counter at every host call, at every trap and at the end:
 *
 * <ul>
 *   <li><b>Charged before executed.</b> The amount of a charge point is taken immediately before
 *       the instruction at its position runs, whichever way control came there, and pays for its
 *       whole metering block: that instruction and later ones, which need not follow it without a
 *       gap (code behind a {@code block}, {@code loop} or {@code if} belongs to the block that was
 *       open before it, unless a forward branch may jump beyond the construct).
 *   <li><b>Charge and overhead.</b> Each amount is the sum of the block's static costs and the
 *       charge overhead F of the schedule, once for each charge. A metering block that costs
 *       nothing has no charge point and no F: the empty function is free.
 *   <li><b>Not enough.</b> If the counter is smaller than the amount, the counter becomes -1 and
 *       the execution ends as out of gas; nothing of the block runs. Exactly 0 left is not out of
 *       gas.
 *   <li><b>Traps.</b> An instruction that traps ends the execution; nothing is refunded. The
 *       counter stays as it was after the charge of its block, even for instructions that never
 *       ran.
 *   <li><b>Calls do not end a block.</b> What follows a call in its block is paid before the call:
 *       a host function sees a counter from which it is already deducted. A guest callee pays its
 *       own blocks when it reaches them, parameters and (except in schedule {@code hardened})
 *       locals are free.
 *   <li><b>Backward branches do not end a construct.</b> Code between a backward branch and the end
 *       of its loop is paid on every iteration, even where the branch skips it (worked example 12).
 *   <li><b>{@code unreachable} does not end a block</b>; unconditional branches and {@code return}
 *       do, and the dead code behind them has charge points that are never reached.
 *   <li><b>{@code memory.grow}</b> pays twice: its static cost in its block, and the number of
 *       pages asked for (operand unsigned) times {@link
 *       io.aspectvm.gas.schedule.GasSchedule#growPerPage()}, without F, when it is executed, before
 *       the memory is touched; it stays paid if growing then fails and gives -1. The second part is
 *       no business of a plan. The extensions' bulk and table instructions follow the same pattern
 *       ({@link io.aspectvm.gas.schedule.GasSchedule#dynamicCost}): paid before any effect, and
 *       before the instruction's own trap.
 *   <li><b>The start function</b> pays like any other function. The reference runs none at
 *       instantiation: it exports it as {@code __aspect_start__}, called once gas is set.
 *       Instantiation itself (memory, segments, globals) is free.
 *   <li><b>Hardened.</b> {@link io.aspectvm.gas.schedule.GasSchedule#perLocal()} for each declared
 *       local is part of the metering block that starts at position 0. That block holds the body's
 *       first instruction, so it has a charge point anyway unless the body is a lone {@code end}:
 *       it then gets one for its locals, at position 0, and none if it declares no locals.
 * </ul>
 */
package io.aspectvm.gas.plan;
