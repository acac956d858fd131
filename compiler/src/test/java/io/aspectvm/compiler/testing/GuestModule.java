package io.aspectvm.compiler.testing;

import io.aspectvm.wasm.binary.CodeWriter;
import io.aspectvm.wasm.binary.ModuleBuilder;
import io.aspectvm.wasm.module.ExternalKind;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.module.GlobalType;
import io.aspectvm.wasm.module.SizeLimits;
import io.aspectvm.wasm.module.TableType;
import io.aspectvm.wasm.opcode.ImmediateKind;
import io.aspectvm.wasm.opcode.Opcode;
import io.aspectvm.wasm.opcode.ValueType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A module written as in the text format, flat, one instruction behind the other:
 *
 * <pre>{@code
 * new GuestModule()
 *     .memory(1)
 *     .global("heap", ValueType.I32, 1024)
 *     .export("allocate", "i32 -> i32",
 *         "global.get $heap; global.get $heap; local.get 0; i32.add; global.set $heap")
 *     .toByteArray();
 * }</pre>
 *
 * <p>Instructions are separated by semicolons or line ends; the last {@code end} is added. A
 * function may begin with {@code local i32 i64}. Immediates are numbers (floats by their bits),
 * {@code $name} for functions and globals, a value type for blocks with a result and for a typed
 * {@code select}, a type for {@code call_indirect}, behind a table index where that is not 0,
 * labels for {@code br_table}, the default last. Functions may be named before they are added;
 * adding one again replaces it.
 *
 * <p>Immutable: every method gives another module, so that rows of a table can vary one.
 */
public final class GuestModule {

  private static final Map<String, Opcode> OPCODES = new HashMap<>();

  static {
    for (Opcode opcode : Opcode.values()) {
      OPCODES.put(opcode.mnemonic(), opcode);
    }
  }

  private record Import(String module, String field, String type) {}

  private record Function(String type, String code, boolean exported) {}

  private record Global(ValueType type, long initial) {}

  private record ImportedGlobal(String module, String field, GlobalType type) {}

  private record ImportedLimits(
      String module, String field, ValueType type, long minimum, long maximum) {}

  private final Map<String, Import> imports = new LinkedHashMap<>();
  private final Map<String, Function> functions = new LinkedHashMap<>();
  private final Map<String, Global> globals = new LinkedHashMap<>();
  private final Map<String, String> globalExports = new LinkedHashMap<>();
  private final Map<String, String> functionExports = new LinkedHashMap<>();
  private final Map<String, ImportedGlobal> importedGlobals = new LinkedHashMap<>();
  private final Map<String, Integer> tableExports = new LinkedHashMap<>();
  private ImportedLimits importedMemory;
  private ImportedLimits importedTable;
  private final Map<String, byte[]> customs = new LinkedHashMap<>();
  private final Map<Integer, byte[]> data = new TreeMap<>();
  private final Map<Integer, List<String>> elements = new TreeMap<>();
  private long memoryMinimum = -1;
  private long memoryMaximum = -1;
  private boolean memoryExported;
  private final List<TableType> moreTables = new ArrayList<>();
  private final List<byte[]> passiveData = new ArrayList<>();
  private final List<List<String>> passiveElements = new ArrayList<>();
  private long tableSize = -1;
  private String start;

  public GuestModule() {}

  private GuestModule(GuestModule other) {
    imports.putAll(other.imports);
    functions.putAll(other.functions);
    globals.putAll(other.globals);
    globalExports.putAll(other.globalExports);
    functionExports.putAll(other.functionExports);
    importedGlobals.putAll(other.importedGlobals);
    tableExports.putAll(other.tableExports);
    importedMemory = other.importedMemory;
    importedTable = other.importedTable;
    customs.putAll(other.customs);
    data.putAll(other.data);
    elements.putAll(other.elements);
    moreTables.addAll(other.moreTables);
    passiveData.addAll(other.passiveData);
    passiveElements.addAll(other.passiveElements);
    memoryMinimum = other.memoryMinimum;
    memoryMaximum = other.memoryMaximum;
    memoryExported = other.memoryExported;
    tableSize = other.tableSize;
    start = other.start;
  }

  private GuestModule with(Consumer<GuestModule> change) {
    GuestModule changed = new GuestModule(this);
    change.accept(changed);
    return changed;
  }

  /**
   * What the call flow of the ABI wants: one page of memory, a start function without code, and an
   * {@code allocate} that gives addresses from 1024 on. An allocation costs 1466 WASM gas.
   */
  public static GuestModule aspect() {
    return new GuestModule()
        .memory(1)
        .global("heap", ValueType.I32, 1024)
        .export("__aspect_start__", "->", "")
        .export(
            "allocate",
            "i32 -> i32",
            "global.get $heap; global.get $heap; local.get 0; i32.add; global.set $heap");
  }

  /** Imports a function; imports come before functions in the index space. */
  public GuestModule importing(String name, String module, String field, String type) {
    return with(copy -> copy.imports.put(name, new Import(module, field, type)));
  }

  /** Imports a global; imports come before globals in the index space. */
  public GuestModule importingGlobal(
      String name, String module, String field, ValueType type, boolean mutable) {
    GlobalType global = new GlobalType(type, mutable);
    return with(copy -> copy.importedGlobals.put(name, new ImportedGlobal(module, field, global)));
  }

  /** Imports the memory; {@code maximum} -1 for none. */
  public GuestModule importingMemory(String module, String field, long minimum, long maximum) {
    ImportedLimits limits = new ImportedLimits(module, field, null, minimum, maximum);
    return with(copy -> copy.importedMemory = limits);
  }

  /** Imports table 0, of functions. */
  public GuestModule importingTable(String module, String field, long minimum, long maximum) {
    ImportedLimits limits = new ImportedLimits(module, field, ValueType.FUNCREF, minimum, maximum);
    return with(copy -> copy.importedTable = limits);
  }

  public GuestModule exportTable(String export) {
    return with(copy -> copy.tableExports.put(export, 0));
  }

  /** Puts functions into table 0. */
  public GuestModule elements(int position, String... names) {
    return with(copy -> copy.elements.put(position, List.of(names)));
  }

  /** An exported memory without a maximum. */
  public GuestModule memory(long pages) {
    return memory(pages, -1);
  }

  /** An exported memory. */
  public GuestModule memory(long minimum, long maximum) {
    return with(
        copy -> {
          copy.memoryMinimum = minimum;
          copy.memoryMaximum = maximum;
          copy.memoryExported = true;
        });
  }

  /** Leaves the memory's export away. */
  public GuestModule hideMemory() {
    return with(copy -> copy.memoryExported = false);
  }

  /** Leaves the memory away. */
  public GuestModule withoutMemory() {
    return hideMemory().with(copy -> copy.memoryMinimum = -1);
  }

  /** A mutable global; one of a reference type holds null at first. */
  public GuestModule global(String name, ValueType type, long initial) {
    return with(copy -> copy.globals.put(name, new Global(type, initial)));
  }

  public GuestModule exportGlobal(String export, String name) {
    return with(copy -> copy.globalExports.put(export, name));
  }

  /** Exports a function, an imported one too, under another name. */
  public GuestModule exportFunction(String export, String name) {
    return with(copy -> copy.functionExports.put(export, name));
  }

  /** A custom section. */
  public GuestModule custom(String name, byte... content) {
    return with(copy -> copy.customs.put(name, content));
  }

  public GuestModule data(int position, byte... bytes) {
    return with(copy -> copy.data.put(position, bytes));
  }

  /** Table 0, and what is in it from element 0 on. */
  public GuestModule table(long size, String... names) {
    return with(
        copy -> {
          copy.tableSize = size;
          copy.elements.put(0, List.of(names));
        });
  }

  /**
   * One more table, behind that of {@link #table}.
   *
   * @param maximum -1 for none
   */
  public GuestModule anotherTable(ValueType elements, long minimum, long maximum) {
    OptionalLong limit = maximum < 0 ? OptionalLong.empty() : OptionalLong.of(maximum);
    return with(
        copy -> copy.moreTables.add(new TableType(elements, new SizeLimits(minimum, limit))));
  }

  /** A passive data segment; there should be no active one. */
  public GuestModule passiveData(byte... bytes) {
    return with(copy -> copy.passiveData.add(bytes));
  }

  /** A passive element segment, behind the active one of {@link #table} if there is one. */
  public GuestModule passiveElements(String... names) {
    return with(copy -> copy.passiveElements.add(List.of(names)));
  }

  /** A function that is not exported. */
  public GuestModule function(String name, String type, String code) {
    return with(copy -> copy.functions.put(name, new Function(type, code, false)));
  }

  /** A function that is exported under its name. */
  public GuestModule export(String name, String type, String code) {
    return with(copy -> copy.functions.put(name, new Function(type, code, true)));
  }

  public GuestModule without(String function) {
    return with(copy -> copy.functions.remove(function));
  }

  public GuestModule start(String function) {
    return with(copy -> copy.start = function);
  }

  public byte[] toByteArray() {
    return new Assembly().assemble();
  }

  /** Parses {@code "i32 i64 -> i32"}; nothing on a side is the empty list. */
  private static List<ValueType> types(String text) {
    List<ValueType> types = new ArrayList<>();
    for (String word : text.trim().split("\\s+")) {
      if (!word.isEmpty()) {
        types.add(ValueType.byText(word).orElseThrow(() -> new IllegalArgumentException(text)));
      }
    }
    return types;
  }

  private final class Assembly {

    private final ModuleBuilder module = new ModuleBuilder();
    private final List<String> functionNames = new ArrayList<>(imports.keySet());
    private final List<String> globalNames = new ArrayList<>(importedGlobals.keySet());

    byte[] assemble() {
      functionNames.addAll(functions.keySet());
      globalNames.addAll(globals.keySet());
      imports.values().forEach(i -> module.importFunction(i.module, i.field, type(i.type)));
      addOtherImports();
      functions.values().forEach(this::addFunction);
      if (tableSize >= 0) {
        module.table(tableSize);
      }
      moreTables.forEach(module::table);
      elements.forEach(
          (position, names) ->
              module.elements(position, names.stream().mapToInt(this::functionIndex).toArray()));
      passiveElements.forEach(
          names -> module.passiveElements(names.stream().mapToInt(this::functionIndex).toArray()));
      addMemory();
      globals.values().forEach(this::addGlobal);
      functions.forEach(
          (name, function) -> {
            if (function.exported) {
              module.export(name, ExternalKind.FUNCTION, functionIndex(name));
            }
          });
      functionExports.forEach(
          (export, name) -> module.export(export, ExternalKind.FUNCTION, functionIndex(name)));
      customs.forEach(module::custom);
      globalExports.forEach(
          (export, name) -> module.export(export, ExternalKind.GLOBAL, globalIndex(name)));
      tableExports.forEach((export, table) -> module.export(export, ExternalKind.TABLE, table));
      if (start != null) {
        module.start(functionIndex(start));
      }
      return module.toByteArray();
    }

    private void addMemory() {
      if (memoryMinimum >= 0) {
        module.memory(memoryMinimum, memoryMaximum);
      }
      data.forEach(module::data);
      if (!passiveData.isEmpty()) {
        passiveData.forEach(module::passiveData);
        module.dataCount();
      }
      if (memoryExported) {
        module.export("memory", ExternalKind.MEMORY, 0);
      }
    }

    private void addOtherImports() {
      importedGlobals.values().forEach(i -> module.importGlobal(i.module, i.field, i.type));
      if (importedMemory != null) {
        module.importMemory(
            importedMemory.module,
            importedMemory.field,
            importedMemory.minimum,
            importedMemory.maximum);
      }
      if (importedTable != null) {
        long maximum = importedTable.maximum;
        SizeLimits limits =
            new SizeLimits(
                importedTable.minimum,
                maximum < 0 ? OptionalLong.empty() : OptionalLong.of(maximum));
        module.importTable(
            importedTable.module, importedTable.field, new TableType(importedTable.type, limits));
      }
    }

    private void addGlobal(Global global) {
      CodeWriter initializer = new CodeWriter();
      if (global.type.isReference()) {
        initializer.add(Opcode.REF_NULL, global.type);
      } else {
        initializer.add(OPCODES.get(global.type.text() + ".const"), global.initial);
      }
      module.global(new GlobalType(global.type, true), initializer.add(Opcode.END));
    }

    private void addFunction(Function function) {
      List<LocalRun> locals = new ArrayList<>();
      CodeWriter code = new CodeWriter();
      for (String part : function.code.split("[;\n]")) {
        String instruction = part.trim();
        if (instruction.startsWith("local ")) {
          types(instruction.substring(6)).forEach(type -> locals.add(new LocalRun(1, type)));
        } else if (!instruction.isEmpty()) {
          add(instruction, code);
        }
      }
      module.function(type(function.type), locals, code.add(Opcode.END));
    }

    private void add(String instruction, CodeWriter code) {
      String[] words = instruction.split("\\s+");
      boolean typed = words.length > 1 && ValueType.byText(words[1]).isPresent();
      Opcode opcode = OPCODES.get(words[0].equals("select") && typed ? "select t" : words[0]);
      if (opcode == null) {
        throw new IllegalArgumentException(instruction);
      }
      if (opcode.immediate() == ImmediateKind.TYPE_AND_TABLE) {
        boolean withTable = words[1].matches("\\d+");
        int typeAt = words[0].length() + (withTable ? 1 + words[1].length() : 0);
        long table = withTable ? Long.parseLong(words[1]) : 0;
        code.add(opcode, type(instruction.substring(typeAt)), table);
      } else if (typed) {
        code.add(opcode, ValueType.byText(words[1]).get());
      } else {
        code.add(
            opcode,
            Arrays.stream(words).skip(1).mapToLong(word -> immediate(opcode, word)).toArray());
      }
    }

    private long immediate(Opcode opcode, String word) {
      if (word.startsWith("$")) {
        String name = word.substring(1);
        return opcode.immediate() == ImmediateKind.GLOBAL ? globalIndex(name) : functionIndex(name);
      }
      boolean hex = word.startsWith("0x");
      long value = new BigInteger(hex ? word.substring(2) : word, hex ? 16 : 10).longValue();
      return opcode.immediate() == ImmediateKind.I32_VALUE ? (int) value : value;
    }

    private int type(String text) {
      int arrow = text.indexOf("->");
      return module.type(types(text.substring(0, arrow)), types(text.substring(arrow + 2)));
    }

    private int functionIndex(String name) {
      return index(functionNames, name);
    }

    private int globalIndex(String name) {
      return index(globalNames, name);
    }

    private int index(List<String> names, String name) {
      int index = names.indexOf(name);
      if (index < 0) {
        throw new IllegalArgumentException("no " + name);
      }
      return index;
    }
  }
}
