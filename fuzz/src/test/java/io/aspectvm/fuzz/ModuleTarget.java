package io.aspectvm.fuzz;

import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.binary.ModuleWriter;
import io.aspectvm.wasm.module.FunctionBody;
import io.aspectvm.wasm.module.WasmModule;
import io.aspectvm.wasm.validate.ValidatedModule;
import io.aspectvm.wasm.validate.Validator;
import java.util.Arrays;
import java.util.List;

/**
 * Reader and validator: a module is valid or refused by a typed exception of one line, in memory of
 * a small multiple of its size; the writer gives a valid one back as it was.
 */
public final class ModuleTarget {

  /** Most that is allocated for a byte of the module, and for none. */
  private static final long ALLOCATED_PER_BYTE = 500;

  private static final long ALLOCATED_BASE = 1L << 20;

  private ModuleTarget() {}

  /** The entry point that the fuzzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    byte[] module = ModuleParts.module(input);
    byte[] before = module.clone();
    for (Profile profile : List.of(Profile.ASPECT, Profile.WASM)) {
      Allocation.require(
          ALLOCATED_BASE + ALLOCATED_PER_BYTE * module.length, () -> check(module, profile));
    }
    Require.that(Arrays.equals(before, module), "the module was changed");
  }

  private static void check(byte[] module, Profile profile) {
    ValidatedModule validated;
    try {
      validated = Validator.validate(module, profile);
    } catch (WasmException e) {
      Require.oneLine(e.getMessage());
      Require.that(e.offset().orElse(0) <= module.length, "offset behind the end");
      return;
    }
    Require.that(
        Arrays.equals(module, new ModuleWriter(validated.module()).toByteArray()),
        "written differently without a change");
    byte[] rewritten = rewritten(validated.module());
    WasmModule again = validate(rewritten, profile).module();
    Require.that(Arrays.equals(rewritten, rewritten(again)), "rewritten differently again");
    Require.that(again.types().equals(validated.module().types()), "other types");
    Require.that(
        again.sections().exports().equals(validated.module().sections().exports()),
        "other exports");
  }

  private static ValidatedModule validate(byte[] module, Profile profile) {
    try {
      return Validator.validate(module, profile);
    } catch (WasmException e) {
      throw new AssertionError("no longer valid", e);
    }
  }

  /** Every body replaced by itself. */
  private static byte[] rewritten(WasmModule module) {
    ModuleWriter writer = new ModuleWriter(module);
    for (int f = module.functionImports().size(); f < module.functionCount(); f++) {
      FunctionBody body = module.body(f);
      writer.replaceBody(f, Arrays.copyOfRange(module.bytes(), body.start(), body.end()));
    }
    return writer.toByteArray();
  }
}
