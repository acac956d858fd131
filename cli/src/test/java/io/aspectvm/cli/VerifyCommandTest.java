package io.aspectvm.cli;

import static io.aspectvm.cli.Cli.example;
import static io.aspectvm.cli.Cli.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.artefact.ArtefactReader;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify}, and what other commands do with signed artefacts. */
class VerifyCommandTest {

  @TempDir Path folder;
  private Path key;
  private Path pub;
  private Path otherPub;
  private Path signed;
  private Path unsigned;
  private String id;

  @BeforeEach
  void sign() {
    key = folder.resolve("key");
    pub = folder.resolve("key.pub");
    otherPub = folder.resolve("other.pub");
    signed = folder.resolve("signed.aspect");
    unsigned = folder.resolve("unsigned.aspect");
    id = run("keygen", "-o", key, "--json").done().json().get("key").textValue();
    run("keygen", "-o", folder.resolve("other")).done();
    JsonNode json =
        run("compile", example("hello"), "-o", signed, "--sign", key, "--json").done().json();
    assertEquals(id, json.get("signedBy").textValue());
    run("compile", example("hello"), "-o", unsigned).done();
  }

  private static final List<String> FIELDS =
      List.of("file", "valid", "bytes", "identity", "current", "signature", "trusted", "error");

  @Test
  void acceptsWhatIsWhole() throws IOException {
    Cli.Result result = run("verify", signed, "--json").done();
    assertEquals(FIELDS, result.fields());
    JsonNode json = result.json();
    assertEquals(signed.toString(), json.get("file").textValue());
    assertEquals(Files.size(signed), json.get("bytes").longValue());
    assertTrue(json.get("valid").booleanValue());
    assertTrue(json.get("current").booleanValue());
    assertEquals(id, json.get("signature").get("key").textValue());
    assertTrue(json.get("trusted").isNull());
    assertTrue(json.get("error").isNull());
    JsonNode inspected = run("inspect", signed, "--json").done().json();
    assertEquals(inspected.get("identity"), json.get("identity"));
    assertEquals(inspected.get("signature"), json.get("signature"));
    assertTrue(run("verify", unsigned, "--json").done().json().get("signature").isNull());
    assertTrue(run("inspect", unsigned, "--json").done().json().get("signature").isNull());
  }

  @Test
  void askedForKeysTakesNoOthers() {
    assertTrue(
        run("verify", signed, "--key", pub, "--json").done().json().get("trusted").booleanValue());
    run("verify", signed, "--key", otherPub, "--key", pub).done();
    run("verify", signed, "--key", otherPub)
        .fails(1, signed + ": artefact refused (unknown key): it is signed by " + id);
    run("verify", unsigned, "--key", pub)
        .fails(1, unsigned + ": artefact refused (unsigned): it is not signed");
  }

  @Test
  void saysInJsonWhyNot() throws IOException {
    Cli.Result unknown = run("verify", signed, "--key", otherPub, "--json");
    unknown.complains(1, signed + ": artefact refused (unknown key)");
    assertEquals(FIELDS, unknown.fields());
    assertEquals("unknown key", unknown.json().get("error").get("kind").textValue());
    assertEquals(id, unknown.json().get("signature").get("key").textValue());
    assertTrue(!unknown.json().get("trusted").booleanValue());
    byte[] bytes = Files.readAllBytes(signed);
    bytes[bytes.length / 2] ^= 1;
    Files.write(signed, bytes);
    Cli.Result damaged = run("verify", signed, "--json");
    damaged.complains(1, signed + ": artefact refused (damaged)");
    assertEquals(FIELDS, damaged.fields());
    assertTrue(damaged.json().get("identity").isNull());
    assertEquals("damaged", damaged.json().get("error").get("kind").textValue());
    Cli.Result empty = run("verify", Files.createFile(folder.resolve("empty")), "--json");
    assertEquals("foreign", empty.json().get("error").get("kind").textValue());
  }

  @Test
  void textForPeople() {
    List<String> lines = run("verify", signed, "--key", pub).done().out().lines().toList();
    assertTrue(lines.contains("signature   by Ed25519 " + id), lines.toString());
    assertTrue(lines.contains("            trusted"), lines.toString());
    assertTrue(lines.contains("current     yes"), lines.toString());
    assertTrue(run("verify", unsigned).done().out().contains("\nsignature   none\n"));
    assertTrue(run("inspect", signed).done().out().contains("\nsignature   by Ed25519 " + id));
  }

  @Test
  void whatIsNoArtefactIsRefused() {
    run("verify", example("hello"))
        .fails(1, example("hello") + ": artefact refused (foreign): not an artefact");
  }

  /** Sound, but of another compiler: verify accepts it and says so, run refuses it. */
  @Test
  void namesOtherCompilers() throws IOException {
    CompiledModule module = new ArtefactReader().read(unsigned);
    Manifest.Builder manifest = module.manifest().toBuilder();
    manifest.getIdentityBuilder().setCompiler("aspectvm 0.0.9 code 2");
    manifest.setIdentityDigest(ByteString.copyFrom(Digests.identity(manifest.getIdentity())));
    Map<String, byte[]> classes = new HashMap<>();
    for (String name : module.classNames()) {
      byte[] file = new byte[module.classFile(name).remaining()];
      module.classFile(name).get(file);
      classes.put(name, file);
    }
    byte[] wasm = new byte[module.wasm().remaining()];
    module.wasm().get(wasm);
    ArtefactWriter.write(new CompiledModule(manifest.build(), wasm, classes), unsigned);
    assertTrue(!run("verify", unsigned, "--json").done().json().get("current").booleanValue());
    assertTrue(run("verify", unsigned).done().out().contains("\ncurrent     no, this version's"));
    run("run", unsigned, "--call", "greet", "--arg", "string:A")
        .fails(1, unsigned + ": artefact refused (stale): compiler is aspectvm 0.0.9 code 2");
  }

  @Test
  void signedArtefactsRunAndAreTheSameEachTime() throws IOException {
    run("run", signed, "--call", "greet", "--arg", "string:A").done();
    Path again = folder.resolve("again.aspect");
    run("compile", example("hello"), "-o", again, "--sign", key).done();
    assertArrayEquals(Files.readAllBytes(signed), Files.readAllBytes(again));
  }

  /** Wherever a module runs its artefact does, to the same result. */
  @Test
  void joinPointsTakeArtefacts() throws IOException {
    Path input = folder.resolve("owner.json");
    Files.writeString(input, "{\"sender\": \"0x" + "00".repeat(20) + "\"}");
    Path guard = folder.resolve("guard.aspect");
    run("compile", example("guard"), "-o", guard, "--sign", key).done();
    Cli.Result ofModule =
        run("join-point", "isOwner", example("guard"), "--input", input, "--json");
    Cli.Result ofArtefact = run("join-point", "isOwner", guard, "--input", input, "--json");
    assertTrue(ofModule.json().has("outcome"), ofModule.err());
    assertEquals(ofModule, ofArtefact);
  }

  @Test
  void keysThatAreNone() {
    Path nowhere = folder.resolve("none");
    Path artefact = folder.resolve("new.aspect");
    run("verify", signed, "--key", nowhere).fails(1, nowhere + ": cannot be read, no such file");
    run("verify", signed, "--key", folder).fails(1, folder + ": cannot be read, it is a folder");
    run("verify", signed, "--key", key).fails(1, key + ": key refused: ", "a private key");
    run("compile", example("hello"), "-o", artefact, "--sign", pub)
        .fails(1, pub + ": key refused: ", "a public key, expected a private key");
    run("compile", example("hello"), "-o", artefact, "--sign", nowhere)
        .fails(1, nowhere + ": cannot be read, no such file");
    assertTrue(!Files.exists(artefact));
  }
}
