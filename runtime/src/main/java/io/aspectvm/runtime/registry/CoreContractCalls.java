package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.evm.ContractValues;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.registry.AspectCoreContract.Method;
import java.math.BigInteger;
import java.util.List;

/**
 * The other side of {@link AspectCoreContract}: call data for it, as wallets and tools make them.
 * Versions are unsigned.
 */
public final class CoreContractCalls {

  private CoreContractCalls() {}

  /** The id of an aspect that is deployed by a transaction of this sender and nonce. */
  public static ByteKey aspectId(ByteKey sender, long nonce) {
    return Deployer.createAddress(sender, nonce);
  }

  /** Deploys version 1 of an aspect. */
  public static byte[] deploy(Deployment deployment) {
    return Method.DEPLOY.function.encodeCall(
        deployment.code(),
        deployment.initData(),
        properties(deployment.properties()),
        deployment.account(),
        deployment.proof(),
        unsigned(deployment.joinPoints()));
  }

  /** Deploys the next version. */
  public static byte[] upgrade(Upgrade upgrade) {
    return Method.UPGRADE.function.encodeCall(
        upgrade.aspect(),
        upgrade.code(),
        properties(upgrade.properties()),
        unsigned(upgrade.joinPoints()));
  }

  /**
   * Binds an aspect to an account.
   *
   * @param version 0 for the latest
   * @param priority -128 to 127
   */
  public static byte[] bind(ByteKey aspect, long version, ByteKey account, int priority) {
    return Method.BIND.function.encodeCall(
        aspect, unsigned(version), account, BigInteger.valueOf(priority));
  }

  /** Unbinds an aspect from an account. */
  public static byte[] unbind(ByteKey aspect, ByteKey account) {
    return Method.UNBIND.function.encodeCall(aspect, account);
  }

  /**
   * Binds another version.
   *
   * @param version 0 for the latest
   */
  public static byte[] changeVersion(ByteKey aspect, ByteKey account, long version) {
    return Method.CHANGE_VERSION.function.encodeCall(aspect, account, unsigned(version));
  }

  /** Runs the operation of an aspect. */
  public static byte[] operation(ByteKey aspect, byte[] arguments) {
    return Method.ENTRYPOINT.function.encodeCall(aspect, arguments);
  }

  private static List<ContractValues> properties(List<Property> properties) {
    return properties.stream()
        .map(
            property -> ContractValues.of(GuestString.of(property.key().bytes()), property.value()))
        .toList();
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }
}
