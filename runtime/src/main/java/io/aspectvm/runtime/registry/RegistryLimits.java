package io.aspectvm.runtime.registry;

/** Limits of join-points, section 8. */
final class RegistryLimits {

  /** Keys of one version's properties. */
  static final int PROPERTIES = 255;

  /** Aspects bound to one account. */
  static final int ASPECTS_OF_ACCOUNT = 255;

  /** Accounts that one aspect is bound to: 15 slots of 120 in each of 255 filters. */
  static final int ACCOUNTS_OF_ASPECT = 459_000;

  private RegistryLimits() {}
}
