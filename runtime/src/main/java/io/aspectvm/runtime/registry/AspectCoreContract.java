package io.aspectvm.runtime.registry;

import io.aspectvm.runtime.evm.ContractDataException;
import io.aspectvm.runtime.evm.ContractFunction;
import io.aspectvm.runtime.evm.ContractValues;
import io.aspectvm.runtime.host.ByteKey;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The native contract that manages aspects, by its call data (join-points, section 8). Call data
 * that is no call of it consumes all gas. Immutable; as thread-safe as the registry.
 */
public final class AspectCoreContract {

  /** Where the contract is. */
  public static final ByteKey ADDRESS = ByteKey.address(HexFormat.of().parseHex("a27e14"));

  private final AspectRegistry registry;

  public AspectCoreContract(AspectRegistry registry) {
    this.registry = Objects.requireNonNull(registry);
  }

  /** The methods; their parameters in the order of the contract. */
  enum Method {
    DEPLOY("deploy(bytes,bytes,(string,bytes)[],address,bytes,uint256)", "()") {
      @Override
      CoreResult run(AspectRegistry registry, CoreContext context, ContractValues values, long gas)
          throws RefusalException {
        return registry.deploy(
            context,
            new Deployment(
                values.bytes(0),
                values.bytes(1),
                properties(values.array(2)),
                values.address(3),
                values.bytes(4),
                values.number(5).longValue()),
            gas);
      }
    },
    UPGRADE("upgrade(address,bytes,(string,bytes)[],uint256)", "()") {
      @Override
      CoreResult run(AspectRegistry registry, CoreContext context, ContractValues values, long gas)
          throws RefusalException {
        return registry.upgrade(
            context,
            new Upgrade(
                values.address(0),
                values.bytes(1),
                properties(values.array(2)),
                values.number(3).longValue()),
            gas);
      }
    },
    BIND("bind(address,uint256,address,int8)", "()") {
      @Override
      CoreResult run(AspectRegistry registry, CoreContext context, ContractValues values, long gas)
          throws RefusalException {
        return registry.bind(
            context,
            values.address(0),
            values.number(1).longValue(),
            values.address(2),
            values.number(3).intValueExact(),
            gas);
      }
    },
    UNBIND("unbind(address,address)", "()") {
      @Override
      CoreResult run(AspectRegistry registry, CoreContext context, ContractValues values, long gas)
          throws RefusalException {
        return registry.unbind(context, values.address(0), values.address(1), gas);
      }
    },
    CHANGE_VERSION("changeVersion(address,address,uint64)", "()") {
      @Override
      CoreResult run(AspectRegistry registry, CoreContext context, ContractValues values, long gas)
          throws RefusalException {
        return registry.changeVersion(
            context, values.address(0), values.address(1), values.number(2).longValue(), gas);
      }
    },
    VERSION_OF("versionOf(address)", "(uint64)") {
      @Override
      CoreResult run(AspectRegistry registry, CoreContext context, ContractValues values, long gas)
          throws RefusalException {
        var found = registry.versionOf(context, values.address(0), gas);
        return CoreResult.done(function.encodeResult(unsigned(found.value())), found.gasLeft());
      }
    },
    ASPECTS_OF("aspectsOf(address)", "((address,uint64,int8)[])") {
      @Override
      CoreResult run(AspectRegistry registry, CoreContext context, ContractValues values, long gas)
          throws RefusalException {
        var found = registry.aspectsOf(context, values.address(0), gas);
        List<ContractValues> bindings =
            found.value().stream()
                .map(
                    bound ->
                        ContractValues.of(
                            bound.id(),
                            unsigned(bound.version()),
                            BigInteger.valueOf(bound.priority())))
                .toList();
        return CoreResult.done(function.encodeResult(bindings), found.gasLeft());
      }
    },
    BOUND_ADDRESSES_OF("boundAddressesOf(address)", "(address[])") {
      @Override
      CoreResult run(AspectRegistry registry, CoreContext context, ContractValues values, long gas)
          throws RefusalException {
        var found = registry.boundAddressesOf(context, values.address(0), gas);
        return CoreResult.done(function.encodeResult(found.value()), found.gasLeft());
      }
    },
    ENTRYPOINT("entrypoint(address,bytes)", "(bytes)") {
      @Override
      CoreResult run(AspectRegistry registry, CoreContext context, ContractValues values, long gas)
          throws RefusalException {
        CoreResult result = registry.operation(context, values.address(0), values.bytes(1), gas);
        return result.isSuccess()
            ? CoreResult.done(function.encodeResult((Object) result.output()), result.gasLeft())
            : result;
      }
    };

    final ContractFunction function;

    Method(String signature, String results) {
      function = ContractFunction.of(signature, results);
    }

    abstract CoreResult run(
        AspectRegistry registry, CoreContext context, ContractValues values, long gas)
        throws RefusalException;

    private static BigInteger unsigned(long value) {
      return new BigInteger(Long.toUnsignedString(value));
    }

    private static List<Property> properties(List<?> values) {
      return values.stream()
          .map(ContractValues.class::cast)
          .map(value -> new Property(ByteKey.of(value.string(0)), value.bytes(1)))
          .toList();
    }
  }

  /**
   * Serves a call. A failure leaves nothing in the store.
   *
   * @param callData selector and arguments; not changed
   * @param gas EVM gas, 0 or more
   */
  public CoreResult execute(CoreContext context, byte[] callData, long gas) {
    try {
      Method method = method(callData);
      return method.run(registry, context, arguments(method, callData), gas);
    } catch (RefusalException e) {
      return CoreResult.refused(e);
    }
  }

  private static Method method(byte[] callData) throws RefusalException {
    return Arrays.stream(Method.values())
        .filter(method -> method.function.isCalledBy(callData))
        .findFirst()
        .orElseThrow(() -> new RefusalException("no such method"));
  }

  private static ContractValues arguments(Method method, byte[] callData) throws RefusalException {
    try {
      return method.function.decodeCall(callData);
    } catch (ContractDataException e) {
      throw new RefusalException("invalid arguments: " + e.getMessage());
    }
  }
}
