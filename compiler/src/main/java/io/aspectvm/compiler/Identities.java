package io.aspectvm.compiler;

import com.google.protobuf.ByteString;
import io.aspectvm.compiler.emit.ModuleNames;
import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.code.Digests;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.Feature;
import java.util.HexFormat;

/** What identifies compiled modules: everything that can change what their code does or costs. */
final class Identities {

  private Identities() {}

  /** The identity of what is compiled with these options, but for the wasm. */
  static Identity of(CompilerOptions options) {
    return Identity.newBuilder()
        .setCompiler(CompilerVersion.TEXT)
        .setOptions(
            "metered="
                + options.metered()
                + " methodBytes="
                + options.methodBytes()
                + " turnWork="
                + options.turnWork()
                + " exportsStart="
                + options.exportsStart())
        .setProfile(options.profile().name())
        .setFeatures(features(options.profile()))
        .setSchedule(options.schedule().name())
        .setScheduleDigest(hex(options.schedule().digest()))
        .setLimits(
            options.profile().limits() + " " + options.memory() + " depth=" + options.depthBudget())
        .setHostDigest(hex(options.hostModules().digest()))
        .setClassFileVersion(ModuleNames.CLASS_VERSION)
        .build();
  }

  /** The identity of what is compiled from a module. */
  static Identity of(CompilerOptions options, byte[] wasm) {
    return of(options).toBuilder().setWasmSha256(ByteString.copyFrom(Digests.sha256(wasm))).build();
  }

  private static String features(Profile profile) {
    return "startAllowed="
        + profile.startAllowed()
        + " entryPointRequired="
        + profile.entryPointRequired()
        + " features="
        + profile.features().stream().sorted().map(Feature::name).toList();
  }

  private static ByteString hex(String text) {
    return ByteString.copyFrom(HexFormat.of().parseHex(text));
  }
}
