package io.aspectvm.runtime.host.context;

import java.time.Duration;
import java.util.List;

/** The parameters of the consensus; a part that is null makes its keys crash. */
public record ConsensusParameters(
    Block block, Evidence evidence, Validator validator, Version version) {

  /** Limits of a block: gas, -1 for none, and bytes. */
  public record Block(long maxGas, long maxBytes) {}

  /** Limits of evidence. */
  public record Evidence(Duration maxAge, long maxAgeInBlocks, long maxBytes) {}

  /** What validators may be. */
  public record Validator(List<String> publicKeyTypes) {
    public Validator {
      publicKeyTypes = List.copyOf(publicKeyTypes);
    }
  }

  /**
   * Versions.
   *
   * @param application unsigned
   */
  public record Version(long application) {}
}
