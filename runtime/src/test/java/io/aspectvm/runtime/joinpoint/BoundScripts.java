package io.aspectvm.runtime.joinpoint;

import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.code.ScriptedAspect;
import io.aspectvm.runtime.code.ScriptedAspect.Script;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.JoinPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node in small: accounts with aspects bound to them, each of which does what a script says. */
public final class BoundScripts implements AutoCloseable {

  /** A bound aspect. */
  public record Bound(ByteKey id, long version, int priority, int joinPoints) implements Binding {}

  private final AspectRuntime runtime = ScriptedAspect.runtime();
  private final Aspect code = ScriptedAspect.load(runtime);
  private final Map<ByteKey, List<Bound>> accounts = new HashMap<>();
  private final Map<ByteKey, Script> scripts = new HashMap<>();
  private final List<String> log = new ArrayList<>();
  private ByteKey unreadable;

  /** The OR of these join points' bits. */
  public static int bits(JoinPoint... joinPoints) {
    return Arrays.stream(joinPoints).mapToInt(JoinPoint::bit).sum();
  }

  /** Binds an aspect to an account, and says what it does wherever it runs. */
  public BoundScripts bind(ByteKey account, Bound bound, Script script) {
    accounts.computeIfAbsent(account, key -> new ArrayList<>()).add(bound);
    scripts.put(bound.id(), script);
    return this;
  }

  /** Binds an aspect of version 1 and priority 0. */
  public BoundScripts bind(ByteKey account, ByteKey id, JoinPoint joinPoint, Script script) {
    return bind(account, new Bound(id, 1, 0, joinPoint.bit()), script);
  }

  /** Binds an aspect whose code does not load. */
  public BoundScripts bindUnloadable(ByteKey account, Bound bound) {
    return bind(account, bound, null);
  }

  /** Makes the bindings of an account unreadable. */
  public BoundScripts unreadable(ByteKey account) {
    unreadable = account;
    return this;
  }

  /** {@code <first byte of the id>:<join point>} of each aspect that ran. */
  public List<String> log() {
    return log;
  }

  public Bindings bindings() {
    return account -> {
      if (account.equals(unreadable)) {
        throw new BindingsException("bindings of " + account);
      }
      return accounts.getOrDefault(account, List.of());
    };
  }

  public AspectSource aspects() {
    return (id, version) ->
        scripts.get(id) == null ? runtime.load(ScriptedAspect.unloadable()) : code;
  }

  public JoinPointChain chain() {
    return new JoinPointChain(bindings(), aspects());
  }

  /** What aspects are run with. */
  public JoinPointHost host() {
    Script script =
        guest -> {
          ByteKey id = guest.context().aspectId();
          log.add(id.toString().substring(0, 2) + ":" + guest.name());
          return scripts.get(id).run(guest);
        };
    return JoinPointHost.of(HostServices.builder().with(Script.class, script).build());
  }

  @Override
  public void close() {
    runtime.close();
  }
}
