package io.aspectvm.compiler.determinism;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.compiler.testing.ResultText;
import io.aspectvm.runtime.Instance;
import io.aspectvm.runtime.abi.ExecutionResult;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.WasmException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Collects what runs come to, line by line, in one digest, and all that is compiled for them in
 * another. Not thread-safe.
 */
final class RunLog {

  private static final HexFormat HEX = HexFormat.of();

  private final MessageDigest results = sha256();
  private final MessageDigest artefacts;
  private final Consumer<String> lines;

  /**
   * @param artefacts takes the bytes of all that is compiled
   * @param lines sees every line that goes into the digest
   */
  RunLog(MessageDigest artefacts, Consumer<String> lines) {
    this.artefacts = artefacts;
    this.lines = lines;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java platform has it.
    }
  }

  static String hex(MessageDigest digest) {
    return HEX.formatHex(digest.digest());
  }

  /** Digest of all lines; ends the log. */
  String digest() {
    return hex(results);
  }

  void line(String text) {
    lines.accept(text);
    results.update((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Compiles a module; the whole artefact counts: classes, manifest, identity. */
  CompiledModule compile(byte[] wasm, CompilerOptions options) throws WasmException {
    CompiledModule module = new ModuleCompiler(options).compile(wasm).module();
    artefacts.update(ArtefactWriter.write(module));
    return module;
  }

  /** All of an execution that is not for people only. */
  void execution(String what, ExecutionResult result) {
    line(what + ": " + ResultText.of(result));
  }

  /** Gas, globals and memory, as a call left them. */
  void state(String what, Instance instance) {
    StringBuilder text = new StringBuilder(what).append(", gas left ").append(instance.gasLeft());
    text.append(", globals");
    for (long global : instance.globals) {
      text.append(' ').append(Long.toHexString(global));
    }
    if (instance.memory != null) {
      // Not SHA-256: an interpreted one takes a second for a megabyte.
      CRC32 content = new CRC32();
      content.update(instance.memory.bytes);
      text.append(", memory of ").append(instance.memory.pages()).append(" pages, ");
      text.append(Long.toHexString(content.getValue()));
    }
    line(text.toString());
  }
}
