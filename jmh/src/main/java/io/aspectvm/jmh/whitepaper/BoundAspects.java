package io.aspectvm.jmh.whitepaper;

import com.google.protobuf.ByteString;
import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.compiler.ModuleCompiler;
import io.aspectvm.jmh.JoinPointCase;
import io.aspectvm.proto.aspect.v2.BlockInput;
import io.aspectvm.proto.aspect.v2.PreContractCallInput;
import io.aspectvm.proto.aspect.v2.PreExecMessageInput;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.joinpoint.Binding;
import io.aspectvm.runtime.joinpoint.JoinPointChain;
import io.aspectvm.runtime.joinpoint.JoinPointHost;
import io.aspectvm.runtime.joinpoint.JoinPointInput;
import io.aspectvm.runtime.joinpoint.JoinPointResult;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A node with so many aspects bound to a contract as it is told, which all do nothing when it is
 * called: {@link JoinPointCase#EMPTY}. What is bound is in memory. For one thread of the factory.
 */
final class BoundAspects implements AutoCloseable {

  private static final long GAS = 1_000_000_000;
  private static final ByteKey CONTRACT = ByteKey.address(new byte[] {0x70});
  private static final HostServices SERVICES = JoinPointCase.EMPTY.services();

  private final AspectRuntime runtime;
  private final Map<ByteKey, Aspect> loaded = new HashMap<>();
  private final List<Bound> all = new ArrayList<>();
  private final JoinPointChain chain;
  private final JoinPointInput input = JoinPointInput.of(call());
  private final JoinPointHost host = JoinPointHost.of(SERVICES);

  /** Those that are bound now: a part of all. */
  private List<Bound> bound = List.of();

  private record Bound(ByteKey id, long version, int priority, int joinPoints) implements Binding {}

  /**
   * Compiles and loads.
   *
   * @param count most that will be bound
   * @param distinct whether each has a module of its own, or all have one
   */
  BoundAspects(Isolation isolation, int count, boolean distinct) {
    runtime = AspectRuntime.builder().isolation(isolation).build();
    ModuleCompiler compiler = new ModuleCompiler(CompilerOptions.of(Profile.ASPECT));
    try {
      for (int i = 0; i < count; i++) {
        ByteKey id = ByteKey.address(ByteBuffer.allocate(Integer.BYTES).putInt(i + 1).array());
        byte[] wasm = numbered(JoinPointCase.EMPTY.wasm(), distinct ? i : 0);
        loaded.put(
            id,
            distinct || i == 0
                ? runtime.load(compiler.compile(wasm).module())
                : loaded.get(all.get(0).id()));
        all.add(new Bound(id, 1, 0, JoinPoint.PRE_CONTRACT_CALL.bit()));
      }
    } catch (WasmException e) {
      throw new IllegalStateException(e);
    }
    chain = new JoinPointChain(account -> bound, (id, version) -> loaded.get(id));
  }

  /** The module with a custom section that makes it another one. */
  private static byte[] numbered(byte[] wasm, int number) {
    return ByteBuffer.allocate(wasm.length + 8)
        .put(wasm)
        .put(new byte[] {0, 6, 1, 'n'})
        .putInt(number)
        .array();
  }

  private static PreContractCallInput call() {
    return PreContractCallInput.newBuilder()
        .setCall(
            PreExecMessageInput.newBuilder()
                .setFrom(ByteString.copyFrom(new byte[20]))
                .setTo(ByteString.copyFrom(CONTRACT.bytes()))
                .setIndex(0)
                .setData(ByteString.copyFrom(new byte[4]))
                .setValue(ByteString.EMPTY)
                .setGas(1))
        .setBlock(BlockInput.newBuilder().setNumber(1))
        .build();
  }

  /** Binds the first of them. */
  void bind(int count) {
    bound = List.copyOf(all.subList(0, count));
  }

  /** Goes through one join point. */
  JoinPointResult run() {
    JoinPointResult result = chain.run(CONTRACT, input, GAS, host);
    if (!result.isSuccess()) {
      throw new IllegalStateException(result.toString());
    }
    return result;
  }

  @Override
  public void close() {
    loaded.values().forEach(Aspect::close);
    runtime.close();
  }
}
