package io.aspectvm.runtime.abi;

import io.aspectvm.runtime.FunctionSignature;
import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.WasmType;
import io.aspectvm.runtime.host.ImportPrice;
import java.util.List;
import java.util.OptionalInt;

/**
 * The part of a {@link LinkedModule} that is looked at in every host call: prices, the guest's
 * {@code allocate} and its memory. Made once per module; immutable and thread-safe.
 */
public final class ModuleLinks {

  private static final List<WasmType> ONE_POINTER = List.of(WasmType.I32);

  private final ImportPrice[] prices;
  private final ExportedMemory memory;
  private final int allocate;
  private final FunctionSignature allocateSignature;
  private final boolean allocateTakesSize;
  private final boolean allocateGivesPointer;

  private ModuleLinks(LinkedModule module) {
    prices = new ImportPrice[module.importCount()];
    for (int i = 0; i < prices.length; i++) {
      prices[i] = module.importPrice(i);
    }
    memory = module.exportedMemory();
    OptionalInt index = module.exportedFunction("allocate");
    allocate = index.orElse(-1);
    allocateSignature = index.isPresent() ? module.signature(allocate) : null;
    allocateTakesSize = index.isPresent() && allocateSignature.parameters().equals(ONE_POINTER);
    allocateGivesPointer = index.isPresent() && allocateSignature.results().equals(ONE_POINTER);
  }

  /** The links of a module. */
  public static ModuleLinks of(LinkedModule module) {
    return new ModuleLinks(module);
  }

  /**
   * Price of the import with this function index.
   *
   * @throws GuestCrash if it is not an import's
   */
  public ImportPrice price(int functionIndex) {
    if (functionIndex < 0 || functionIndex >= prices.length) {
      throw new GuestCrash("function " + functionIndex + " is no import");
    }
    return prices[functionIndex];
  }

  /** Length of the array to give to {@link #allocate}. */
  public int scratchLength() {
    return allocate < 0 ? 1 : Math.max(1, allocateSignature.results().size());
  }

  /**
   * The guest's memory, for the host to read and write. Stale after guest code has run.
   *
   * @throws AbiException if the module does not export it
   */
  public byte[] memory(Instance instance) throws AbiException {
    if (memory != ExportedMemory.PRESENT) {
      throw new AbiException(memory.errorText());
    }
    return instance.memory.bytes;
  }

  /**
   * Has the guest make room for a value, and checks that the room is in memory (aspect-abi, section
   * 3.5). Runs guest code.
   *
   * @param bodyLength bytes of the body, 0 or more
   * @param scratch for arguments and results, {@link #scratchLength()} long; content irrelevant
   * @param depthLeft depth budget, in slots
   * @return the pointer
   * @throws AbiException if {@code allocate} or the memory is missing, or the room is not in memory
   * @throws GuestCrash if the pointer is negative or no i32
   */
  public int allocate(Instance instance, int bodyLength, long[] scratch, int depthLeft)
      throws AbiException {
    if (allocate < 0) {
      throw new AbiException("function 'allocate' does not exist");
    }
    if (!allocateTakesSize) {
      throw new AbiException("function 'allocate' has type " + allocateSignature);
    }
    long size = (long) ValueReader.HEADER_BYTES + bodyLength;
    if (size > Integer.MAX_VALUE) {
      throw new AbiException(ValueReader.OUT_OF_BOUNDS_TEXT);
    }
    scratch[0] = size;
    instance.call(allocate, scratch, depthLeft);
    if (!allocateGivesPointer) {
      throw new GuestCrash("allocate has type " + allocateSignature);
    }
    int pointer = (int) scratch[0];
    byte[] bytes = memory(instance);
    if (pointer < 0) {
      throw new GuestCrash("allocate gave pointer " + pointer);
    }
    if (pointer + size > bytes.length) {
      throw new AbiException(ValueReader.OUT_OF_BOUNDS_TEXT);
    }
    return pointer;
  }
}
