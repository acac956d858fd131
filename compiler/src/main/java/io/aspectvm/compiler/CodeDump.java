package io.aspectvm.compiler;

import io.aspectvm.compiler.emit.ClassListing;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.wasm.WasmException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes down what the compiler makes of a module, for people: each class file, its listing in
 * text, and the lowered form of all functions. Nothing reads these files.
 */
public final class CodeDump {

  private CodeDump() {}

  /**
   * Compiles a module and writes {@code lowered.txt}, and {@code NAME.class} and {@code NAME.txt}
   * for each class, below {@code folder}, which is made if it does not exist.
   *
   * @throws WasmException as {@link ModuleCompiler#compile}
   */
  public static void write(byte[] wasm, CompilerOptions options, Path folder)
      throws WasmException, IOException {
    StringBuilder lowered = new StringBuilder();
    CompiledModule module =
        new ModuleCompiler(options)
            .compile(
                wasm,
                function ->
                    lowered
                        .append("function ")
                        .append(function.functionIndex())
                        .append(' ')
                        .append(function.type())
                        .append(", frame of ")
                        .append(function.frameSlots())
                        .append(" slots\n")
                        .append(function.code())
                        .append('\n'))
            .module();
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("lowered.txt"), lowered);
    for (String name : module.classNames()) {
      Path file = folder.resolve(name + ".class");
      Files.createDirectories(file.getParent());
      ByteBuffer buffer = module.classFile(name);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      Files.write(file, bytes);
      Files.writeString(folder.resolve(name + ".txt"), ClassListing.of(bytes));
    }
  }
}
