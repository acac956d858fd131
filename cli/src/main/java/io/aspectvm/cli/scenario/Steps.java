package io.aspectvm.cli.scenario;

import io.aspectvm.cli.document.DocumentNode;
import io.aspectvm.cli.node.LocalTransaction;
import io.aspectvm.cli.node.NodeTransaction;
import io.aspectvm.cli.node.ScriptedCall;
import io.aspectvm.cli.node.World;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.registry.AspectCoreContract;
import io.aspectvm.runtime.registry.CoreContractCalls;
import io.aspectvm.runtime.registry.Deployment;
import io.aspectvm.runtime.registry.Property;
import io.aspectvm.runtime.registry.Upgrade;
import io.aspectvm.runtime.verification.VerificationPayload;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes transactions of what a scenario says. */
final class Steps {

  /** What a transaction may be. */
  private static final List<String> KINDS =
      List.of("deploy", "upgrade", "bind", "unbind", "changeVersion", "operation", "call", "core");

  private final Path folder;
  private final World world;
  private final Names names;
  private final Values values;
  private final CallScripts scripts;
  private final long defaultGas;

  /**
   * @param folder that files of modules are relative to
   */
  Steps(Path folder, World world, Names names, Values values, long defaultGas) {
    this.folder = folder;
    this.world = world;
    this.names = names;
    this.values = values;
    this.scripts = new CallScripts(values, world);
    this.defaultGas = defaultGas;
  }

  static String kind(DocumentNode step) {
    return KINDS.stream().filter(kind -> step.find(kind).isPresent()).findFirst().orElseThrow();
  }

  /** What a step is about: its name, or the account or aspect. */
  static String label(DocumentNode step) {
    if (step.find("name").isPresent()) {
      return step.get("name").text();
    }
    DocumentNode what = step.get(kind(step));
    if (!what.is(DocumentNode.Kind.OBJECT)) {
      return "";
    }
    String about = "";
    for (String field : List.of("as", "aspect", "account", "to")) {
      Optional<DocumentNode> found = what.find(field);
      if (found.isPresent()) {
        about += (about.isEmpty() ? "" : ", ") + found.get().text();
      }
    }
    return about;
  }

  /** The transaction of a step. */
  NodeTransaction read(DocumentNode step) {
    Optional<DocumentNode> verify = step.find("verify");
    if (verify.isPresent() == step.find("from").isPresent()) {
      throw step.wrong("expected 'from', or 'verify' if an aspect finds out the sender");
    }
    ByteKey from = step.find("from").map(values::address).orElse(null);
    String kind = kind(step);
    DocumentNode what = step.get(kind);
    ScriptedCall call = kind.equals("call") ? scripts.read(what) : null;
    byte[] data = call == null ? coreCall(kind, what, from) : call.data();
    long nonce =
        verify
            .flatMap(node -> node.find("nonce"))
            .map(DocumentNode::uint64)
            .orElse(from == null ? 0 : world.nonce(from));
    LocalTransaction local =
        new LocalTransaction(
            from,
            call == null ? AspectCoreContract.ADDRESS : call.to(),
            call == null ? BigInteger.ZERO : call.value(),
            verify.map(node -> payload(node, data)).orElse(data),
            nonce,
            step.find("gas").map(DocumentNode::uint64).orElse(defaultGas),
            step.find("gasPrice").map(DocumentNode::natural).orElse(BigInteger.ZERO));
    return new NodeTransaction(local, call, verify.isPresent());
  }

  private byte[] payload(DocumentNode verify, byte[] callData) {
    return new VerificationPayload(values.bytes(verify.get("data")), callData).encode();
  }

  private byte[] coreCall(String kind, DocumentNode what, ByteKey from) {
    if (from == null) {
      throw what.wrong("an aspect verifies senders of calls only");
    }
    return switch (kind) {
      case "deploy" -> deploy(what, from);
      case "upgrade" ->
          CoreContractCalls.upgrade(
              new Upgrade(address(what, "aspect"), wasm(what), properties(what), joinPoints(what)));
      case "bind" ->
          CoreContractCalls.bind(
              address(what, "aspect"), version(what), address(what, "account"), priority(what));
      case "unbind" -> CoreContractCalls.unbind(address(what, "aspect"), address(what, "account"));
      case "changeVersion" ->
          CoreContractCalls.changeVersion(
              address(what, "aspect"), address(what, "account"), version(what));
      case "operation" ->
          CoreContractCalls.operation(address(what, "aspect"), scripts.bytes(what, "data"));
      default -> values.bytes(what);
    };
  }

  private ByteKey address(DocumentNode what, String field) {
    return values.address(what.get(field));
  }

  private static long version(DocumentNode what) {
    return what.find("version").map(DocumentNode::uint64).orElse(0L);
  }

  private static int priority(DocumentNode what) {
    return what.find("priority")
        .map(node -> (int) node.between(Byte.MIN_VALUE, Byte.MAX_VALUE))
        .orElse(0);
  }

  /** From here on the scenario's name for the aspect is known. */
  private byte[] deploy(DocumentNode what, ByteKey from) {
    String name = what.get("as").text();
    names.addAddress(name, CoreContractCalls.aspectId(from, world.nonce(from)));
    return CoreContractCalls.deploy(
        new Deployment(
            wasm(what),
            scripts.bytes(what, "initData"),
            properties(what),
            what.find("account").map(values::address).orElse(from),
            scripts.bytes(what, "proof"),
            joinPoints(what)));
  }

  private byte[] wasm(DocumentNode what) {
    DocumentNode file = what.get("wasm");
    Path path;
    try {
      path = folder.resolve(file.text());
    } catch (InvalidPathException e) {
      throw file.wrong("no path, " + e.getReason());
    }
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw file.wrong("the module cannot be read: " + path);
    }
  }

  private static long joinPoints(DocumentNode what) {
    long bits = 0;
    for (DocumentNode name :
        what.find("joinPoints").map(DocumentNode::elements).orElse(List.of())) {
      bits |= JoinPoint.byText(name.text()).orElseThrow().bit();
    }
    return bits;
  }

  private List<Property> properties(DocumentNode what) {
    List<Property> properties = new ArrayList<>();
    what.find("properties")
        .ifPresent(
            all ->
                all.fields()
                    .forEach(
                        (key, value) ->
                            properties.add(
                                new Property(values.key(key, value), values.bytes(value)))));
    return properties;
  }
}
