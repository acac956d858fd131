package io.aspectvm.runtime.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.artefact.ArtefactException.Kind;
import io.aspectvm.runtime.code.Digests;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signatures that were changed, taken away, moved, or made for something else. */
class SignatureTamperingTest extends TamperingFixture {
  @Test
  void aSignatureByAnUnknownKey() {
    byte[] artefact = ArtefactWriter.write(MODULE, OTHER_KEY);
    assertRefused(Kind.UNKNOWN_KEY, signedOnly, artefact);
    assertTrue(anybody.load(artefact).invoke("touch", new long[0], 1).isSuccess());
  }

  @Test
  void aSignatureThatIsGone() {
    Parts parts = new Parts(SIGNED);
    parts.signature = new byte[0];
    assertTrue(Arrays.equals(UNSIGNED, parts.join()));
    assertRefused(Kind.UNSIGNED, signedOnly, parts.join());
  }

  @Test
  void aSignatureOfAnotherArtefact() {
    Parts parts = new Parts(SIGNED);
    parts.signature = new Parts(OTHER_SIGNED).signature;
    for (AspectRuntime runtime : List.of(anybody, signedOnly)) {
      assertRefused(Kind.BAD_SIGNATURE, runtime, parts.join());
    }
  }

  /** The trusted key named above a signature by another. */
  @Test
  void aSignatureUnderAnotherName() {
    Parts parts = new Parts(SIGNED).sign(OTHER_KEY);
    System.arraycopy(KEY.verificationKey().bytes(), 0, parts.signature, 0, 32);
    for (AspectRuntime runtime : List.of(anybody, signedOnly)) {
      assertRefused(Kind.BAD_SIGNATURE, runtime, parts.join());
    }
  }

  /**
   * By the right key, over the manifest and nothing else: not what an artefact's signature signs.
   */
  @Test
  void aSignatureThatWasMadeForSomethingElse() {
    Parts parts = new Parts(SIGNED);
    for (byte[] message : List.of(parts.manifest, Digests.sha256(parts.manifest))) {
      ByteBuffer.wrap(parts.signature).position(32).put(KEY.sign(message));
      assertRefused(Kind.BAD_SIGNATURE, signedOnly, parts.join());
    }
  }

  @Test
  void everyFlippedBitOfASignature() {
    int bits = ArtefactFormat.SIGNATURE_BYTES * 8;
    for (int i = 0; i < bits; i++) {
      Parts parts = new Parts(SIGNED);
      parts.signature[i / 8] ^= (byte) (1 << i % 8);
      byte[] artefact = parts.join();
      ArtefactException refusal =
          assertThrows(ArtefactException.class, () -> anybody.load(artefact));
      assertEquals(Kind.BAD_SIGNATURE, refusal.kind(), "bit " + i);
    }
  }

  @Test
  void signaturesOfOtherLengths() {
    for (int length : new int[] {1, 32, 64, 95, 97, 192}) {
      Parts parts = new Parts(SIGNED);
      parts.signature = Arrays.copyOf(parts.signature, length);
      assertDamaged("a signature of " + length + " bytes", parts.join());
    }
  }

  /** A key for which anybody can sign: under it, a signature of zeros is right for some content. */
  @Test
  void aKeyOfSmallOrder() {
    Parts parts = new Parts(SIGNED);
    parts.signature = new byte[ArtefactFormat.SIGNATURE_BYTES];
    parts.signature[0] = 1;
    parts.signature[32] = 1;
    assertRefused(Kind.BAD_SIGNATURE, anybody, parts.join());
  }
}
