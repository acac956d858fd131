package io.aspectvm.cli;

import java.math.BigInteger;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A block number: unsigned, 64 bits. */
final class BlockConverter implements ITypeConverter<Long> {

  @Override
  public Long convert(String text) {
    return Integers.parse(text)
        .filter(number -> Integers.fitsUnsigned(number, 64))
        .map(BigInteger::longValue)
        .orElseThrow(() -> new TypeConversionException("'" + text + "' is no block number"));
  }
}
