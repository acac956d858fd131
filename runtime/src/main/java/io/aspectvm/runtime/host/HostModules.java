package io.aspectvm.runtime.host;

import io.aspectvm.runtime.host.standard.AspectPropertyApi;
import io.aspectvm.runtime.host.standard.AspectStateApi;
import io.aspectvm.runtime.host.standard.CryptoApi;
import io.aspectvm.runtime.host.standard.CurveApi;
import io.aspectvm.runtime.host.standard.EnvironmentApi;
import io.aspectvm.runtime.host.standard.EvmCallApi;
import io.aspectvm.runtime.host.standard.RuntimeContextApi;
import io.aspectvm.runtime.host.standard.StateDatabaseApi;
import io.aspectvm.runtime.host.standard.TraceApi;
import io.aspectvm.runtime.host.standard.TransientStorageApi;
import io.aspectvm.runtime.host.standard.UtilApi;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The host functions that modules may import, by import module and field. Immutable, thread-safe.
 *
 * <pre>{@code
 * HostModules modules = HostModules.standard().plus(MyHost.class);
 * }</pre>
 */
public final class HostModules {

  /** Version of what the standard functions do; goes into {@link #digest()}. */
  public static final int STANDARD_VERSION = 1;

  private final SortedMap<Key, HostFunction> functions;
  private final Set<Class<?>> classes;
  private final String digest;

  private HostModules(SortedMap<Key, HostFunction> functions, Set<Class<?>> classes) {
    this.functions = Collections.unmodifiableSortedMap(functions);
    this.classes = Collections.unmodifiableSet(classes);
    this.digest = digest(functions.values());
  }

  /** All functions of host-apis.md and {@code env.abort}. */
  public static HostModules standard() {
    return Standard.INSTANCE;
  }

  /** A registry to fill from nothing. */
  public static Builder builder() {
    return new Builder(new TreeMap<>(), new LinkedHashSet<>());
  }

  /**
   * These modules and the host functions of {@code more}.
   *
   * @throws HostModuleException as {@link Builder#add}
   */
  public HostModules plus(Class<?>... more) {
    Builder builder = new Builder(new TreeMap<>(functions), new LinkedHashSet<>(classes));
    for (Class<?> owner : more) {
      builder.add(owner);
    }
    return builder.build();
  }

  /** The function that an import of this module and field means, or empty where there is none. */
  public Optional<HostFunction> find(String module, String field) {
    return Optional.ofNullable(functions.get(new Key(module, field)));
  }

  /** All functions, ordered by module and field. */
  public Collection<HostFunction> functions() {
    return functions.values();
  }

  /**
   * The classes that the functions are in: what a loader of compiled code must let through, beyond
   * its own allow-list.
   */
  public Set<Class<?>> classes() {
    return classes;
  }

  /**
   * What identifies these modules in an artefact's identity: a SHA-256 in lower-case hex over
   * names, types, methods and prices of all functions and {@link #STANDARD_VERSION}. Equal on every
   * machine.
   */
  public String digest() {
    return digest;
  }

  private static String digest(Collection<HostFunction> functions) {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    update(sha256, "host modules, standard version " + STANDARD_VERSION);
    for (HostFunction function : functions) {
      update(sha256, function.module());
      update(sha256, function.field());
      update(sha256, function.owner());
      update(sha256, function.method());
      update(sha256, function.descriptor());
      update(sha256, function.parameters() + " to " + function.result());
      update(sha256, function.fixedGas() + " + " + function.gasPerByte() + " per byte");
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
    digest.update(bytes);
  }

  private record Key(String module, String field) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byModule = module.compareTo(other.module);
      return byModule != 0 ? byModule : field.compareTo(other.field);
    }
  }

  /** Collects host functions. Not thread-safe. */
  public static final class Builder {

    private final SortedMap<Key, HostFunction> functions;
    private final Set<Class<?>> classes;

    private Builder(SortedMap<Key, HostFunction> functions, Set<Class<?>> classes) {
      this.functions = functions;
      this.classes = classes;
    }

    /**
     * Adds every method of {@code owner} that carries {@link HostImport}. Adding a class again
     * changes nothing.
     *
     * @throws HostModuleException if the class or a method cannot be linked, the class has no host
     *     function, or an import name is taken
     */
    public Builder add(Class<?> owner) {
      if (classes.contains(owner)) {
        return this;
      }
      for (Class<?> known : classes) {
        if (known.getName().equals(owner.getName())) {
          throw new HostModuleException("two host classes are called " + owner.getName());
        }
      }
      for (HostFunction function : HostClassScanner.scan(owner)) {
        HostFunction taken =
            functions.putIfAbsent(new Key(function.module(), function.field()), function);
        if (taken != null) {
          throw new HostModuleException(
              String.format(
                  Locale.ROOT,
                  "%s.%s: the import %s %s is that of %s.%s already",
                  owner.getName(),
                  function.method(),
                  function.module(),
                  function.field(),
                  taken.owner().replace('/', '.'),
                  taken.method()));
        }
      }
      classes.add(owner);
      return this;
    }

    /** The modules added so far. */
    public HostModules build() {
      return new HostModules(new TreeMap<>(functions), new LinkedHashSet<>(classes));
    }
  }

  private static final class Standard {
    static final HostModules INSTANCE =
        builder()
            .add(CryptoApi.class)
            .add(CurveApi.class)
            .add(UtilApi.class)
            .add(RuntimeContextApi.class)
            .add(StateDatabaseApi.class)
            .add(AspectPropertyApi.class)
            .add(AspectStateApi.class)
            .add(TransientStorageApi.class)
            .add(EvmCallApi.class)
            .add(TraceApi.class)
            .add(EnvironmentApi.class)
            .build();
  }
}
