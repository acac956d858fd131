package io.aspectvm.wasm.validate;

/**
 * What the walk over a function's body has seen, for those who walk it later.
 *
 * @param maxOperands the greatest height of the operand stack, one for a value of any type;
 *     unreachable code counts too
 * @param maxNesting the greatest number of control frames open at once, the body included
 * @param instructions number of instructions
 * @param usesMemory whether any instruction concerns memory
 * @param growsMemory whether there is a {@code memory.grow}
 * @param hasCalls whether there is a call of any kind
 * @param hasLoops whether there is a {@code loop}
 */
public record FunctionFacts(
    int maxOperands,
    int maxNesting,
    int instructions,
    boolean usesMemory,
    boolean growsMemory,
    boolean hasCalls,
    boolean hasLoops) {}
