package io.aspectvm.gas.schedule;

import io.aspectvm.wasm.opcode.Opcode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A gas schedule: every number that a price depends on. Immutable and thread-safe. All amounts are
 * in WASM gas and not negative.
 *
 * <p>A change to a number of a published schedule changes what programs cost on chains that run it:
 * it needs a schedule of a new name.
 */
public final class GasSchedule {

  /**
   * The instructions of the charge function that run when the charge succeeds, and the brackets
   * around the other arm (gas specification, section 5). Their price is added to every charge.
   */
  private static final List<Opcode> CHARGE_FUNCTION =
      List.of(
          Opcode.GLOBAL_GET,
          Opcode.LOCAL_GET,
          Opcode.I64_GE_U,
          Opcode.IF,
          Opcode.GLOBAL_GET,
          Opcode.LOCAL_GET,
          Opcode.I64_SUB,
          Opcode.GLOBAL_SET,
          Opcode.ELSE,
          Opcode.END,
          Opcode.END);

  private final String name;
  private final boolean reference;
  private final long[] costs;
  private final Map<Opcode, DynamicCost> dynamicCosts;
  private final long perLocal;
  private final Map<ImportName, HostPrice> hostPrices;
  private final long chargeOverhead;

  /** Null until it is asked for: every compilation does, on any thread. */
  private volatile String digest;

  /**
   * @param reference whether this schedule is one of the reference's own
   * @param costs by ordinal of {@link Opcode}; copied
   */
  GasSchedule(
      String name,
      boolean reference,
      long[] costs,
      Map<Opcode, DynamicCost> dynamicCosts,
      long perLocal,
      Map<ImportName, HostPrice> hostPrices) {
    this.name = Objects.requireNonNull(name);
    this.reference = reference;
    this.costs = costs.clone();
    this.dynamicCosts = new EnumMap<>(dynamicCosts);
    this.perLocal = perLocal;
    this.hostPrices = new TreeMap<>(hostPrices);
    long overhead = 0;
    for (Opcode opcode : CHARGE_FUNCTION) {
      overhead = Math.addExact(overhead, cost(opcode));
    }
    this.chargeOverhead = overhead;
  }

  /** As on the command line and in identities: {@code artela-current}. */
  public String name() {
    return name;
  }

  /**
   * True for the schedules that the reference's chain has run: gas under them is the reference's
   * own to the unit, which an extension can never be.
   */
  public boolean isReference() {
    return reference;
  }

  /** Static cost; for {@code br_table} the part that its vector does not change. */
  public long cost(Opcode opcode) {
    return costs[opcode.ordinal()];
  }

  /**
   * Cost of a {@code br_table}.
   *
   * @param entries length of its vector, the default label not counted
   */
  public long brTableCost(int entries) {
    return cost(Opcode.BR_TABLE) + dynamicCost(Opcode.BR_TABLE).of(entries);
  }

  /**
   * F: what each charge adds for the work of charging, 1106 in schedule C and 54 in L (gas
   * specification, section 5). Derived from the costs of the instructions that do that work.
   */
  public long chargeOverhead() {
    return chargeOverhead;
  }

  /** What a size adds to the static cost; {@link DynamicCost#NONE} for most opcodes. */
  public DynamicCost dynamicCost(Opcode opcode) {
    return dynamicCosts.getOrDefault(opcode, DynamicCost.NONE);
  }

  /** Dynamic cost of {@code memory.grow}, for each page asked for. */
  public long growPerPage() {
    return dynamicCost(Opcode.MEMORY_GROW).perUnit();
  }

  /** For each declared local, at function entry; parameters are free. */
  public long perLocal() {
    return perLocal;
  }

  /** Price of a call of this import; {@link HostPrice#FREE} if the schedule does not know it. */
  public HostPrice price(String module, String field) {
    return findPrice(module, field).orElse(HostPrice.FREE);
  }

  /** Price of a call of this import, if the schedule has one. */
  public Optional<HostPrice> findPrice(String module, String field) {
    return Optional.ofNullable(hostPrices.get(new ImportName(module, field)));
  }

  /**
   * The same schedule under another name, with one static cost changed; for experiments and tests.
   */
  public GasSchedule withCost(String otherName, Opcode opcode, long cost) {
    if (cost < 0) {
      throw new IllegalArgumentException("negative cost: " + cost);
    }
    long[] changed = costs.clone();
    changed[opcode.ordinal()] = cost;
    return new GasSchedule(otherName, false, changed, dynamicCosts, perLocal, hostPrices);
  }

  /**
   * SHA-256 over all numbers in a fixed order, in lower-case hex. Two schedules with equal digests
   * charge the same amounts everywhere; the name is not part of it.
   */
  public String digest() {
    String known = digest;
    if (known == null) {
      known = newDigest();
      digest = known;
    }
    return known;
  }

  private String newDigest() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(describe().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * All numbers as text, one a line, in a fixed order: opcodes and imports by name, so that the
   * order of declarations is of no consequence.
   */
  public String describe() {
    Map<String, Opcode> opcodes = new TreeMap<>();
    for (Opcode opcode : Opcode.values()) {
      opcodes.put(opcode.mnemonic(), opcode);
    }
    StringBuilder text = new StringBuilder();
    opcodes.forEach(
        (mnemonic, opcode) -> {
          DynamicCost dynamic = dynamicCost(opcode);
          text.append(mnemonic).append(": ").append(cost(opcode));
          if (dynamic.unit() != DynamicCost.Unit.NONE) {
            text.append(" + ").append(dynamic.perUnit()).append(" per ");
            text.append(dynamic.unit().text());
          }
          text.append('\n');
        });
    text.append("charge overhead: ").append(chargeOverhead).append('\n');
    text.append("per local: ").append(perLocal).append('\n');
    hostPrices.forEach((entry, price) -> describe(text, entry, price));
    return text.toString();
  }

  private static void describe(StringBuilder text, ImportName entry, HostPrice price) {
    Surcharge surcharge = price.surcharge();
    text.append(entry.module()).append('.').append(entry.field()).append(": ");
    text.append(price.fixed()).append(" + ").append(price.perByte()).append(" per byte");
    text.append(price.evenIfEmpty() ? ", even if empty" : "");
    if (surcharge != Surcharge.NONE) {
      text.append(surcharge.isFloor() ? ", at least " : ", plus ").append(surcharge.base());
      text.append(" + ").append(surcharge.perUnit()).append(" per ").append(surcharge.unit());
    }
    text.append('\n');
  }

  @Override
  public String toString() {
    return name;
  }
}
