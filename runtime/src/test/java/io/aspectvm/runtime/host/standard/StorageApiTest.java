package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.host.ByteKey;
import io.aspectvm.runtime.host.CollidingKeys;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.service.AspectProperties;
import io.aspectvm.runtime.host.service.AspectState;
import io.aspectvm.runtime.host.service.InMemoryAspectProperties;
import io.aspectvm.runtime.host.service.InMemoryAspectState;
import io.aspectvm.runtime.host.service.InMemoryTransientStorage;
import io.aspectvm.runtime.host.service.TransientStorage;
import io.aspectvm.runtime.testing.HostFunctionCaller;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** host-apis, section 4. */
class StorageApiTest {

  private static final String STATE = "aspect-state-api";
  private static final String STATE_GET = "__AspectStateApi__.get";
  private static final String STATE_SET = "__AspectStateApi__.set";
  private static final String TRANSIENT = "aspect-transient-storage-api";
  private static final String TRANSIENT_GET = "__AspectTransientStorageApi__.get";
  private static final String TRANSIENT_SET = "__AspectTransientStorageApi__.set";
  private static final String PROPERTY = "aspect-property-api";
  private static final String PROPERTY_GET = "__AspectPropertyApi__.get";

  private static final Bytes EMPTY = new Bytes(null);
  private static final byte[] ASPECT = {1, 2, 3};
  private static final byte[] OTHER = {4, 5, 6};

  private final HostServices services = HostServices.inMemory();

  @Test
  void stateIsKeptByAspectAndKey() {
    ExecutionContext context = at(JoinPoint.OPERATION, ASPECT);
    Bytes value = new Bytes(new byte[] {9, 0, 9});
    assertEquals(EMPTY, call(context, STATE, STATE_GET, Str.of("key")));

    call(context, STATE, STATE_SET, Str.of("key"), value);

    assertEquals(value, call(context, STATE, STATE_GET, Str.of("key")));
    assertEquals(EMPTY, call(context, STATE, STATE_GET, Str.of("Key")));
    ExecutionContext other = at(JoinPoint.OPERATION, OTHER);
    assertEquals(EMPTY, call(other, STATE, STATE_GET, Str.of("key")));
    InMemoryAspectState state = (InMemoryAspectState) services.require(AspectState.class);
    assertEquals(
        List.of(ByteKey.of("key")), List.copyOf(state.entries(ByteKey.address(ASPECT)).keySet()));

    call(context, STATE, STATE_SET, Str.of("key"), EMPTY);
    assertEquals(EMPTY, call(context, STATE, STATE_GET, Str.of("key")));
    assertTrue(state.entries(ByteKey.address(ASPECT)).isEmpty(), "an empty value deletes");
  }

  @Test
  void keysAreBytes() {
    ExecutionContext context = at(JoinPoint.OPERATION, ASPECT);
    GuestValue first = new Str(GuestString.of(new byte[] {(byte) 0xFF}));
    GuestValue second = new Str(GuestString.of(new byte[] {(byte) 0xFE}));
    GuestValue none = Str.of("");
    call(context, STATE, STATE_SET, first, new Bytes(new byte[] {1}));
    call(context, STATE, STATE_SET, second, new Bytes(new byte[] {2}));
    call(context, STATE, STATE_SET, none, new Bytes(new byte[] {3}));
    assertEquals(new Bytes(new byte[] {1}), call(context, STATE, STATE_GET, first));
    assertEquals(new Bytes(new byte[] {2}), call(context, STATE, STATE_GET, second));
    assertEquals(new Bytes(new byte[] {3}), call(context, STATE, STATE_GET, none));
  }

  @ParameterizedTest
  @EnumSource(JoinPoint.class)
  void stateIsReadEverywhereAndWrittenWhereAllowed(JoinPoint joinPoint) {
    ExecutionContext context = at(joinPoint, ASPECT);
    Bytes value = new Bytes(new byte[] {1});
    boolean allowed = joinPoint != JoinPoint.VERIFY_TX && joinPoint != JoinPoint.IS_OWNER;
    if (allowed) {
      call(context, STATE, STATE_SET, Str.of("k"), value);
    } else {
      HostFunctionCaller.error(
          context,
          "cannot set aspect state in current join point",
          STATE,
          STATE_SET,
          Str.of("k"),
          value);
    }
    assertEquals(allowed ? value : EMPTY, call(context, STATE, STATE_GET, Str.of("k")));
  }

  @ParameterizedTest
  @EnumSource(JoinPoint.class)
  void transientStorageIsUsedWhereAllowed(JoinPoint joinPoint) {
    ExecutionContext context = at(joinPoint, ASPECT);
    Bytes value = new Bytes(new byte[] {1});
    boolean allowed =
        joinPoint != JoinPoint.VERIFY_TX
            && joinPoint != JoinPoint.IS_OWNER
            && joinPoint != JoinPoint.INIT;
    if (allowed) {
      call(context, TRANSIENT, TRANSIENT_SET, Str.of("k"), value);
      assertEquals(value, call(context, TRANSIENT, TRANSIENT_GET, EMPTY, Str.of("k")));
    } else {
      HostFunctionCaller.error(
          context,
          "cannot set aspect transient storage in current join point",
          TRANSIENT,
          TRANSIENT_SET,
          Str.of("k"),
          value);
      HostFunctionCaller.error(
          context,
          "cannot get aspect transient storage in current join point",
          TRANSIENT,
          TRANSIENT_GET,
          EMPTY,
          Str.of("k"));
    }
  }

  @Test
  void transientStorageOfOthersCanBeReadButNotWritten() {
    ExecutionContext writer = at(JoinPoint.PRE_TX_EXECUTE, ASPECT);
    ExecutionContext reader = at(JoinPoint.POST_TX_EXECUTE, OTHER);
    Bytes value = new Bytes(new byte[] {1});
    call(writer, TRANSIENT, TRANSIENT_SET, Str.of("k"), value);

    assertEquals(EMPTY, call(reader, TRANSIENT, TRANSIENT_GET, EMPTY, Str.of("k")));
    assertEquals(value, call(reader, TRANSIENT, TRANSIENT_GET, new Bytes(ASPECT), Str.of("k")));
    byte[] longId = new byte[40];
    System.arraycopy(ASPECT, 0, longId, 37, 3);
    longId[0] = 7;
    assertEquals(value, call(reader, TRANSIENT, TRANSIENT_GET, new Bytes(longId), Str.of("k")));
  }

  @Test
  void anEmptyTransientValueIsStored() {
    ExecutionContext context = at(JoinPoint.PRE_TX_EXECUTE, ASPECT);
    call(context, TRANSIENT, TRANSIENT_SET, Str.of("k"), new Bytes(new byte[] {1}));
    call(context, TRANSIENT, TRANSIENT_SET, Str.of("k"), EMPTY);
    assertEquals(EMPTY, call(context, TRANSIENT, TRANSIENT_GET, EMPTY, Str.of("k")));
    ((InMemoryTransientStorage) services.require(TransientStorage.class)).clear();
    assertEquals(EMPTY, call(context, TRANSIENT, TRANSIENT_GET, EMPTY, Str.of("k")));
  }

  @Test
  void propertiesBelongToAVersion() {
    InMemoryAspectProperties properties =
        (InMemoryAspectProperties) services.require(AspectProperties.class);
    ByteKey aspect = ByteKey.address(ASPECT);
    properties.put(aspect, 2, ByteKey.of("owner"), new byte[] {5});
    properties.put(aspect, 0, ByteKey.of("owner"), new byte[] {6});
    assertEquals(new Bytes(new byte[] {5}), property(2, "owner"));
    assertEquals(EMPTY, property(3, "owner"));
    assertEquals(EMPTY, property(2, "admin"));
    assertEquals(EMPTY, property(0, "owner"), "version 0 has none");
  }

  private GuestValue property(long version, String key) {
    ExecutionContext context =
        ExecutionContext.builder()
            .joinPoint(JoinPoint.IS_OWNER)
            .aspectId(ASPECT)
            .aspectVersion(version)
            .services(services)
            .build();
    return call(context, PROPERTY, PROPERTY_GET, Str.of(key));
  }

  @Test
  void absentServicesCrashBeforeJoinPointsAreLookedAt() {
    ExecutionContext context = ExecutionContext.builder().joinPoint(JoinPoint.VERIFY_TX).build();
    HostFunctionCaller.crash(context, STATE, STATE_GET, Str.of("k"));
    HostFunctionCaller.crash(context, STATE, STATE_SET, Str.of("k"), EMPTY);
    HostFunctionCaller.crash(context, TRANSIENT, TRANSIENT_GET, EMPTY, Str.of("k"));
    HostFunctionCaller.crash(context, TRANSIENT, TRANSIENT_SET, Str.of("k"), EMPTY);
    HostFunctionCaller.crash(context, PROPERTY, PROPERTY_GET, Str.of("k"));
  }

  @Test
  void tenThousandCollidingKeysAreNoProblem() {
    TransientStorage storage = new InMemoryTransientStorage();
    AspectState state = new InMemoryAspectState();
    ByteKey owner = ByteKey.address(ASPECT);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          for (int i = 0; i < 10_000; i++) {
            ByteKey key = ByteKey.of(CollidingKeys.key(i));
            storage.set(owner, key, new byte[] {(byte) i});
            state.set(owner, key, new byte[] {(byte) i, 1});
          }
          for (int i = 0; i < 10_000; i++) {
            ByteKey key = ByteKey.of(CollidingKeys.key(i));
            assertEquals((byte) i, storage.get(owner, key)[0]);
            assertEquals((byte) i, state.get(owner, key)[0]);
          }
        });
  }

  @Test
  void servicesDoNotShareArraysWithTheirCallers() {
    ByteKey owner = ByteKey.address(ASPECT);
    ByteKey key = ByteKey.of("k");
    TransientStorage storage = new InMemoryTransientStorage();
    byte[] value = {1};
    storage.set(owner, key, value);
    value[0] = 2;
    storage.get(owner, key)[0] = 3;
    assertEquals(1, storage.get(owner, key)[0]);
    AspectState state = new InMemoryAspectState();
    state.set(owner, key, value);
    value[0] = 4;
    state.get(owner, key)[0] = 5;
    assertEquals(2, state.get(owner, key)[0]);
  }

  private ExecutionContext at(JoinPoint joinPoint, byte[] aspect) {
    return ExecutionContext.builder()
        .joinPoint(joinPoint)
        .aspectId(aspect)
        .services(services)
        .build();
  }

  private static GuestValue call(
      ExecutionContext context, String module, String field, GuestValue... arguments) {
    return HostFunctionCaller.call(context, module, field, arguments);
  }
}
