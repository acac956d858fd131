package io.aspectvm.runtime.host.standard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.proto.aspect.v2.Blake2FInput;
import io.aspectvm.runtime.host.HostError;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random messages against a decoder of the wire rules that is written from their text alone: both
 * refuse a message, or both read the same of it.
 */
class MessageOracleTest {

  private static final int ROUNDS = 20_000;
  private static final int FIELDS = 5;
  private static final int FINAL = 4;

  private final Random random = new Random(44);

  @Test
  void bothRefuseAMessageOrReadTheSame() {
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] message = message();
      byte[] expected = new Oracle(message).canonical();
      String shown = HexFormat.of().formatHex(message);
      if (expected == null) {
        assertThrows(HostError.class, () -> decode(message), shown);
      } else {
        assertArrayEquals(expected, decode(message).toByteArray(), shown);
        read++;
      }
    }
    assertTrue(read > ROUNDS / 4 && read < ROUNDS * 3 / 4, read + " were read");
  }

  private static Blake2FInput decode(byte[] message) {
    return Messages.decode(Blake2FInput.getDefaultInstance(), message, "message");
  }

  /** Mostly a good message with odd things in it, sometimes cut or with a byte changed. */
  private byte[] message() {
    List<byte[]> parts = new ArrayList<>();
    for (int field = 1; field <= FIELDS; field++) {
      parts.add(field(field, field == FINAL ? 0 : 2, 0));
    }
    for (int more = random.nextInt(3); more > 0; more--) {
      parts.add(oddity(3));
    }
    if (random.nextInt(12) == 0) {
      parts.remove(random.nextInt(parts.size()));
    }
    Collections.shuffle(parts, random);
    byte[] message = joined(parts);
    if (random.nextInt(8) == 0) {
      message = Arrays.copyOf(message, random.nextInt(message.length));
    }
    if (random.nextInt(6) == 0 && message.length > 0) {
      message[random.nextInt(message.length)] = (byte) random.nextInt();
    }
    return message;
  }

  private byte[] oddity(int depth) {
    int number =
        switch (random.nextInt(3)) {
          case 0 -> 1 + random.nextInt(FIELDS + 1);
          case 1 -> (1 << 29) - 2 + random.nextInt(3);
          default -> 1 + random.nextInt(3_000);
        };
    return field(number, random.nextInt(6), depth);
  }

  private byte[] field(int number, int wireType, int depth) {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    field.writeBytes(varint((long) number << 3 | wireType));
    switch (wireType) {
      case 0 ->
          field.writeBytes(random.nextInt(9) == 0 ? bytes(10, -1) : varint(random.nextLong()));
      case 1 -> field.writeBytes(bytes(8, 0));
      case 2 -> {
        int length = random.nextInt(9);
        field.writeBytes(varint(random.nextInt(40) == 0 ? random.nextLong() : length));
        field.writeBytes(bytes(length, random.nextInt()));
      }
      case 3 -> {
        for (int inner = depth == 0 ? 0 : random.nextInt(3); inner > 0; inner--) {
          field.writeBytes(oddity(depth - 1));
        }
        field.writeBytes(varint((long) (random.nextInt(15) == 0 ? number + 1 : number) << 3 | 4));
      }
      case 5 -> field.writeBytes(bytes(4, 0));
      default -> {} // The end of a group that did not begin.
    }
    return field.toByteArray();
  }

  private static byte[] bytes(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** Sometimes longer than it has to be, up to eleven bytes. */
  private byte[] varint(long value) {
    byte[] shortest = shortest(value);
    if (random.nextInt(6) > 0) {
      return shortest;
    }
    byte[] padded = Arrays.copyOf(shortest, shortest.length + random.nextInt(12 - shortest.length));
    for (int i = shortest.length - 1; i < padded.length - 1; i++) {
      padded[i] |= (byte) 0x80;
    }
    return padded;
  }

  private static byte[] shortest(long value) {
    ByteArrayOutputStream varint = new ByteArrayOutputStream();
    long rest = value;
    for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
      varint.write((int) rest | 0x80);
    }
    varint.write((int) rest);
    return varint.toByteArray();
  }

  private static byte[] joined(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** Reads {@code Blake2FInput}: bytes in fields 1, 2, 3, 5 and a bool in 4, all required. */
  private static final class Oracle {

    private static final class Malformed extends RuntimeException {
      private static final long serialVersionUID = 1L;
    }

    private final byte[] bytes;
    private int at;

    Oracle(byte[] bytes) {
      this.bytes = bytes;
    }

    /** The message as the host writes it, or null if it is to be refused. */
    byte[] canonical() {
      byte[][] found = new byte[FIELDS + 1][];
      try {
        while (at < bytes.length) {
          long tag = tag();
          long number = tag >>> 3;
          int start = at;
          skip(tag);
          boolean known = number <= FIELDS && (tag & 7) == (number == FINAL ? 0 : 2);
          if (known) {
            found[(int) number] = content((int) number, start);
          }
        }
      } catch (Malformed refused) {
        return null;
      }
      List<byte[]> required = Arrays.asList(found).subList(1, found.length);
      return required.contains(null) ? null : joined(required);
    }

    private byte[] content(int number, int start) {
      at = start;
      long value = varint();
      ByteArrayOutputStream field = new ByteArrayOutputStream();
      field.write(number << 3 | (number == FINAL ? 0 : 2));
      if (number == FINAL) {
        field.write(value == 0 ? 0 : 1);
      } else {
        field.writeBytes(shortest(value));
        field.write(bytes, at, (int) value);
        at += (int) value;
      }
      return field.toByteArray();
    }

    private long tag() {
      long tag = varint();
      if (tag >>> 3 < 1 || tag >>> 3 > (1 << 29) - 1) {
        throw new Malformed();
      }
      return tag;
    }

    private void skip(long tag) {
      switch ((int) tag & 7) {
        case 0 -> varint();
        case 1 -> advance(8);
        case 2 -> advance(varint());
        case 3 -> {
          long inner = tag();
          while ((inner & 7) != 4) {
            skip(inner);
            inner = tag();
          }
          if (inner >>> 3 != tag >>> 3) {
            throw new Malformed();
          }
        }
        case 5 -> advance(4);
        default -> throw new Malformed();
      }
    }

    private void advance(long count) {
      if (count < 0 || count > bytes.length - at) {
        throw new Malformed();
      }
      at += (int) count;
    }

    private long varint() {
      long value = 0;
      for (int i = 0; i < 10; i++) {
        if (at == bytes.length) {
          throw new Malformed();
        }
        int next = bytes[at++] & 0xFF;
        if (i == 9 && next > 1) {
          throw new Malformed();
        }
        value |= (next & 0x7FL) << (7 * i);
        if (next < 0x80) {
          return value;
        }
      }
      throw new Malformed();
    }
  }
}
