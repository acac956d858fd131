package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.GlobalDefinition;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.proto.artefact.v1.OtherImport;
import io.aspectvm.proto.artefact.v1.TableDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * Tables, memories and globals of a module by index: imports first, then what it defines
 * (WebAssembly 2.0, section 2.5). Types are codes of the binary format.
 */
final class IndexSpaces {

  /** Kinds of imports and exports, as in the binary format. */
  static final int FUNCTION = 0;

  static final int TABLE = 1;
  static final int MEMORY = 2;
  static final int GLOBAL = 3;

  private final int functions;
  private final List<Integer> tables = new ArrayList<>();
  private final List<Global> globals = new ArrayList<>();
  private int memories;

  /** A global. */
  record Global(int type, boolean mutable, boolean imported) {

    /** Type that an initialiser gets from it; none where the value is another instance's. */
    int initializerType() {
      return imported && mutable ? ConstantValue.INVALID : type;
    }
  }

  IndexSpaces(Manifest manifest) {
    functions = manifest.getFunctionTypesCount();
    for (OtherImport entry : manifest.getOtherImportsList()) {
      switch (entry.getKind()) {
        case TABLE -> tables.add(entry.getType());
        case MEMORY -> memories++;
        default -> globals.add(new Global(entry.getType(), entry.getMutable(), true));
      }
    }
    for (TableDefinition table : manifest.getTablesList()) {
      tables.add(table.getElementType());
    }
    memories += manifest.hasMemory() ? 1 : 0;
    for (GlobalDefinition global : manifest.getGlobalsList()) {
      globals.add(new Global(global.getType(), global.getMutable(), false));
    }
  }

  /** Element type by table index. */
  List<Integer> tables() {
    return tables;
  }

  int memories() {
    return memories;
  }

  /** Globals by global index. */
  List<Global> globals() {
    return globals;
  }

  /** Number of things of one kind. */
  int size(int kind) {
    return switch (kind) {
      case FUNCTION -> functions;
      case TABLE -> tables.size();
      case MEMORY -> memories;
      default -> globals.size();
    };
  }
}
