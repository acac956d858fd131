package io.aspectvm.cli;

import static io.aspectvm.cli.Cli.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aspectvm.runtime.artefact.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeygenCommandTest {

  @TempDir Path folder;

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void writesAPair() throws IOException {
    Path key = folder.resolve("node.key");
    Path pub = folder.resolve("node.key.pub");
    Cli.Result result = run("keygen", "-o", key, "--json").done();
    assertEquals(List.of("privateKey", "publicKey", "key"), result.fields());
    JsonNode json = result.json();
    assertEquals(key.toString(), json.get("privateKey").textValue());
    assertEquals(pub.toString(), json.get("publicKey").textValue());
    assertTrue(json.get("key").textValue().matches("[0-9a-f]{64}"), json.toString());
    assertEquals(List.of(key, pub), files());
    assertTrue(Files.readString(key).startsWith("-----BEGIN PRIVATE KEY-----\n"));
    assertTrue(Files.readString(pub).startsWith("-----BEGIN PUBLIC KEY-----\n"));
  }

  @Test
  void theKeyIsAnotherEachTime() {
    String first = run("keygen", "-o", folder.resolve("a"), "--json").done().out();
    String second = run("keygen", "-o", folder.resolve("b"), "--json").done().out();
    assertNotEquals(Cli.parse(first).get("key"), Cli.parse(second).get("key"));
  }

  @Test
  void thePrivateKeyIsItsOwnersAlone() throws IOException {
    assumeTrue(OwnerOnly.isSupported(folder), "no POSIX permissions here");
    Path key = folder.resolve("key");
    run("keygen", "-o", key).done();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
  }

  @Test
  void neverShowsThePrivateKey() throws IOException {
    Path key = folder.resolve("key");
    String out = run("keygen", "-o", key).done().out();
    assertFalse(out.contains(Files.readAllLines(key).get(1)), out);
  }

  @Test
  void replacesNoFile() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "precious");
    run("keygen", "-o", key).fails(1, key + ": cannot be written, it is there already");
    assertEquals(List.of(key), files());
    assertEquals("precious", Files.readString(key));
    Path other = folder.resolve("other");
    run("keygen", "-o", other, "--public", key).fails(1, key + ": cannot be written, it is there");
    run("keygen", "-o", other, "--public", other)
        .fails(1, other + ": cannot be written, both keys would go there");
    assertEquals(List.of(key), files());
  }

  @Test
  void saysWhereItCannotWrite() {
    Path nowhere = folder.resolve("none/key");
    run("keygen", "-o", nowhere).fails(1, nowhere + ".pub: cannot be written, no such file");
    run("keygen", "-o", nowhere, "--public", folder.resolve("pub"))
        .fails(1, nowhere + ": cannot be written, no such file");
    assertFalse(Files.exists(folder.resolve("pub")));
    for (Object noFile : new Object[] {folder, "/", "."}) {
      run("keygen", "-o", noFile).fails(1, noFile + ": cannot be written, it is a folder");
    }
    run("keygen", "-o", "").fails(1, ": cannot be written, it is a folder");
    run("keygen").fails(2, "keygen: missing required option");
  }
}
