package io.aspectvm.compiler.testing;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.ContextMessages;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.RuntimeContextKey;
import io.aspectvm.runtime.host.service.AspectProperties;
import io.aspectvm.runtime.host.service.AspectState;
import io.aspectvm.runtime.host.service.InMemoryAspectProperties;
import io.aspectvm.runtime.host.service.InMemoryAspectState;
import io.aspectvm.runtime.host.service.InMemoryRuntimeContext;
import io.aspectvm.runtime.host.service.InMemoryTransientStorage;
import io.aspectvm.runtime.host.service.RuntimeContextSource;
import io.aspectvm.runtime.host.service.TransientStorage;
import io.aspectvm.runtime.joinpoint.AspectSource;
import io.aspectvm.runtime.joinpoint.Binding;
import io.aspectvm.runtime.joinpoint.Bindings;
import io.aspectvm.runtime.joinpoint.JoinPointChain;
import io.aspectvm.runtime.joinpoint.JoinPointHost;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.WasmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compiled aspects bound to accounts, with all they store in memory: as much of a node as join
 * points need. Not thread-safe; {@link #fork} gives one with the same code and bindings and with
 * storage of its own.
 */
public final class AspectNode implements AutoCloseable {

  private record Bound(ByteKey id, long version, int priority, int joinPoints) implements Binding {}

  private final AspectRuntime runtime;
  private final Map<ByteKey, CompiledModule> code;
  private final Map<ByteKey, List<Bound>> accounts;
  private final InMemoryAspectState state = new InMemoryAspectState();
  private final InMemoryAspectProperties properties = new InMemoryAspectProperties();
  private InMemoryTransientStorage transientStorage = new InMemoryTransientStorage();

  public AspectNode() {
    this(
        Aspects.runtime(CompilerOptions.of(Profile.ASPECT), Isolation.CLASS_LOADER),
        new HashMap<>(),
        new HashMap<>());
  }

  private AspectNode(
      AspectRuntime runtime,
      Map<ByteKey, CompiledModule> code,
      Map<ByteKey, List<Bound>> accounts) {
    this.runtime = runtime;
    this.code = code;
    this.accounts = accounts;
  }

  /** The same code and bindings, nothing stored. */
  public AspectNode fork() {
    return new AspectNode(runtime, code, accounts);
  }

  /** An address whose bytes are all the same. */
  public static ByteKey address(int everyByte) {
    byte[] bytes = new byte[ByteKey.ADDRESS_BYTES];
    Arrays.fill(bytes, (byte) everyByte);
    return ByteKey.address(bytes);
  }

  /** Compiles the code of an aspect. */
  public AspectNode deploy(ByteKey id, byte[] wasm) throws WasmException {
    code.put(id, Aspects.compile(wasm, CompilerOptions.of(Profile.ASPECT)));
    return this;
  }

  /** Binds version 1 of an aspect. */
  public AspectNode bind(ByteKey account, ByteKey id, int priority, int joinPoints) {
    accounts
        .computeIfAbsent(account, key -> new ArrayList<>())
        .add(new Bound(id, 1, priority, joinPoints));
    return this;
  }

  public AspectNode property(ByteKey id, String key, byte... value) {
    properties.put(id, 1, ByteKey.of(key), value);
    return this;
  }

  /** The state of an aspect under a key. */
  public byte[] state(ByteKey id, String key) {
    return state.get(id, ByteKey.of(key));
  }

  /** Begins a transaction: with transient storage of its own. */
  public AspectNode begin() {
    transientStorage = new InMemoryTransientStorage();
    return this;
  }

  public Bindings bindings() {
    return account -> accounts.getOrDefault(account, List.of());
  }

  public AspectSource aspects() {
    return (id, version) -> load(id);
  }

  public JoinPointChain chain() {
    return new JoinPointChain(bindings(), aspects());
  }

  /** The code of an aspect, loaded. */
  public Aspect load(ByteKey id) {
    return runtime.load(code.get(id));
  }

  /** What aspects run with in a transaction of this sender. */
  public JoinPointHost host(ByteKey sender) {
    InMemoryRuntimeContext context =
        new InMemoryRuntimeContext()
            .put(RuntimeContextKey.TX_FROM, ContextMessages.bytes(sender.bytes()));
    return JoinPointHost.of(
        HostServices.builder()
            .with(AspectState.class, state)
            .with(AspectProperties.class, properties)
            .with(TransientStorage.class, transientStorage)
            .with(RuntimeContextSource.class, context)
            .build());
  }

  @Override
  public void close() {
    runtime.close();
  }
}
