package io.aspectvm.fuzz;

import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.List;

/** Modules of a few instructions that together have every section. */
final class SmallModules {

  private SmallModules() {}

  /** All of them; each compiles under profile {@code wasm}. */
  static List<byte[]> all() {
    return List.of(empty(), loop(), memory(), tables(), references(), calls(), numbers(), names());
  }

  private static byte[] empty() {
    return GuestModule.aspect().toByteArray();
  }

  private static byte[] loop() {
    return new GuestModule()
        .export(
            "sum",
            "i32 -> i32",
            """
            local i32
            block
              loop
                local.get 0; i32.eqz; br_if 1
                local.get 1; local.get 0; i32.add; local.set 1
                local.get 0; i32.const 1; i32.sub; local.set 0
                br 0
              end
            end
            local.get 1
            """)
        .export("choose", "i32 -> i32", "local.get 0; if i32; i32.const 1; else; unreachable; end")
        .export(
            "switch",
            "i32 -> i32",
            """
            block
              block
                block
                  local.get 0; br_table 0 1 2
                end
                i32.const 7; return
              end
              i32.const 8; return
            end
            i32.const 9
            """)
        .toByteArray();
  }

  private static byte[] memory() {
    return new GuestModule()
        .memory(1, 2)
        .passiveData((byte) 1, (byte) 2, (byte) 3)
        .export("store", "i32 i64 ->", "local.get 0; local.get 1; i64.store 3 8")
        .export("load", "i32 -> i32", "local.get 0; i32.load8_s 0 1")
        .export("grow", "i32 -> i32", "local.get 0; memory.grow; drop; memory.size")
        .export(
            "bulk",
            "i32 i32 ->",
            """
            local.get 0; i32.const 0; i32.const 3; memory.init 0
            data.drop 0
            local.get 0; local.get 1; i32.const 9; memory.copy
            local.get 0; i32.const 5; local.get 1; memory.fill
            """)
        .toByteArray();
  }

  private static byte[] tables() {
    return new GuestModule()
        .memory(1)
        .data(100, (byte) 'x', (byte) 'y')
        .function("one", "-> i32", "i32.const 1")
        .function("two", "-> i32", "i32.const 2")
        .function("other", "i32 ->", "")
        .table(4, "one", "two", "other")
        .export("call", "i32 -> i32", "local.get 0; call_indirect -> i32")
        .toByteArray();
  }

  private static byte[] references() {
    return new GuestModule()
        .function("one", "-> i32", "i32.const 1")
        .table(2, "one")
        .anotherTable(ValueType.EXTERNREF, 1, 3)
        .global("held", ValueType.FUNCREF, 0)
        .exportGlobal("held", "held")
        .export("isNull", "i32 -> i32", "local.get 0; table.get 0; ref.is_null")
        .export("hold", "->", "ref.func $one; global.set $held")
        .export(
            "size", "-> i32", "ref.null externref; i32.const 1; table.grow 1; drop; table.size 1")
        .toByteArray();
  }

  private static byte[] calls() {
    return new GuestModule()
        .memory(1)
        .importing("hash", "crypto-api", "__CryptoApi__.keccak", "i32 -> i32")
        .importing("log", "util-api", "__UtilApi__.sLog", "i32 ->")
        .export("allocate", "i32 -> i32", "i32.const 4096")
        .export("recurse", "i32 -> i32", "local.get 0; call $recurse")
        .export("hashIt", "i32 -> i32", "local.get 0; call $hash")
        .export("logIt", "i32 ->", "local.get 0; call $log")
        .toByteArray();
  }

  private static byte[] numbers() {
    return new GuestModule()
        .global("g", ValueType.I64, 5)
        .export("divide", "i32 i32 -> i32", "local.get 0; local.get 1; i32.div_s")
        .export(
            "shift", "i64 i64 -> i64", "local.get 0; local.get 1; i64.rotl; global.get $g; i64.mul")
        .export("float", "f64 -> i32", "local.get 0; f64.sqrt; i32.trunc_sat_f64_s")
        .export("convert", "i64 -> f32", "local.get 0; f32.convert_i64_u")
        .export("truncate", "f32 -> i64", "local.get 0; i64.trunc_f32_u")
        .toByteArray();
  }

  private static byte[] names() {
    return new GuestModule()
        .export("nop", "->", "nop")
        .function("begin", "->", "")
        .start("begin")
        .custom("name", (byte) 1, (byte) 4, (byte) 1, (byte) 0, (byte) 1, (byte) 'n')
        .custom("other", (byte) 1)
        .toByteArray();
  }
}
