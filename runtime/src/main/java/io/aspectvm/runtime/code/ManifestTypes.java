package io.aspectvm.runtime.code;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.artefact.v1.FunctionSignature;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.WasmType;
import java.util.ArrayList;
import java.util.List;

/** Value types and signatures of a manifest, where types are their codes in the binary format. */
final class ManifestTypes {

  private ManifestTypes() {}

  /** The value type with this code, or null where there is none. */
  static WasmType type(int code) {
    switch (code) {
      case 0x7F:
        return WasmType.I32;
      case 0x7E:
        return WasmType.I64;
      case 0x7D:
        return WasmType.F32;
      case 0x7C:
        return WasmType.F64;
      case 0x70:
        return WasmType.FUNCREF;
      case 0x6F:
        return WasmType.EXTERNREF;
      default:
        return null;
    }
  }

  /** The signature of a function, of a manifest whose types are checked. */
  static io.aspectvm.runtime.FunctionSignature signature(Manifest manifest, int functionIndex) {
    return of(manifest.getTypes(manifest.getFunctionTypes(functionIndex)));
  }

  /** A signature, of checked types. */
  static io.aspectvm.runtime.FunctionSignature of(FunctionSignature type) {
    return new io.aspectvm.runtime.FunctionSignature(
        types(type.getParameters()), types(type.getResults()));
  }

  private static List<WasmType> types(ByteString codes) {
    List<WasmType> types = new ArrayList<>(codes.size());
    for (int i = 0; i < codes.size(); i++) {
      types.add(type(codes.byteAt(i)));
    }
    return types;
  }
}
