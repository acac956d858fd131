package io.aspectvm.cli;

import static io.aspectvm.cli.Cli.example;
import static io.aspectvm.cli.Cli.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.aspectvm.gas.inject.ModuleInstrumenter;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import io.aspectvm.wasm.validate.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstrumentCommandTest {

  @TempDir Path folder;

  @Test
  void writesWhatTheLibraryMakes() throws IOException, WasmException {
    Path output = folder.resolve("out.wasm");
    Cli.Result result =
        run("instrument", example("hello"), "-o", output, "--json", "--schedule", "artela-legacy")
            .done();
    assertEquals(List.of("functions", "charges", "bytesIn", "bytesOut"), result.fields());
    JsonNode json = result.json();
    assertEquals(26, json.get("functions").intValue());
    assertEquals(216, json.get("charges").intValue());
    assertEquals(Files.size(example("hello")), json.get("bytesIn").longValue());
    assertEquals(Files.size(output), json.get("bytesOut").longValue());
    byte[] expected =
        ModuleInstrumenter.instrument(
                Validator.validate(Files.readAllBytes(example("hello")), Profile.WASM),
                GasSchedules.ARTELA_LEGACY)
            .bytes();
    assertArrayEquals(expected, Files.readAllBytes(output));
  }

  @Test
  void refusesWhatIsInstrumentedAlready() {
    Path output = folder.resolve("out.wasm");
    run("instrument", example("hello"), "-o", output).done();
    run("instrument", output, "-o", output).fails(1, output + ": invalid: ", "__gas_counter__");
  }
}
