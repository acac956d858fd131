package io.aspectvm.compiler.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.testing.Aspects;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.compiler.testing.Links;
import io.aspectvm.runtime.AspectInstance;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.InvocationResult;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.Linker;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.ValueType;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What linked instances share: memories, tables, globals, and references to functions. */
class LinkedStateTest {

  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.WASM);

  private static void assertResult(long expected, AspectInstance instance, String f, long... args) {
    InvocationResult result = instance.invoke(f, args);
    assertArrayEquals(new long[] {expected}, result.results(), f + ": " + result);
  }

  private static void assertTrap(TrapKind trap, AspectInstance instance, String f, long... args) {
    assertEquals(trap, instance.invoke(f, args).trap(), f);
  }

  /** The caller has the memory's array in a local while another module replaces it. */
  @ParameterizedTest
  @CsvSource({"call $grow, 1", "i32.const 0; call_indirect -> i32, 1"})
  void growthByAnotherModuleIsSeen(String growing, int before) throws Exception {
    GuestModule library =
        new GuestModule()
            .memory(1)
            .table(1, "grow")
            .exportTable("t")
            .export("grow", "-> i32", "i32.const 1; memory.grow")
            .export("peek", "i32 -> i32", "local.get 0; i32.load");
    String touch = "i32.const 8; i32.const 8; i32.load; i32.const 1; i32.add; i32.store;";
    GuestModule caller =
        new GuestModule()
            .importing("grow", "lib", "grow", "-> i32")
            .importingMemory("lib", "memory", 1, -1)
            .importingTable("lib", "t", 1, -1)
            .export("inner", "-> i32", growing)
            .export(
                "f",
                "-> i32",
                touch.repeat(40)
                    + growing
                    + "; drop; call $inner; drop;"
                    + "i32.const 131072; i32.const 77; i32.store;"
                    + touch.repeat(40)
                    + "i32.const 131072; i32.load");
    Links.underEachPolicy(
        OPTIONS,
        links -> {
          AspectInstance owner = links.add("lib", library);
          AspectInstance user = links.instantiate(caller);
          assertResult(77, user, "f");
          assertResult(77, owner, "peek", 131_072);
          assertResult(80, owner, "peek", 8);
          assertResult(3, owner, "grow");
          assertResult(77, user, "f");
          assertTrap(TrapKind.OUT_OF_BOUNDS_MEMORY, owner, "peek", 6 * 65_536);
        });
  }

  private static GuestModule inTable(int position, String code) {
    return new GuestModule()
        .importingTable("table", "t", 10, 20)
        .elements(position, "mine", "other")
        .function("mine", "i32 -> i32", code)
        .function("other", "-> i64", "i64.const 1")
        .function("unused", "i32 -> i32", "unreachable")
        .export("call", "i32 i32 -> i32", "local.get 0; local.get 1; call_indirect i32 -> i32");
  }

  /** Three modules, each with functions at the same indices, and none of them confused. */
  @Test
  void aTableHoldsFunctionsOfSeveralModules() throws Exception {
    GuestModule owner =
        new GuestModule()
            .table(10, "mine")
            .exportTable("t")
            .function("mine", "i32 -> i32", "local.get 0; i32.const 100; i32.add")
            .export("call", "i32 i32 -> i32", "local.get 0; local.get 1; call_indirect i32 -> i32");
    Links.underEachPolicy(
        OPTIONS,
        links -> {
          AspectInstance[] modules = {
            links.add("table", owner),
            links.instantiate(
                inTable(2, "local.get 0; i32.const 200; i32.add")
                    .importingTable("table", "t", 10, -1)),
            links.instantiate(
                inTable(5, "local.get 0; i32.const 300; i32.add")
                    .importingTable("table", "t", 5, -1))
          };
          UnloadableModuleException refused =
              assertThrows(
                  UnloadableModuleException.class,
                  () -> links.instantiate(inTable(2, "local.get 0")));
          assertEquals(Reason.MISTYPED_IMPORT, refused.reason());
          assertEquals(
              "import 'table' 't': is a table of 10 to 20 funcref, what is offered a table of 10"
                  + " funcref",
              refused.getMessage());
          for (AspectInstance module : modules) {
            assertResult(107, module, "call", 7, 0);
            assertResult(207, module, "call", 7, 2);
            assertResult(307, module, "call", 7, 5);
            assertTrap(TrapKind.UNINITIALIZED_ELEMENT, module, "call", 7, 1);
            assertTrap(TrapKind.INDIRECT_CALL_TYPE_MISMATCH, module, "call", 7, 3);
            assertTrap(TrapKind.INDIRECT_CALL_TYPE_MISMATCH, module, "call", 7, 6);
            assertTrap(TrapKind.UNDEFINED_ELEMENT, module, "call", 7, 10);
            assertTrap(TrapKind.UNDEFINED_ELEMENT, module, "call", 7, -1);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "I32, i32.const -7, -7",
    "I64, i64.const -70000000000, -70000000000",
    "F32, f32.const 0x7fc00001, 2143289345",
    "F64, f64.const 0x7ff8000000000001, 9221120237041090561",
    "EXTERNREF, local.get 0, 42",
    "FUNCREF, local.get 0, -1",
  })
  void mutableGlobalsAreShared(ValueType type, String value, long bits) throws Exception {
    String name = type.text();
    GuestModule library =
        new GuestModule()
            .global("unrelated", ValueType.I64, 5)
            .global("g", type, 0)
            .exportGlobal("g", "g")
            .export("get", "-> " + name, "global.get $g")
            .export("set", "externref funcref ->", setting(type, value));
    GuestModule caller =
        new GuestModule()
            .importingGlobal("g", "lib", "g", type, true)
            .exportGlobal("again", "g")
            .export("get", "-> " + name, "global.get $g")
            .export("set", "externref funcref ->", setting(type, value));
    Links.underEachPolicy(
        OPTIONS,
        links -> {
          for (boolean callerSets : new boolean[] {true, false}) {
            AspectInstance owner = links.add("lib", library);
            AspectInstance user = links.add("user", caller);
            AspectInstance third =
                links.instantiate(caller.importingGlobal("g", "user", "again", type, true));
            assertTrue((callerSets ? third : owner).invoke("set", 42, -1).isSuccess());
            for (AspectInstance instance : new AspectInstance[] {owner, user, third}) {
              assertResult(bits, instance, "get");
            }
            assertEquals(bits, owner.globalValue("g"));
            assertEquals(bits, third.globalValue("again"));
          }
        });
  }

  private static String setting(ValueType type, String value) {
    return (type == ValueType.FUNCREF ? "local.get 1" : value) + "; global.set $g";
  }

  /** What a failed instantiation wrote stays, and the functions in it work. */
  @Test
  void segmentsBeforeTheOneThatDoesNotFitStay() throws Exception {
    GuestModule owner =
        new GuestModule()
            .memory(1)
            .table(10)
            .exportTable("t")
            .export("peek", "i32 -> i32", "local.get 0; i32.load8_u")
            .export("call", "i32 -> i32", "local.get 0; call_indirect -> i32");
    GuestModule failing =
        new GuestModule()
            .importingMemory("lib", "memory", 1, -1)
            .importingTable("lib", "t", 1, -1)
            .global("state", ValueType.I32, 41)
            .elements(3, "f")
            .data(0, (byte) 9)
            .data(65_536, (byte) 1)
            .data(65_537, (byte) 1)
            .function(
                "f",
                "-> i32",
                "global.get $state; i32.const 1; i32.add; global.set $state; global.get $state");
    Links.underEachPolicy(
        OPTIONS,
        links -> {
          AspectInstance lib = links.add("lib", owner);
          Trap trap = assertThrows(Trap.class, () -> links.instantiate(failing));
          assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, trap.kind());
          assertResult(9, lib, "peek", 0);
          assertResult(42, lib, "call", 3);
          assertResult(43, lib, "call", 3);
          trap = assertThrows(Trap.class, () -> links.instantiate(failing.elements(10, "f")));
          assertEquals(TrapKind.OUT_OF_BOUNDS_TABLE, trap.kind());
        });
  }

  /** References go through parameters, results and globals, and are called elsewhere. */
  @Test
  void referencesTravel() throws Exception {
    GuestModule library =
        new GuestModule()
            .table(2, "secret")
            .global("kept", ValueType.FUNCREF, 0)
            .exportGlobal("kept", "kept")
            .function("secret", "i32 -> i32", "local.get 0; i32.const 1000; i32.add")
            .function("wrong", "-> i32", "i32.const 3")
            .export("give", "-> funcref", "i32.const 0; table.get 0")
            .export("echo", "externref -> externref", "local.get 0")
            .export("keep", "funcref ->", "local.get 0; global.set $kept")
            .export(
                "run",
                "i32 -> i32",
                "i32.const 1; global.get $kept; table.set 0;"
                    + "local.get 0; i32.const 1; call_indirect i32 -> i32");
    GuestModule caller =
        new GuestModule()
            .importing("give", "lib", "give", "-> funcref")
            .importing("echo", "lib", "echo", "externref -> externref")
            .importing("keep", "lib", "keep", "funcref ->")
            .importing("run", "lib", "run", "i32 -> i32")
            .importingGlobal("kept", "lib", "kept", ValueType.FUNCREF, true)
            .table(4, "mine", "wrong", "run")
            .function("mine", "i32 -> i32", "local.get 0; i32.const 2000; i32.add")
            .function("wrong", "-> i32", "i32.const 3")
            .export(
                "take",
                "i32 -> i32",
                "i32.const 3; call $give; table.set 0;"
                    + "local.get 0; i32.const 3; call_indirect i32 -> i32")
            .export(
                "offer",
                "i32 i32 -> i32",
                "local.get 1; table.get 0; call $keep; local.get 0; call $run")
            .export(
                "assign",
                "i32 -> i32",
                "i32.const 0; table.get 0; global.set $kept; local.get 0; call $run")
            .export("echo", "externref -> externref", "local.get 0; call $echo");
    Links.underEachPolicy(
        OPTIONS,
        links -> {
          links.instantiate(new GuestModule().table(5).exportTable("t"));
          links.add("lib", library);
          AspectInstance user = links.instantiate(caller);
          assertResult(1_007, user, "take", 7);
          assertResult(2_007, user, "offer", 7, 0);
          assertTrap(TrapKind.INDIRECT_CALL_TYPE_MISMATCH, user, "offer", 7, 1);
          // An imported function is a reference too, and calling it ends somewhere.
          assertTrap(TrapKind.CALL_STACK_EXHAUSTED, user, "offer", 7, 2);
          assertResult(2_007, user, "assign", 7);
          assertResult(Integer.MAX_VALUE, user, "echo", Integer.MAX_VALUE);
          assertResult(-1, user, "echo", -1);
          user.invoke("offer", 7, 9);
          assertTrap(TrapKind.OUT_OF_BOUNDS_TABLE, user, "offer", 7, 9);
        });
  }

  /** An open module that nobody linked: addresses are function indices. */
  @Test
  void openModulesWorkAlone() throws Exception {
    GuestModule module =
        new GuestModule()
            .table(4, "one", "other")
            .exportTable("t")
            .function("one", "-> i32", "i32.const 1")
            .function("other", "-> i64", "i64.const 1")
            .export("give", "i32 -> funcref", "local.get 0; table.get 0")
            .export(
                "call",
                "funcref -> i32",
                "i32.const 3; local.get 0; table.set 0; i32.const 3; call_indirect -> i32");
    Aspects.underEachPolicy(
        module.toByteArray(),
        OPTIONS,
        aspect -> {
          AspectInstance instance = aspect.newInstance();
          assertResult(0, instance, "give", 0);
          assertResult(1, instance, "call", 0);
          assertTrap(TrapKind.INDIRECT_CALL_TYPE_MISMATCH, instance, "call", 1);
          assertTrap(TrapKind.INDIRECT_CALL_TYPE_MISMATCH, instance, "call", 77);
          assertTrap(TrapKind.UNINITIALIZED_ELEMENT, instance, "call", -1);
        });
  }

  @Test
  void startRunsImportedFunctions() throws Exception {
    GuestModule library =
        new GuestModule()
            .global("count", ValueType.I32, 0)
            .export("begin", "->", "global.get $count; i32.const 1; i32.add; global.set $count")
            .export("count", "-> i32", "global.get $count");
    CompilerOptions plain = OPTIONS.withPlainStart();
    Links.underEachPolicy(
        plain,
        links -> {
          AspectInstance lib = links.add("lib", library);
          AspectInstance user =
              links.instantiate(
                  new GuestModule().importing("begin", "lib", "begin", "->").start("begin"));
          assertTrue(user.start().isSuccess());
          assertResult(1, lib, "count");
        });
  }

  /** The segment that does not fit is still there, as are those behind it. */
  @Test
  void failedInstantiationDropsOnlyWhatItUsed() throws Exception {
    GuestModule owner =
        new GuestModule()
            .table(4, "call")
            .exportTable("t")
            .export("call", "i32 -> i32", "local.get 0; call_indirect -> i32");
    String init = "i32.const 3; i32.const 0; i32.const 1; table.init ";
    GuestModule failing =
        new GuestModule()
            .importingTable("lib", "t", 4, -1)
            .function("used", "-> i32", init + "0 0; i32.const 1")
            .function("failed", "-> i32", init + "1 0; i32.const 1")
            .function("seven", "-> i32", "i32.const 7")
            .elements(1, "used", "failed")
            .elements(4, "seven");
    Links.underEachPolicy(
        OPTIONS,
        links -> {
          AspectInstance lib = links.add("lib", owner);
          assertThrows(Trap.class, () -> links.instantiate(failing));
          assertTrap(TrapKind.OUT_OF_BOUNDS_TABLE, lib, "call", 1);
          assertResult(1, lib, "call", 2);
          assertResult(7, lib, "call", 3);
        });
  }

  /** Its manifest is known, but not its wasm, which segments come from. */
  @Test
  void anotherWasmUnderTheSameManifestIsRefused() throws Exception {
    byte[] wasm = new GuestModule().memory(1).data(0, (byte) 1).toByteArray();
    CompiledModule module = Aspects.compile(wasm, OPTIONS);
    Map<String, byte[]> classes = new HashMap<>();
    for (String name : module.classNames()) {
      ByteBuffer file = module.classFile(name);
      byte[] bytes = new byte[file.remaining()];
      file.get(bytes);
      classes.put(name, bytes);
    }
    try (AspectRuntime runtime = Aspects.runtime(OPTIONS, Isolation.CLASS_LOADER)) {
      Linker linker = new Linker(runtime);
      linker.instantiate(module);
      for (int length : new int[] {wasm.length, 3}) {
        CompiledModule other = new CompiledModule(module.manifest(), new byte[length], classes);
        UnloadableModuleException refused =
            assertThrows(UnloadableModuleException.class, () -> linker.instantiate(other));
        assertEquals(Reason.DAMAGED, refused.reason());
      }
    }
  }

  /** Functions of an aspect have no addresses, so tables of aspects cannot be shared. */
  @Test
  void tablesOfAspectsAreNotShared() throws Exception {
    CompilerOptions aspect = CompilerOptions.of(Profile.ASPECT).withCheckedClasses();
    GuestModule owner =
        GuestModule.aspect().table(4, "f").exportTable("t").export("f", "-> i32", "i32.const 1");
    GuestModule importer = GuestModule.aspect().importingTable("lib", "t", 1, -1);
    CompiledModule closed = Aspects.compile(owner.toByteArray(), aspect);
    try (AspectRuntime runtime = Aspects.runtime(aspect, Isolation.CLASS_LOADER)) {
      Linker linker = new Linker(runtime);
      AspectInstance instance = linker.instantiate(closed);
      assertResult(1, instance, "f");
      linker.define("lib", instance);
      for (CompilerOptions options : new CompilerOptions[] {aspect, OPTIONS}) {
        CompiledModule module = Aspects.compile(importer.toByteArray(), options);
        assertEquals(
            Reason.MISSING_IMPORT,
            assertThrows(UnloadableModuleException.class, () -> linker.instantiate(module))
                .reason());
      }
    }
  }

  @Test
  void theLibraryRefusesWhatItCannotKeepApart() throws Exception {
    CompiledModule module =
        Aspects.compile(
            new GuestModule().export("f", "-> i32", "i32.const 1").toByteArray(), OPTIONS);
    CompiledModule importer =
        Aspects.compile(
            new GuestModule().importing("f", "lib", "f", "-> i32").toByteArray(), OPTIONS);
    try (AspectRuntime runtime = Aspects.runtime(OPTIONS, Isolation.CLASS_LOADER)) {
      Linker linker = new Linker(runtime);
      ExecutionContext context = ExecutionContext.builder().build();
      AspectInstance instance = linker.instantiate(module, context);
      assertThrows(IllegalArgumentException.class, () -> linker.instantiate(module, context));
      AspectInstance alone = runtime.load(module).newInstance();
      assertThrows(IllegalArgumentException.class, () -> linker.define("lib", alone));
      assertThrows(
          IllegalArgumentException.class, () -> new Linker(runtime).define("lib", instance));
      // A module that is cached for a linker is still refused without one.
      linker.define("lib", instance);
      linker.instantiate(importer);
      assertEquals(
          Reason.MISSING_IMPORT,
          assertThrows(UnloadableModuleException.class, () -> runtime.load(importer)).reason());
      assertThrows(
          UnloadableModuleException.class, () -> new Linker(runtime).instantiate(importer));
    }
  }
}
