package io.aspectvm.wasm.binary;

import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.module.FunctionType;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.module.MemoryType;
import io.aspectvm.wasm.module.SizeLimits;
import io.aspectvm.wasm.module.TableType;
import io.aspectvm.wasm.opcode.Feature;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Reads types (WebAssembly 2.0, section 5.3). */
final class TypeReader {

  private static final int FUNCTION_FORM = 0x60;

  private final ByteReader in;
  private final Limits limits;

  TypeReader(ByteReader in, Limits limits) {
    this.in = in;
    this.limits = limits;
  }

  ValueType readValueType() throws MalformedModuleException, UnsupportedFeatureException {
    return readType("malformed value type");
  }

  ValueType readReferenceType() throws MalformedModuleException, UnsupportedFeatureException {
    int at = in.position();
    ValueType type = readType("malformed reference type");
    if (!type.isReference()) {
      throw in.malformed("malformed reference type: found " + type, at);
    }
    return type;
  }

  private ValueType readType(String phrase)
      throws MalformedModuleException, UnsupportedFeatureException {
    int at = in.position();
    int code = in.readByte();
    ValueType type = ValueType.byCode(code).orElse(null);
    if (type == null) {
      throw unknown(Proposals.ofType(code), phrase, code, at);
    }
    return type;
  }

  private MalformedModuleException unknown(Feature proposal, String phrase, int code, int at)
      throws UnsupportedFeatureException {
    String found = "0x" + Integer.toHexString(code);
    if (proposal != null) {
      throw Proposals.unsupported(proposal, "type " + found, at);
    }
    return in.malformed(phrase + ": found " + found, at);
  }

  FunctionType readFunctionType()
      throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException {
    int at = in.position();
    int form = in.readByte();
    if (form != FUNCTION_FORM) {
      throw unknown(Proposals.ofTypeForm(form), "malformed function type: expected 0x60", form, at);
    }
    List<ValueType> parameters = readValueTypes("parameters", limits.parameters());
    List<ValueType> results = readValueTypes("results", limits.results());
    return parameters.isEmpty() && results.isEmpty()
        ? FunctionType.EMPTY
        : new FunctionType(parameters, results);
  }

  private List<ValueType> readValueTypes(String what, int max)
      throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException {
    ValueType[] types = new ValueType[in.readCount(what, 1, max)];
    for (int i = 0; i < types.length; i++) {
      types[i] = readValueType();
    }
    return Arrays.asList(types);
  }

  TableType readTableType() throws MalformedModuleException, UnsupportedFeatureException {
    return new TableType(readReferenceType(), readSizeLimits());
  }

  MemoryType readMemoryType() throws MalformedModuleException, UnsupportedFeatureException {
    return new MemoryType(readSizeLimits());
  }

  /**
   * The flags are a one-bit integer, which is why the specification's phrases are about integers.
   */
  private SizeLimits readSizeLimits() throws MalformedModuleException, UnsupportedFeatureException {
    int at = in.position();
    int flags = in.readByte();
    if (flags > 1) {
      String phrase =
          flags >= 0x80
              ? "integer representation too long: limits flags"
              : "integer too large: limits flags";
      throw unknown(Proposals.ofLimitsFlags(flags), phrase, flags, at);
    }
    long minimum = in.readU32AsLong();
    return new SizeLimits(
        minimum, flags == 1 ? OptionalLong.of(in.readU32AsLong()) : OptionalLong.empty());
  }

  GlobalType readGlobalType() throws MalformedModuleException, UnsupportedFeatureException {
    ValueType type = readValueType();
    int at = in.position();
    int mutability = in.readByte();
    if (mutability > 1) {
      throw in.malformed(
          "malformed mutability: expected 0 or 1, found 0x" + Integer.toHexString(mutability), at);
    }
    return new GlobalType(type, mutability == 1);
  }
}
