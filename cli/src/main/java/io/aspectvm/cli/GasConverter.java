package io.aspectvm.cli;

import java.math.BigInteger;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A gas limit of 64 bits, signed or unsigned. What a node holds in an unsigned number and exceeds
 * 2^63 - 1 is negative here, as it is in the reference: never unlimited.
 */
final class GasConverter implements ITypeConverter<Long> {

  @Override
  public Long convert(String text) {
    Optional<BigInteger> number = Integers.parse(text);
    return number
        .filter(gas -> Integers.fitsSigned(gas, 64) || Integers.fitsUnsigned(gas, 64))
        .map(BigInteger::longValue)
        .orElseThrow(
            () -> new TypeConversionException("'" + text + "' is no gas limit of 64 bits"));
  }
}
