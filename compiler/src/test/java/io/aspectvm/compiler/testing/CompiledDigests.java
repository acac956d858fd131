package io.aspectvm.compiler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.compiler.TickHost;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.code.Digests;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Digests of everything that the compiler makes of a number of modules. As a program, it writes
 * them to a file, for comparison with those that another JVM gets.
 */
public final class CompiledDigests {

  private CompiledDigests() {}

  /** Modules by name: the examples, the gas vectors where they are, some of every shape. */
  public static Map<String, byte[]> modules() throws IOException {
    Map<String, byte[]> modules = new LinkedHashMap<>();
    for (String name : List.of("counter", "guard", "hello", "merkle", "pricing", "values")) {
      modules.put(name, Files.readAllBytes(Aspects.example("wasm/" + name + ".wasm")));
    }
    Path vectors =
        Path.of(System.getProperty("aspectvm.shared", "../../shared"), "gas-vectors/vectors.json");
    if (Files.exists(vectors)) {
      for (JsonNode module : new ObjectMapper().readTree(vectors.toFile())) {
        modules.put(
            module.get("name").asText(),
            Base64.getDecoder().decode(module.get("wasmBase64").asText()));
      }
    }
    Recursion.cases().forEach(guest -> modules.put(guest.name(), guest.guest().toByteArray()));
    return modules;
  }

  /** Digests of artefacts under several options, one line each. */
  public static List<String> digests() throws IOException, WasmException {
    CompilerOptions options =
        CompilerOptions.of(Profile.WASM)
            .withHostModules(HostModules.standard().plus(TickHost.class));
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, byte[]> module : modules().entrySet()) {
      for (CompilerOptions each :
          List.of(
              options,
              options.withSchedule(GasSchedules.HARDENED),
              options.withMethodBytes(200),
              options.withMetering(false))) {
        CompiledModule compiled = new ModuleCompiler(each).compile(module.getValue()).module();
        lines.add(
            module.getKey()
                + " "
                + HexFormat.of().formatHex(Digests.sha256(ArtefactWriter.write(compiled))));
      }
    }
    return lines;
  }

  /** Writes the digests to the file that the first argument names. */
  public static void main(String[] arguments) throws Exception {
    Files.write(Path.of(arguments[0]), digests(), StandardCharsets.UTF_8);
  }
}
