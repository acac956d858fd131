package io.aspectvm.fuzz;

import com.google.protobuf.InvalidProtocolBufferException;
import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.runtime.Isolation;
import io.aspectvm.runtime.artefact.Artefact;
import io.aspectvm.runtime.artefact.ArtefactException;
import io.aspectvm.runtime.artefact.ArtefactReader;
import io.aspectvm.runtime.artefact.ArtefactWriter;
import io.aspectvm.runtime.code.CompiledModule;
import io.aspectvm.runtime.host.Hashes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reader and loader of artefacts: a changed one is refused by a typed exception of one line, in
 * memory of a small multiple of its size, or is loaded and its executions end as executions do. One
 * that is accepted comes out of the writer as it is.
 *
 * <p>Input: a byte, and an artefact. The byte says who changed it: somebody by accident (0); one
 * who knows the format and puts length and digest right again (1); or one who has all digests of a
 * new manifest right (2), whose code may do anything that the loader's checks let pass, and is not
 * run.
 */
public final class ArtefactTarget {

  static final int WAYS = 3;
  static final int SEALED = 1;
  private static final int REMADE = 2;

  /** Layout of the container, as docs/artefact.md has it. */
  private static final int LENGTH_AT = 12;

  private static final int HEADER_BYTES = 20;
  private static final int DIGEST_BYTES = 32;
  private static final int SIGNATURE_BYTES = 96;

  private static final long ALLOCATED_PER_BYTE = 200;
  private static final long ALLOCATED_BASE = 4L << 20;
  private static final long GAS = 20_000;

  private ArtefactTarget() {}

  /** The entry point that the fuzzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int way = Byte.toUnsignedInt(input[0]) % WAYS;
    byte[] given = Arrays.copyOfRange(input, 1, input.length);
    byte[] artefact =
        switch (way) {
          case SEALED -> sealed(given);
          case REMADE -> remade(given);
          default -> given;
        };
    if (artefact == null) {
      return;
    }
    Allocation.require(ALLOCATED_BASE + ALLOCATED_PER_BYTE * artefact.length, () -> read(artefact));
    if (way == REMADE) {
      Executions.load(artefact);
    } else {
      Executions.of(artefact, Isolation.CLASS_LOADER, GAS);
    }
  }

  private static void read(byte[] artefact) {
    try {
      Artefact accepted = new ArtefactReader().open(artefact);
      CompiledModule module = accepted.module();
      if (accepted.signer().isEmpty()) {
        CompiledModule again = new ArtefactReader().read(ArtefactWriter.write(module));
        Require.that(again.manifest().equals(module.manifest()), "another manifest");
        Require.that(again.wasm().equals(module.wasm()), "another module");
        for (String name : module.classNames()) {
          Require.that(again.classFile(name).equals(module.classFile(name)), "other classes");
        }
      }
    } catch (ArtefactException e) {
      Require.oneLine(e.getMessage());
    }
  }

  /** With a signature in place of none, of nobody. */
  static byte[] withSignature(byte[] artefact) {
    int end = artefact.length - DIGEST_BYTES - Integer.BYTES;
    ByteBuffer signed = ByteBuffer.allocate(artefact.length + SIGNATURE_BYTES);
    signed.put(artefact, 0, end).putInt(SIGNATURE_BYTES);
    return sealed(signed.array());
  }

  /** With the right length, and the right digest at the end. */
  private static byte[] sealed(byte[] artefact) {
    if (artefact.length < HEADER_BYTES + DIGEST_BYTES) {
      return artefact;
    }
    byte[] sealed = artefact.clone();
    ByteBuffer.wrap(sealed).putLong(LENGTH_AT, sealed.length);
    int end = sealed.length - DIGEST_BYTES;
    byte[] digest = Hashes.sha256(Arrays.copyOf(sealed, end));
    System.arraycopy(digest, 0, sealed, end, DIGEST_BYTES);
    return sealed;
  }

  /** Put together anew, with all digests; null where the parts cannot be told apart. */
  private static byte[] remade(byte[] artefact) {
    try {
      ByteBuffer in = ByteBuffer.wrap(artefact).position(HEADER_BYTES);
      Manifest manifest = Manifest.parseFrom(part(in));
      CompiledModule.Builder module = new CompiledModule.Builder(manifest, part(in));
      List<ClassEntry> entries = new ArrayList<>(manifest.getClassesList());
      for (ClassEntry entry : entries) {
        module.add(entry.getName(), entry.getRole(), part(in));
      }
      return ArtefactWriter.write(module.build());
    } catch (InvalidProtocolBufferException
        | BufferUnderflowException
        | IllegalArgumentException e) {
      return null; // No such artefact can be made.
    }
  }

  private static byte[] part(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] part = new byte[length];
    in.get(part);
    return part;
  }
}
