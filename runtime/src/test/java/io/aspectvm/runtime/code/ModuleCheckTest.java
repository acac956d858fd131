package io.aspectvm.runtime.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.artefact.v1.ConstantInstruction;
import io.aspectvm.proto.artefact.v1.ElementSegment;
import io.aspectvm.proto.artefact.v1.Export;
import io.aspectvm.proto.artefact.v1.FunctionName;
import io.aspectvm.proto.artefact.v1.HostPrice;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.proto.artefact.v1.SegmentMode;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.HostModules;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Manifests that no compiler wrote, and modules that do not fit the runtime. */
class ModuleCheckTest {

  private static final HostFunction KECCAK = HostModules.standard().functions().iterator().next();

  private static Arguments damaged(String message, Consumer<Manifest.Builder> change) {
    return Arguments.of(Reason.DAMAGED, message, change);
  }

  private static Arguments row(Reason reason, String message, Consumer<Manifest.Builder> change) {
    return Arguments.of(reason, message, change);
  }

  private static ConstantInstruction constant(int opcode, long value) {
    return TestModule.constant(opcode, value);
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        damaged("type is unknown", m -> m.getTypesBuilder(0).setResults(bytes(0x40))),
        damaged("type that does not exist", m -> m.setFunctionTypes(1, 99)),
        damaged("type that does not exist", m -> m.setFunctionTypes(1, -1)),
        damaged("results scratch", m -> m.setResultScratch(1000)),
        damaged("results scratch", m -> m.setResultScratch(-1)),
        damaged("start function does not", m -> m.setStartFunction(99)),
        damaged("start function has", m -> m.setStartFunction(0)),
        damaged("name belongs", m -> m.addNames(FunctionName.newBuilder().setFunction(99))),
        damaged("no depth budget", m -> m.setDepthBudget(0)),
        damaged("two exports", m -> m.addExports(m.getExports(0))),
        damaged("unknown kind", m -> m.getExportsBuilder(0).setKind(4)),
        damaged("refers to nothing", m -> m.getExportsBuilder(0).setIndex(99)),
        damaged("refers to nothing", m -> m.addExports(export("m", 2, 1))),
        damaged("refers to nothing", m -> m.addExports(export("t", 1, 1))),
        damaged("refers to nothing", m -> m.addExports(export("g", 3, -1))),
        damaged("table has", m -> m.getTablesBuilder(0).setElementType(0)),
        damaged("global has an unknown", m -> m.getGlobalsBuilder(0).setType(1)),
        damaged("no valid value", m -> global(m, constant(0x41, 1))),
        damaged("no valid value", m -> global(m, constant(0x23, 0))),
        damaged("no valid value", m -> global(m, constant(0x6A, 0))),
        damaged("no valid value", m -> m.getGlobalsBuilder(0).clearInitializer()),
        damaged("no valid value", m -> initializer(m, 0x42, 0x42)),
        damaged("no valid value", m -> initializer(m, 0x42, 0x7C)),
        damaged("no valid value", m -> initializer(m, 0x7C)),
        damaged("no valid value", m -> initializer(m, 0x41, 0x41, 0x7C)),
        damaged("no valid value", m -> initializer(m, 0x41, 0x41, 0x6A)),
        damaged("no valid value", m -> initializer(m, 0x42, 0x41, 0x7C)),
        damaged("no valid value", m -> initializer(m, 0x42, 0x42, 0x7F)),
        damaged("table of another type", m -> m.getElementsBuilder(0).setElementType(0x6F)),
        damaged("segment has an unknown", m -> m.getElementsBuilder(0).setElementType(0x7F)),
        damaged("unknown kind", m -> m.addOtherImportsBuilder().setKind(0)),
        damaged("unknown kind", m -> m.addOtherImportsBuilder().setKind(-1)),
        damaged("is no reference", m -> importedGlobal(m, true).setFunctions(0, -2)),
        damaged("no valid position", m -> importedPosition(m, true)),
        row(Reason.MISSING_IMPORT, "global", m -> importedPosition(m, false)),
        row(Reason.MISSING_IMPORT, "global", m -> importedGlobal(m, false).setFunctions(0, -2)),
        damaged("more than one memory", m -> m.addOtherImportsBuilder().setKind(2)),
        damaged("global has an unknown", m -> m.addOtherImportsBuilder().setKind(3)),
        damaged("table has an unknown", m -> m.addOtherImportsBuilder().setKind(1).setType(0x7F)),
        damaged("has no table", m -> m.getElementsBuilder(0).setTable(1)),
        damaged("is no reference", m -> m.getElementsBuilder(0).setFunctions(0, 99)),
        damaged("is no reference", m -> m.getElementsBuilder(0).setFunctions(0, -2)),
        damaged("is no reference", m -> m.getElementsBuilder(0).setFunctions(0, -99)),
        damaged("is no reference", m -> m.getElementsBuilder(0).setFunctions(0, 1 << 31)),
        damaged("no valid position", m -> data(m, constant(0x42, 0))),
        damaged("no valid position", m -> data(m, constant(0x23, 0))),
        damaged("no valid position", m -> data(m, constant(0x23, 99))),
        damaged("has no memory", Manifest.Builder::clearMemory),
        damaged("unknown mode", m -> m.getDataBuilder(0).setMode(SegmentMode.DECLARATIVE)),
        damaged("unknown mode", m -> m.getDataBuilder(0).setModeValue(3).clearPosition()),
        damaged("unknown mode", m -> m.getElementsBuilder(0).setModeValue(3).clearPosition()),
        damaged("outside the wasm", m -> m.getDataBuilder(0).setLength(Integer.MAX_VALUE)),
        damaged("outside the wasm", m -> m.getDataBuilder(0).setStart(-1)),
        damaged("begins within another", m -> m.addData(m.getData(0))),
        damaged("begins within another", ModuleCheckTest::bombOfSegments),
        row(Reason.LIMIT_EXCEEDED, "table minimum", ModuleCheckTest::bombOfTables),
        damaged("more imports", ModuleCheckTest::moreImports),
        damaged("price", m -> m.getImportsBuilder(0).getPriceBuilder().setFixed(-1)),
        damaged(
            "price",
            m -> m.getImportsBuilder(0).getPriceBuilder().getSurchargeBuilder().setBase(-1)),
        row(Reason.LIMIT_EXCEEDED, "memory minimum", m -> memory(m, 32_768, 32_768)),
        row(Reason.LIMIT_EXCEEDED, "4294967295", m -> memory(m, -1, -1)),
        row(Reason.LIMIT_EXCEEDED, "memory ceiling", m -> memory(m, 1, 32_768)),
        row(Reason.LIMIT_EXCEEDED, "513, limit 512", m -> memory(m, 513, 512)),
        row(Reason.LIMIT_EXCEEDED, "table", m -> m.getTablesBuilder(0).setMinimum(10_000_001)),
        row(Reason.LIMIT_EXCEEDED, "4294967295", m -> m.getTablesBuilder(0).setMinimum(-1)),
        row(Reason.LIMIT_EXCEEDED, "4294967295", m -> m.getTablesBuilder(0).setCeiling(-1)),
        row(Reason.LIMIT_EXCEEDED, "table ceil", m -> m.getTablesBuilder(0).setCeiling(10_000_001)),
        row(Reason.LIMIT_EXCEEDED, "depth", m -> m.setDepthBudget(262_145)),
        row(Reason.LIMIT_EXCEEDED, "depth", m -> m.setDepthBudget(-1)),
        row(Reason.MISSING_IMPORT, "'a\\u{a}b'", m -> m.getImportsBuilder(0).setField("a\nb")),
        row(Reason.MISSING_IMPORT, "when the module", m -> m.getImportsBuilder(0).clearLink()),
        row(Reason.MISTYPED_IMPORT, "has type (i32, i64)", m -> m.setFunctionTypes(0, 5)),
        row(Reason.MISTYPED_IMPORT, "another host method", m -> link(m, "method")),
        row(Reason.MISTYPED_IMPORT, "another host method", m -> link(m, "owner")),
        row(Reason.MISTYPED_IMPORT, "another host method", m -> link(m, "descriptor")),
        row(Reason.MISTYPED_IMPORT, "another host method", m -> link(m, "raw")));
  }

  private static ByteString bytes(int value) {
    return ByteString.copyFrom(new byte[] {(byte) value});
  }

  private static Export export(String name, int kind, int index) {
    return Export.newBuilder().setName("x" + name).setKind(kind).setIndex(index).build();
  }

  private static void global(Manifest.Builder manifest, ConstantInstruction value) {
    manifest.getGlobalsBuilder(0).setInitializer(0, value);
  }

  private static void initializer(Manifest.Builder manifest, int... opcodes) {
    manifest.getGlobalsBuilder(0).clearInitializer();
    for (int opcode : opcodes) {
      manifest.getGlobalsBuilder(0).addInitializer(constant(opcode, 0));
    }
  }

  /** With an import of a funcref as global 0, and a segment that can use it. */
  private static ElementSegment.Builder importedGlobal(Manifest.Builder manifest, boolean mutable) {
    manifest.addOtherImportsBuilder().setKind(3).setType(0x70).setMutable(mutable);
    return manifest.getElementsBuilder(0);
  }

  private static void importedPosition(Manifest.Builder manifest, boolean mutable) {
    manifest.addOtherImportsBuilder().setKind(3).setType(0x7F).setMutable(mutable);
    data(manifest, constant(0x23, 0));
  }

  private static void data(Manifest.Builder manifest, ConstantInstruction position) {
    manifest.getDataBuilder(0).setPosition(0, position);
  }

  private static void memory(Manifest.Builder manifest, int minimum, int ceiling) {
    manifest.getMemoryBuilder().setMinimum(minimum).setCeiling(ceiling);
  }

  /** A kilobyte that asks for a gigabyte. */
  private static void bombOfTables(Manifest.Builder manifest) {
    for (int i = 0; i < 30; i++) {
      manifest.addTables(manifest.getTables(0).toBuilder().setMinimum(10_000_000));
    }
  }

  /** Each is a copy of the wasm. */
  private static void bombOfSegments(Manifest.Builder manifest) {
    for (int i = 0; i < 30; i++) {
      manifest.addDataBuilder().setMode(SegmentMode.PASSIVE).setLength(8);
    }
  }

  private static void moreImports(Manifest.Builder manifest) {
    for (int i = 0; i < 20; i++) {
      manifest.addImports(manifest.getImports(0));
    }
  }

  private static void link(Manifest.Builder manifest, String part) {
    var link = manifest.getImportsBuilder(0).getLinkBuilder();
    switch (part) {
      case "method" -> link.setMethod("other");
      case "owner" -> link.setOwner("java/lang/Runtime");
      case "descriptor" -> link.setMethodDescriptor("()V");
      default -> link.setRaw(!link.getRaw());
    }
  }

  private static TestModule module() {
    TestModule module = new TestModule().hostImport(KECCAK);
    module.manifest().getImportsBuilder(0).setPrice(HostPrice.newBuilder().setFixed(1));
    return TestModules.addCanary(module);
  }

  private static LoadedModule load(TestModule module) {
    return new ModuleLoader(HostModules.standard(), Isolation.INSTANCE, LoadLimits.DEFAULT)
        .load(module.build());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void whatDoesNotFitIsRefused(Reason reason, String message, Consumer<Manifest.Builder> change) {
    load(module());
    TestModule changed = module();
    change.accept(changed.manifest());
    UnloadableModuleException refusal =
        assertThrows(UnloadableModuleException.class, () -> load(changed));
    assertEquals(reason, refusal.reason(), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    assertEquals(-1, refusal.getMessage().indexOf('\n'));
  }
}
