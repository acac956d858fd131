package io.aspectvm.wasm.binary;

import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.module.CustomSection;
import io.aspectvm.wasm.module.WasmModule;

/**
 * Decodes a module (WebAssembly 2.0, section 5.5): its sections, and every function body up to the
 * first instruction. The instructions themselves are decoded by validation, in its one walk, so
 * that a module which this class accepts may still turn out to be malformed there.
 *
 * <p>Nothing is allocated for a vector before its count is known to fit the remaining bytes and the
 * limits; the memory taken is a small multiple of the module's size.
 */
public final class ModuleReader {

  private static final int MAGIC = 0x6D73_6100;
  private static final int VERSION = 1;

  private final ByteReader in;
  private final Limits limits;
  private final SectionReader sections;
  private int lastRank;

  /** A reader of one module, to be used once. */
  public ModuleReader(byte[] bytes, Limits limits) {
    this.in = new ByteReader(bytes);
    this.limits = limits;
    this.sections = new SectionReader(in, limits);
  }

  /**
   * Decodes a module. It keeps {@code bytes}: the caller must not change them.
   *
   * @throws UnsupportedFeatureException where a code of a known proposal is met that this project
   *     does not implement
   */
  public static WasmModule read(byte[] bytes, Limits limits)
      throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException {
    return new ModuleReader(bytes, limits).read();
  }

  /** As {@link #read(byte[], Limits)}. */
  public WasmModule read()
      throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException {
    checkSize();
    readHeader();
    while (!in.atEnd()) {
      readSection();
    }
    sections.checkLengths();
    return readSoFar();
  }

  /**
   * Throws where the module has more bytes than its limit; {@link #read()} does so first of all.
   * For those who copy modules before they read them.
   */
  public void checkSize() throws LimitExceededException {
    in.checkLimit("bytes in the module", in.limit(), limits.moduleBytes(), -1);
  }

  /**
   * The module as far as it was read: after {@link #read()} has thrown, the sections before the
   * broken one. They are enough to tell whether something was wrong before that.
   */
  public WasmModule readSoFar() {
    return new WasmModule(in.bytes(), sections.toSections());
  }

  private void readHeader() throws MalformedModuleException {
    if (in.remaining() < 4) {
      throw in.malformed("unexpected end: a module begins with 00 61 73 6d", 0);
    }
    if (in.readFixed32() != MAGIC) {
      throw in.malformed("magic header not detected: expected 00 61 73 6d", 0);
    }
    int at = in.position();
    if (in.remaining() < 4) {
      throw in.malformed("unexpected end: expected the version", at);
    }
    int version = in.readFixed32();
    if (version != VERSION) {
      throw in.malformed(
          "unknown binary version: expected 1, found " + Integer.toUnsignedString(version), at);
    }
  }

  private void readSection()
      throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException {
    int at = in.position();
    int id = in.readByte();
    if (!SectionId.exists(id)) {
      if (Proposals.ofSection(id) != null) {
        throw Proposals.unsupported(Proposals.ofSection(id), "section " + id, at);
      }
      throw in.malformed("malformed section id: " + id, at);
    }
    int size = in.readLength();
    int end = in.position() + size;
    int moduleEnd = in.narrow(end);
    if (id == SectionId.CUSTOM) {
      readCustom(at);
    } else {
      if (SectionId.rank(id) <= lastRank) {
        throw in.malformed(
            "unexpected content after last section: section " + id + " is out of order", at);
      }
      lastRank = SectionId.rank(id);
      sections.read(id);
    }
    if (in.position() != end) {
      throw in.malformed(
          "section size mismatch: section "
              + id
              + " declares "
              + size
              + " bytes, of which "
              + in.remaining()
              + " are left over",
          at);
    }
    in.narrow(moduleEnd);
  }

  private void readCustom(int at) throws MalformedModuleException, LimitExceededException {
    String name = in.readName(limits.nameBytes());
    sections.addCustom(new CustomSection(name, in.position(), in.limit()), at);
    in.skip(in.remaining());
  }
}
