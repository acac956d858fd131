package io.aspectvm.jmh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import io.aspectvm.wasm.WasmException;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** A peer that is measured with gas counts gas. */
class GasInjectionTest {

  private static final int ARGUMENT = 10;

  @Test
  void callsTakeGas() throws IOException, WasmException {
    Instance instance = Instance.builder(Parser.parse(GasInjection.prepare(fib(), true))).build();
    GlobalInstance counter = instance.exports().global(GasInjection.COUNTER);
    counter.setValue(GasInjection.PLENTY);
    assertEquals(55, instance.export("run").apply(ARGUMENT)[0]);
    long used = GasInjection.PLENTY - counter.getValue();
    instance.export("run").apply(ARGUMENT);
    assertTrue(used > 0);
    assertEquals(2 * used, GasInjection.PLENTY - counter.getValue());
  }

  @Test
  void withoutGasThereIsNoCall() throws IOException, WasmException {
    Instance instance = Instance.builder(Parser.parse(GasInjection.prepare(fib(), true))).build();
    assertThrows(ChicoryException.class, () -> instance.export("run").apply(ARGUMENT));
  }

  @Test
  void moduleWithoutGasIsTheSame() throws IOException, WasmException {
    byte[] wasm = fib();
    assertSame(wasm, GasInjection.prepare(wasm, false));
  }

  private static byte[] fib() throws IOException {
    try (InputStream in = GasInjectionTest.class.getResourceAsStream("/kernels/fib.wasm")) {
      return in.readAllBytes();
    }
  }
}
