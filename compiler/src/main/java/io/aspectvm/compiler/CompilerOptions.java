package io.aspectvm.compiler;

import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.abi.LinkedModule;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How a module is compiled. Everything here that can change what the compiled code does or costs is
 * part of its identity. Immutable.
 *
 * @param profile what the module may use, and the limits
 * @param schedule the gas schedule
 * @param metered false leaves all gas charges out: for measuring their cost, never for a chain
 * @param hostModules host functions that imports are linked to
 * @param depthBudget slots of call depth (design, section 5); positive
 * @param memory ceilings of the linear memory
 * @param methodBytes longest method to emit, in bytes of JVM code, 200 to {@value
 *     #MAX_JIT_METHOD_BYTES}; a longer function is cut in pieces. HotSpot never compiles a method
 *     of more than {@value #MAX_JIT_METHOD_BYTES} bytes
 * @param turnWork fewest entries of lowered code that each turn of a loop of loops executes, whose
 *     inner loops turn a fixed number of times, for the turns to become calls in cold text (ADR
 *     17); 0 for the turns of all loops of loops
 * @param exportsStart whether a start section becomes the export {@code __aspect_start__}, as the
 *     reference's injector has it; otherwise it stays what the specification says, for the embedder
 *     to run
 * @param checkClasses whether every class is run through ASM's verifier: for tests
 */
public record CompilerOptions(
    Profile profile,
    GasSchedule schedule,
    boolean metered,
    HostModules hostModules,
    int depthBudget,
    MemoryCeiling memory,
    int methodBytes,
    int turnWork,
    boolean exportsStart,
    boolean checkClasses) {

  /** HotSpot's limit for methods that it compiles ({@code DontCompileHugeMethods}). */
  public static final int MAX_JIT_METHOD_BYTES = 8_000;

  private static final int MIN_METHOD_BYTES = 200;

  /** A call from the interpreter and back costs some hundred instructions of the JVM. */
  private static final int DEFAULT_TURN_WORK = 256;

  /** The default depth budget: about 15,000 of the smallest frames. */
  public static final int DEFAULT_DEPTH_BUDGET = LinkedModule.DEFAULT_DEPTH_BUDGET;

  public CompilerOptions {
    Objects.requireNonNull(profile);
    Objects.requireNonNull(schedule);
    Objects.requireNonNull(hostModules);
    Objects.requireNonNull(memory);
    if (depthBudget <= 0) {
      throw new IllegalArgumentException("depth budget of " + depthBudget + " slots");
    }
    if (methodBytes < MIN_METHOD_BYTES || methodBytes > MAX_JIT_METHOD_BYTES) {
      throw new IllegalArgumentException("methods of " + methodBytes + " bytes");
    }
    if (turnWork < 0) {
      throw new IllegalArgumentException("turns of " + turnWork + " entries");
    }
  }

  /** The defaults for a profile: current schedule, standard host functions. */
  public static CompilerOptions of(Profile profile) {
    return new CompilerOptions(
        profile,
        GasSchedules.ARTELA_CURRENT,
        true,
        HostModules.standard(),
        DEFAULT_DEPTH_BUDGET,
        profile.name().equals(Profile.ASPECT.name()) ? MemoryCeiling.ASPECT : MemoryCeiling.WASM,
        MAX_JIT_METHOD_BYTES,
        DEFAULT_TURN_WORK,
        true,
        false);
  }

  public CompilerOptions withSchedule(GasSchedule other) {
    return with(draft -> draft.schedule = other);
  }

  public CompilerOptions withMetering(boolean on) {
    return with(draft -> draft.metered = on);
  }

  public CompilerOptions withHostModules(HostModules other) {
    return with(draft -> draft.hostModules = other);
  }

  public CompilerOptions withDepthBudget(int slots) {
    return with(draft -> draft.depthBudget = slots);
  }

  public CompilerOptions withMemory(MemoryCeiling other) {
    return with(draft -> draft.memory = other);
  }

  public CompilerOptions withMethodBytes(int bytes) {
    return with(draft -> draft.methodBytes = bytes);
  }

  public CompilerOptions withTurnWork(int entries) {
    return with(draft -> draft.turnWork = entries);
  }

  public CompilerOptions withPlainStart() {
    return with(draft -> draft.exportsStart = false);
  }

  public CompilerOptions withCheckedClasses() {
    return with(draft -> draft.checkClasses = true);
  }

  private CompilerOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finish();
  }

  /** The components while one of them changes. */
  private static final class Draft {
    private final Profile profile;
    private GasSchedule schedule;
    private boolean metered;
    private HostModules hostModules;
    private int depthBudget;
    private MemoryCeiling memory;
    private int methodBytes;
    private int turnWork;
    private boolean exportsStart;
    private boolean checkClasses;

    Draft(CompilerOptions options) {
      profile = options.profile;
      schedule = options.schedule;
      metered = options.metered;
      hostModules = options.hostModules;
      depthBudget = options.depthBudget;
      memory = options.memory;
      methodBytes = options.methodBytes;
      turnWork = options.turnWork;
      exportsStart = options.exportsStart;
      checkClasses = options.checkClasses;
    }

    CompilerOptions finish() {
      return new CompilerOptions(
          profile,
          schedule,
          metered,
          hostModules,
          depthBudget,
          memory,
          methodBytes,
          turnWork,
          exportsStart,
          checkClasses);
    }
  }
}
