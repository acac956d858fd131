package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.GuestCrash;
import io.aspectvm.runtime.Trap;
import io.aspectvm.runtime.TrapKind;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.ModuleLinks;
import io.aspectvm.runtime.abi.ValueWriter;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.HostFunction.ValueKind;
import io.aspectvm.runtime.host.HostModules;
import io.aspectvm.runtime.host.HostServices;
import io.aspectvm.runtime.host.ImportPrice;
import io.aspectvm.runtime.host.JoinPoint;
import io.aspectvm.runtime.host.Surcharge;
import io.aspectvm.runtime.host.service.EvmCalls;
import io.aspectvm.runtime.host.service.EvmResult;
import io.aspectvm.runtime.testing.FakeModule;
import io.aspectvm.runtime.testing.FakeModule.FakeInstance;
import io.aspectvm.runtime.testing.ScriptedEvm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every parameter of every host function with pointers, lengths and types from all corners: the
 * outcome is that of aspect-abi, sections 3.4 and 5.2, worked out here once more, and no exception
 * of Java ever leaves.
 */
class HostApiGridTest {

  private static final int MEMORY = 65_536;
  private static final int HEADER = 6;
  private static final long GAS = 100_000_000_000L;
  private static final ImportPrice PRICE = new ImportPrice(1_000, 10, false, Surcharge.NONE);

  private static final int[] POINTERS = {
    0,
    1,
    -1,
    1_000,
    MEMORY - 7,
    MEMORY - 6,
    MEMORY - 5,
    MEMORY - 1,
    MEMORY,
    MEMORY + 1,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 6,
    Integer.MIN_VALUE
  };
  private static final int[] TYPES = {10, 11, 3, 4, 8, 9, 0, 1, -1, 12, 0x0A00};
  private static final Set<Integer> SUPPORTED = Set.of(3, 4, 8, 9, 10, 11);

  /** What reading a value comes to. */
  private enum Read {
    OK,
    ERROR,
    CRASH
  }

  static List<HostFunction> functions() {
    return HostModules.standard().functions().stream()
        .filter(function -> !function.raw() && !function.parameters().isEmpty())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void outcomesAreThoseOfTheSpecification(HostFunction function) {
    FakeModule module = new FakeModule();
    int index = module.imports(function, PRICE);
    module.allocator(0).pages(1, 1);
    for (int parameter = 0; parameter < function.parameters().size(); parameter++) {
      for (int pointer : POINTERS) {
        for (int length : lengths(pointer)) {
          for (int type : TYPES) {
            attack(module, index, function, new Value(parameter, pointer, length, type));
          }
        }
      }
    }
  }

  private static int[] lengths(int pointer) {
    return Arrays.stream(
            new int[] {
              0,
              1,
              3,
              7,
              -1,
              -6,
              -7,
              Integer.MIN_VALUE,
              Integer.MAX_VALUE,
              Integer.MAX_VALUE - 6,
              Integer.MAX_VALUE - 7,
              MEMORY,
              MEMORY - pointer - 6,
              MEMORY - pointer - 5
            })
        .distinct()
        .toArray();
  }

  /** A header with this type and length at this pointer, where there is room for one. */
  private record Value(int parameter, int pointer, int length, int type) {

    boolean hasHeader() {
      return pointer >= 0 && (long) pointer + HEADER <= MEMORY;
    }

    void write(byte[] memory) {
      if (hasHeader()) {
        ByteBuffer.wrap(memory)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort(pointer, (short) type)
            .putInt(pointer + 2, length);
      }
    }

    Read read() {
      if (pointer < 0 || (long) pointer + HEADER > Integer.MAX_VALUE) {
        return Read.CRASH;
      }
      if (!hasHeader() || !SUPPORTED.contains(type)) {
        return Read.ERROR;
      }
      if (length < -HEADER || (long) pointer + HEADER + length > Integer.MAX_VALUE) {
        return Read.CRASH;
      }
      if (length < 0 || (long) pointer + HEADER + length > MEMORY) {
        return Read.ERROR;
      }
      return length < minimum() ? Read.CRASH : Read.OK;
    }

    private int minimum() {
      return switch (type) {
        case 3 -> 4;
        case 4, 8 -> 8;
        case 9 -> 1;
        default -> 0;
      };
    }

    boolean fits(ValueKind kind) {
      return type == (isText(kind) ? 10 : 11);
    }
  }

  private static boolean isText(ValueKind kind) {
    return kind.reader().toLowerCase(Locale.ROOT).contains("string");
  }

  private static void attack(FakeModule module, int index, HostFunction function, Value value) {
    FakeInstance instance = module.instance();
    instance.heap = 2_048;
    ExecutionContext context = context();
    context.bind(instance, ModuleLinks.of(module));
    instance.setGas(GAS);
    int[] pointers = new int[function.parameters().size()];
    long bytes = 0;
    for (int i = 0; i < pointers.length; i++) {
      if (i == value.parameter()) {
        pointers[i] = value.pointer();
        continue;
      }
      GuestValue ordinary =
          isText(function.parameters().get(i))
              ? GuestValue.Str.of("k")
              : new GuestValue.Bytes(new byte[] {7});
      pointers[i] = instance.put(40_000 + i * 100, ValueWriter.encode(ordinary));
      bytes += i < value.parameter() || value.read() == Read.OK ? 1 : 0;
    }
    value.write(instance.memory.bytes);
    if (value.hasHeader()) {
      bytes += value.length();
    }
    long charged = bytes > 0 ? 1_000 + 10 * bytes : 0;
    String what = function.field() + " " + value;
    Throwable thrown = null;
    try {
      instance.callImport(index, pointers);
    } catch (Throwable anything) {
      thrown = anything;
    } finally {
      context.release();
    }
    check(function, value, thrown, instance.gasLeft(), GAS - charged, what);
  }

  private static void check(
      HostFunction function, Value value, Throwable thrown, long gas, long expected, String what) {
    switch (value.read()) {
      case CRASH -> assertInstanceOf(GuestCrash.class, thrown, what);
      case ERROR -> {
        assertEquals(
            TrapKind.READ_PARAMS_FAILED, assertInstanceOf(Trap.class, thrown, what).kind(), what);
        assertEquals(expected, gas, what);
      }
      default -> {
        if (!value.fits(function.parameters().get(value.parameter()))) {
          assertInstanceOf(GuestCrash.class, thrown, what);
        } else if (thrown instanceof Trap trap) {
          assertEquals(TrapKind.WRITE_PARAMS_FAILED, trap.kind(), what);
          assertEquals(expected, gas, what);
        } else if (thrown != null) {
          assertInstanceOf(GuestCrash.class, thrown, what);
        } else {
          assertTrue(gas <= expected && gas >= 0, what);
        }
      }
    }
  }

  private static ExecutionContext context() {
    ScriptedEvm evm = new ScriptedEvm();
    for (int i = 0; i < 2; i++) {
      evm.answer(call -> EvmResult.success(new byte[] {1}, call.gas() / 2));
    }
    return ExecutionContext.builder()
        .joinPoint(JoinPoint.POST_CONTRACT_CALL)
        .services(HostServices.inMemory().toBuilder().with(EvmCalls.class, evm).build())
        .build();
  }
}
