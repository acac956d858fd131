package io.aspectvm.runtime.host;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.host.service.AspectProperties;
import io.aspectvm.runtime.host.service.AspectState;
import io.aspectvm.runtime.host.service.InMemoryAspectProperties;
import io.aspectvm.runtime.host.service.InMemoryAspectState;
import io.aspectvm.runtime.host.service.InMemoryRuntimeContext;
import io.aspectvm.runtime.host.service.InMemoryStateDatabase;
import io.aspectvm.runtime.host.service.InMemoryTransientStorage;
import io.aspectvm.runtime.host.service.RuntimeContextSource;
import io.aspectvm.runtime.host.service.StateChanges;
import io.aspectvm.runtime.host.service.StateDatabase;
import io.aspectvm.runtime.host.service.TransientStorage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a node provides to host functions, by interface: those of {@link
 * io.aspectvm.runtime.host.service}, and any that a user's own host functions want. Immutable; as
 * thread-safe as the services in it.
 *
 * <p>A host function whose service is absent crashes when it is called (host-apis, section 1).
 */
public final class HostServices {

  /** No services. */
  public static final HostServices NONE = builder().build();

  private final Map<Class<?>, Object> services;

  private HostServices(Map<Class<?>, Object> services) {
    this.services = services;
  }

  /** A set of services to fill. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * New, empty services in memory: state, properties, transient storage, runtime context, EVM state
   * and traces, of which nothing is ever recorded. Transient storage is meant for one transaction.
   * Of what host functions cannot do without, only calls of the EVM are absent.
   */
  public static HostServices inMemory() {
    return builder()
        .with(AspectState.class, new InMemoryAspectState())
        .with(AspectProperties.class, new InMemoryAspectProperties())
        .with(TransientStorage.class, new InMemoryTransientStorage())
        .with(RuntimeContextSource.class, new InMemoryRuntimeContext())
        .with(StateDatabase.class, new InMemoryStateDatabase())
        .with(StateChanges.class, StateChanges.NONE)
        .build();
  }

  /** A builder that starts with these services. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.services.putAll(services);
    return builder;
  }

  /** The service of this type, or empty where it is absent. */
  public <T> Optional<T> find(Class<T> type) {
    return Optional.ofNullable(type.cast(services.get(type)));
  }

  /**
   * The service of this type.
   *
   * @throws GuestCrash where it is absent
   */
  public <T> T require(Class<T> type) {
    Object service = services.get(type);
    if (service == null) {
      throw new GuestCrash("the node provides no " + type.getSimpleName());
    }
    return type.cast(service);
  }

  /** Collects services. Not thread-safe. */
  public static final class Builder {

    private final Map<Class<?>, Object> services = new HashMap<>();

    private Builder() {}

    /**
     * Adds a service, or replaces one.
     *
     * @param type under which host functions look it up, commonly an interface
     */
    public <T> Builder with(Class<T> type, T service) {
      services.put(type, type.cast(service));
      return this;
    }

    /** Leaves a service out. */
    public Builder without(Class<?> type) {
      services.remove(type);
      return this;
    }

    /** The services given so far. */
    public HostServices build() {
      return new HostServices(Map.copyOf(services));
    }
  }
}
