package io.aspectvm.jmh.engine;

import io.aspectvm.wasm.WasmException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.ByteSequence;

/** GraalWasm on whatever JVM this is; without Graal's compiler in it, that is its interpreter. */
public final class GraalWasmEngine implements Engine {

  private static final String LANGUAGE = "wasm";

  @Override
  public String name() {
    return "graalwasm";
  }

  @Override
  public LoadedKernel load(byte[] wasm, String export, boolean gas) throws WasmException {
    byte[] prepared = GasInjection.prepare(wasm, gas);
    Context context =
        Context.newBuilder(LANGUAGE).option("engine.WarnInterpreterOnly", "false").build();
    Value exports = context.eval(source(prepared)).newInstance().getMember("exports");
    if (gas) {
      exports.getMember(GasInjection.COUNTER).putMember("value", GasInjection.PLENTY);
    }
    return new Loaded(context, exports.getMember(export));
  }

  private static Source source(byte[] wasm) {
    try {
      return Source.newBuilder(LANGUAGE, ByteSequence.create(wasm), "kernel").build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Loaded(Context context, Value function) implements LoadedKernel {

    @Override
    public long call(int argument) {
      return function.execute(argument).asLong();
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
