package io.aspectvm.fuzz;

import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.JoinPoint;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A host call as an input has it:
 *
 * <pre>
 * offset  bytes
 *      0      1  function
 *      1      1  bits of choices: join point (3), query, services, schedule, growth (2)
 *      2      1  gas, as an exponent
 *      3    4*3  arguments: a kind of pointer, and 16 bits
 *     15    2*3  results of allocate, in turn, likewise
 *     21         values, parted by FE ED 03: a type and a body; raw bytes if the type is negative
 * </pre>
 *
 * <p>Values are put into memory one behind the other, with a header that is right.
 *
 * @param gas limit in WASM gas
 * @param arguments as many as the guest's export takes
 * @param rooms what {@code allocate} returns, in turn
 * @param image from address 0 on
 */
record HostCallInput(
    HostFunction function, int choices, long gas, int[] arguments, int[] rooms, byte[] image) {

  static final int ARGUMENTS = 4;
  private static final int ROOMS = 2;
  private static final int POINTER_BYTES = 3;
  static final int HEADER_BYTES = 3 + (ARGUMENTS + ROOMS) * POINTER_BYTES;
  static final byte[] SEPARATOR = {(byte) 0xFE, (byte) 0xED, 3};

  private static final int FIRST_ADDRESS = 64;
  private static final int FIRST_ROOM = 0x8000;
  private static final int PAGE_BYTES = 0x1_0000;
  static final int MOST_DOUBLINGS = 24;

  /** Reads an input; what is missing is zero. */
  static HostCallInput of(byte[] input, List<HostFunction> functions) {
    ByteBuffer in = ByteBuffer.wrap(Arrays.copyOf(input, Math.max(input.length, HEADER_BYTES)));
    HostFunction function = functions.get(Byte.toUnsignedInt(in.get()) % functions.size());
    int choices = Byte.toUnsignedInt(in.get());
    long gas = 1_000L << (Byte.toUnsignedInt(in.get()) % MOST_DOUBLINGS);
    byte[] pointers = new byte[HEADER_BYTES - in.position()];
    in.get(pointers);
    List<Integer> addresses = new ArrayList<>();
    byte[] rest = Arrays.copyOfRange(in.array(), HEADER_BYTES, in.capacity());
    byte[] image = image(ModuleParts.split(rest, SEPARATOR), addresses);
    ByteBuffer given = ByteBuffer.wrap(pointers);
    int[] arguments = new int[ARGUMENTS];
    for (int i = 0; i < ARGUMENTS; i++) {
      int itsOwn = addresses.get(Math.min(i, addresses.size() - 1));
      arguments[i] = pointer(given.get(), given.getShort() & 0xFFFF, itsOwn, addresses);
    }
    int[] rooms = new int[ROOMS];
    Arrays.setAll(
        rooms, i -> pointer(given.get(), given.getShort() & 0xFFFF, FIRST_ROOM, addresses));
    return new HostCallInput(function, choices, gas, arguments, rooms, image);
  }

  private static byte[] image(List<byte[]> values, List<Integer> addresses) {
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    image.writeBytes(new byte[FIRST_ADDRESS]);
    for (byte[] value : values) {
      addresses.add(image.size());
      if (value.length > 0 && value[0] >= 0) {
        ByteBuffer header = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN);
        image.writeBytes(header.putShort(value[0]).putInt(value.length - 1).array());
      }
      image.write(value, Math.min(1, value.length), Math.max(value.length - 1, 0));
    }
    return image.toByteArray();
  }

  private static int pointer(int kind, int number, int usual, List<Integer> addresses) {
    return switch (kind & 7) {
      case 0, 1, 2 -> usual;
      case 3 -> addresses.get(number % addresses.size());
      case 4 -> number;
      case 5 -> -number;
      case 6 -> PAGE_BYTES - number;
      default -> Integer.MAX_VALUE - number;
    };
  }

  JoinPoint joinPoint() {
    return JoinPoint.values()[choices & 7];
  }

  boolean isQuery() {
    return (choices & 8) != 0;
  }

  boolean withoutServices() {
    return (choices & 16) != 0;
  }

  boolean hardened() {
    return (choices & 32) != 0;
  }

  int growth() {
    return choices >> 6;
  }
}
