package io.aspectvm.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.aspectvm.compiler.testing.GuestModule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.proto.artefact.v1.Identity;
import io.aspectvm.runtime.code.Digests;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.Profile;
import io.aspectvm.wasm.opcode.Feature;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That everything is in an identity that can change what compiled code does or costs. */
class IdentityTest {

  private static final byte[] WASM = GuestModule.aspect().toByteArray();
  private static final CompilerOptions OPTIONS = CompilerOptions.of(Profile.ASPECT);

  private static Identity identity(CompilerOptions options) {
    return new ModuleCompiler(options).identity(WASM);
  }

  private static void assertOther(String what, CompilerOptions options) {
    Identity identity = identity(options);
    assertNotEquals(identity(OPTIONS), identity, what);
    assertFalse(
        Arrays.equals(Digests.identity(identity(OPTIONS)), Digests.identity(identity)), what);
  }

  @Test
  void isKnownBeforeCompiling() throws Exception {
    for (CompilerOptions options :
        List.of(
            OPTIONS,
            CompilerOptions.of(Profile.WASM).withSchedule(GasSchedules.HARDENED),
            OPTIONS.withMethodBytes(500).withDepthBudget(1000))) {
      assertEquals(
          new ModuleCompiler(options).compile(WASM).module().manifest().getIdentity(),
          identity(options));
    }
  }

  @Test
  void everyFieldIsSet() {
    Set<FieldDescriptor> all = new HashSet<>(Identity.getDescriptor().getFields());
    assertEquals(all, identity(OPTIONS).getAllFields().keySet());
    assertEquals(ByteString.copyFrom(Digests.sha256(WASM)), identity(OPTIONS).getWasmSha256());
    assertEquals(CompilerVersion.TEXT, identity(OPTIONS).getCompiler());
    assertEquals(61, identity(OPTIONS).getClassFileVersion());
  }

  @Test
  void wasm() {
    byte[] other = WASM.clone();
    other[other.length - 1] ^= 1;
    assertNotEquals(
        new ModuleCompiler(OPTIONS).identity(WASM), new ModuleCompiler(OPTIONS).identity(other));
  }

  /** A component that comes to the options later must come to this list. */
  @Test
  void everyOption() {
    Set<String> covered =
        Set.of(
            "profile",
            "schedule",
            "metered",
            "hostModules",
            "depthBudget",
            "memory",
            "methodBytes",
            "turnWork",
            "exportsStart");
    Set<String> without = Set.of("checkClasses"); // Changes nothing that comes out.
    assertEquals(
        Stream.concat(covered.stream(), without.stream()).collect(Collectors.toSet()),
        Stream.of(CompilerOptions.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toSet()));
    assertOther("schedule", OPTIONS.withSchedule(GasSchedules.ARTELA_LEGACY));
    assertOther("metered", OPTIONS.withMetering(false));
    assertOther(
        "hostModules", OPTIONS.withHostModules(HostModules.standard().plus(TickHost.class)));
    assertOther("depthBudget", OPTIONS.withDepthBudget(262_143));
    assertOther("memory", OPTIONS.withMemory(new MemoryCeiling(160, 511)));
    assertOther("memory", OPTIONS.withMemory(new MemoryCeiling(161, 512)));
    assertOther("methodBytes", OPTIONS.withMethodBytes(7_999));
    assertOther("turnWork", OPTIONS.withTurnWork(0));
    assertOther("exportsStart", OPTIONS.withPlainStart());
    assertEquals(identity(OPTIONS), identity(OPTIONS.withCheckedClasses()));
  }

  @Test
  void everyPartOfTheProfile() {
    Profile aspect = Profile.ASPECT;
    Set<Feature> fewer =
        aspect.features().stream()
            .filter(feature -> feature != Feature.SIGN_EXTENSION)
            .collect(Collectors.toSet());
    assertEquals(5, Profile.class.getRecordComponents().length);
    for (Profile other :
        List.of(
            new Profile("other", aspect.features(), aspect.limits(), false, true),
            new Profile("aspect", fewer, aspect.limits(), false, true),
            new Profile("aspect", aspect.features(), aspect.limits(), true, true),
            new Profile("aspect", aspect.features(), aspect.limits(), false, false))) {
      assertOther(other.toString(), with(other));
    }
  }

  private static CompilerOptions with(Profile profile) {
    return new CompilerOptions(
        profile,
        OPTIONS.schedule(),
        OPTIONS.metered(),
        OPTIONS.hostModules(),
        OPTIONS.depthBudget(),
        OPTIONS.memory(),
        OPTIONS.methodBytes(),
        OPTIONS.turnWork(),
        OPTIONS.exportsStart(),
        OPTIONS.checkClasses());
  }

  @Test
  void everyLimit() throws Exception {
    RecordComponent[] components = Limits.class.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = components[i].getAccessor().invoke(Limits.ASPECT);
    }
    Constructor<?> constructor = Limits.class.getDeclaredConstructors()[0];
    for (int i = 0; i < values.length; i++) {
      Object[] changed = values.clone();
      changed[i] = (Integer) values[i] + 1;
      Limits limits = (Limits) constructor.newInstance(changed);
      assertOther(components[i].getName(), with(Profile.ASPECT.withLimits(limits)));
    }
    assertTrue(values.length >= 17);
  }
}
