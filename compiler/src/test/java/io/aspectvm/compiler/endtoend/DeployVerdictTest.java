package io.aspectvm.compiler.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.runtime.registry.CoreResult;
import io.aspectvm.runtime.store.ChainStore;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What deployment accepts (aspect-abi, section 2.1): what the reference's validator does, less the
 * exports that are refused everywhere. What is accepted and cannot run crashes or fails where it is
 * to run, and nowhere earlier.
 */
@Timeout(60)
class DeployVerdictTest extends RegistryFixture {

  private static final byte[] EMPTY = {};
  private static final GuestModule SOUND =
      GuestModule.aspect().export("execute", "i32 i32 -> i32", "i32.const 0");
  private static final String CRASH = "aspect execution crashed";

  private final ChainStore store = ChainStore.inMemory();

  @Override
  ChainStore store() {
    return store;
  }

  @AfterEach
  void close() {
    node.close();
    store.close();
  }

  private static Arguments refused(String what, GuestModule module, String text) {
    return Arguments.of(what, module.toByteArray(), text);
  }

  private static Stream<Arguments> refused() {
    GuestModule noEntry = SOUND.without("__aspect_start__");
    GuestModule start = SOUND.function("s", "->", "").start("s");
    return Stream.of(
        // Stricter than the reference, and said so.
        refused("a name twice", SOUND.exportFunction("execute", "allocate"), "duplicate export"),
        refused("a name of two kinds", SOUND.exportGlobal("execute", "heap"), "duplicate export"),
        refused(
            "the gas counter",
            SOUND.exportGlobal("__gas_counter__", "heap"),
            "reserved export name"),
        refused(
            "a function by the gas counter's name",
            SOUND.exportFunction("__gas_counter__", "allocate"),
            "reserved export name"),
        Arguments.of("an export of nothing", dangling(SOUND.toByteArray()), "unknown function"),
        // As the reference.
        refused("a start section", start, "start section not allowed"),
        refused(
            "a start section and no entry point",
            noEntry.function("s", "->", "").start("s"),
            "start section not allowed"),
        refused("no entry point", noEntry, "aspect entrypoint not exported"),
        refused(
            "an entry point that is no function",
            noEntry.exportGlobal("__aspect_start__", "heap"),
            "aspect entrypoint not exported"),
        refused(
            "no entry point, before a bad body",
            noEntry.function("bad", "-> i32", "i64.const 0"),
            "aspect entrypoint not exported"),
        refused("a bad body", SOUND.function("bad", "-> i32", "i64.const 0"), "type mismatch"),
        refused(
            "a float parameter",
            SOUND.function("f", "f64 ->", ""),
            "floating-point support is disabled"),
        refused(
            "a float operator",
            SOUND.function("f", "->", "i32.const 0; f32.reinterpret_i32; drop"),
            "floating-point support is disabled"),
        refused(
            "bulk memory",
            SOUND.function("f", "->", "i32.const 0; i32.const 0; i32.const 0; memory.fill"),
            "bulk memory support is not enabled"),
        Arguments.of("no module", new byte[] {0, 'a', 's', 'm'}, ""),
        Arguments.of("nothing", EMPTY, "code is empty"));
  }

  /** Gives the export {@code execute} an index that no function has. */
  private static byte[] dangling(byte[] module) {
    int name = new String(module, ISO_8859_1).indexOf("execute");
    byte[] changed = module.clone();
    changed[name + "execute".length() + 1] = 99;
    return changed;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String what, byte[] module, String text) throws Exception {
    String ofDeployment = refused(SENDER, deployment(module, EMPTY, 0));
    assertTrue(ofDeployment.contains(text), ofDeployment);
    assertEquals(1, ofDeployment.lines().count());
    assertFalse(deployed(aspects -> aspects.code(FIRST, 1)).isPresent());
    done(SENDER, deployment(example("counter"), EMPTY, 0)); // The second: nonces do not come back.
    assertEquals(ofDeployment, refused(SENDER, upgrade(SECOND, module, 0)));
    long latest = deployed(aspects -> aspects.latestVersion(SECOND));
    assertEquals(1, latest);
  }

  private static Arguments accepted(String what, GuestModule module, String error) {
    return Arguments.of(what, module.toByteArray(), error);
  }

  private static Stream<Arguments> accepted() {
    return Stream.of(
        accepted("sound", SOUND, null),
        accepted("one more function", SOUND.export("f", "i64 i64 i64 ->", ""), null),
        accepted(
            "the names of AssemblyScript",
            SOUND.export("__new", "i32 -> i32", "i32.const 0"),
            null),
        accepted("a mutable global", SOUND.exportGlobal("g", "heap"), null),
        accepted("160 pages", SOUND.memory(160), null),
        accepted("512 pages", SOUND.memory(512), null),
        accepted("513 pages", SOUND.memory(513), CRASH),
        accepted(
            "an entry point of another type",
            SOUND.export("__aspect_start__", "i32 ->", ""),
            "aspect init failed"),
        accepted("no allocate", SOUND.without("allocate"), "function 'allocate' does not exist"),
        accepted("no execute", SOUND.without("execute"), "method execute does not exist"),
        accepted("no memory", SOUND.withoutMemory(), "memory export not found"),
        accepted(
            "several results",
            SOUND.function("two", "-> i32 i32", "i32.const 0; i32.const 0"),
            CRASH),
        accepted("an unknown import", SOUND.importing("seed", "env", "seed", "-> i32"), CRASH),
        accepted(
            "an import of another type",
            SOUND.importing("gas", "util-api", "__UtilApi__.gas", "-> i64"),
            CRASH),
        accepted(
            "an imported global",
            SOUND.importingGlobal("g", "env", "g", ValueType.I32, false),
            CRASH),
        accepted(
            "an imported memory",
            SOUND.withoutMemory().importingMemory("env", "memory", 1, 1),
            CRASH),
        accepted("an imported table", SOUND.importingTable("env", "table", 1, 1), CRASH));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void accepted(String what, byte[] module, String error) throws Exception {
    done(SENDER, deployment(example("counter"), EMPTY, 0));
    done(SENDER, upgrade(FIRST, module, 0));
    assertArrayEquals(module, deployed(aspects -> aspects.code(FIRST, 2)).orElseThrow());
    CoreResult result = call(SENDER, GAS, ENTRYPOINT.encodeCall(FIRST, EMPTY));
    if (error == null) {
      assertTrue(result.isSuccess(), () -> result.error().text());
      return;
    }
    assertTrue(result.error().text().contains(error), result.error().text());
    if (error.equals(CRASH)) {
      assertEquals(GAS, result.gasLeft());
    }
  }
}
