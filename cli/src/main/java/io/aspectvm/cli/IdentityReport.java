package io.aspectvm.cli;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.artefact.VerificationKey;
import java.util.HexFormat;
import java.util.Optional;

/** What identifies a compiled module, and who signed it, as commands show it. */
final class IdentityReport {

  private IdentityReport() {}

  static JsonObject json(Manifest manifest) {
    Identity identity = manifest.getIdentity();
    return new JsonObject()
        .with("digest", hex(manifest.getIdentityDigest()))
        .with("wasmSha256", hex(identity.getWasmSha256()))
        .with("compiler", identity.getCompiler())
        .with("options", identity.getOptions())
        .with("profile", identity.getProfile())
        .with("features", identity.getFeatures())
        .with("schedule", identity.getSchedule())
        .with("scheduleDigest", hex(identity.getScheduleDigest()))
        .with("limits", identity.getLimits())
        .with("hostDigest", hex(identity.getHostDigest()))
        .with("classFileVersion", identity.getClassFileVersion());
  }

  /** Null where nobody signed. */
  static JsonObject signature(Optional<VerificationKey> signer) {
    return signer
        .map(key -> new JsonObject().with("algorithm", "Ed25519").with("key", key.id()))
        .orElse(null);
  }

  static String signatureText(Optional<VerificationKey> signer) {
    return signer.map(key -> "by " + key).orElse("none");
  }

  static void addTo(Report report, Manifest manifest) {
    Identity identity = manifest.getIdentity();
    report
        .line("identity", hex(manifest.getIdentityDigest()))
        .line("  wasm", "SHA-256 " + hex(identity.getWasmSha256()))
        .line("  compiler", Printable.line(identity.getCompiler()))
        .line("  options", Printable.line(identity.getOptions()))
        .line("  profile", Printable.line(identity.getProfile()))
        .line("  schedule", Printable.line(identity.getSchedule()))
        .line("  host", "SHA-256 " + hex(identity.getHostDigest()))
        .line("  classes", "version " + identity.getClassFileVersion());
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
