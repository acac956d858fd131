package io.aspectvm.runtime.artefact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

  /** The pair of RFC 8410, section 10, as OpenSSL writes it too. */
  private static final String PRIVATE =
      "-----BEGIN PRIVATE KEY-----\n"
          + "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
          + "-----END PRIVATE KEY-----\n";

  private static final String PUBLIC =
      "-----BEGIN PUBLIC KEY-----\n"
          + "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
          + "-----END PUBLIC KEY-----\n";

  @TempDir Path directory;

  @Test
  void keysAreThoseOfTheStandard() throws Exception {
    SigningKey key = SigningKey.parse(PRIVATE);
    assertEquals(PRIVATE, key.toPem());
    assertEquals(PUBLIC, key.verificationKey().toPem());
    assertEquals(VerificationKey.parse(PUBLIC), key.verificationKey());
    assertEquals(
        "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1",
        key.verificationKey().id());
  }

  /** RFC 8032, section 7.1, tests 1 to 3. */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60, '',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e3970"
        + "1cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb, 72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613"
        + "d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7, af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760"
        + "984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void signaturesAreThoseOfTheStandard(String seed, String message, String signature)
      throws Exception {
    byte[] encoded = HexFormat.of().parseHex("302e020100300506032b657004220420" + seed);
    SigningKey key = SigningKey.parse(Pem.write("PRIVATE KEY", encoded));
    byte[] bytes = HexFormat.of().parseHex(message);
    byte[] signed = key.sign(bytes);
    assertEquals(signature, HexFormat.of().formatHex(signed));
    assertTrue(key.verificationKey().verifies(bytes, signed));
    assertNotForged(key.verificationKey(), bytes, signed);
  }

  /** What some implementations let pass: another number for S, nothing but zeros, no length. */
  private static void assertNotForged(VerificationKey key, byte[] message, byte[] signed) {
    for (int i = 0; i < signed.length; i++) {
      byte[] flipped = signed.clone();
      flipped[i] ^= 0x10;
      assertFalse(key.verifies(message, flipped), "byte " + i);
    }
    BigInteger order =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    BigInteger s = littleEndian(Arrays.copyOfRange(signed, 32, 64));
    assertFalse(key.verifies(message, withS(signed, s.add(order))), "S + L");
    assertFalse(key.verifies(message, withS(signed, order)), "S = L");
    assertFalse(key.verifies(message, withS(signed, BigInteger.ZERO)), "S = 0");
    assertFalse(key.verifies(message, new byte[64]), "zeros");
    byte[] identity = new byte[64];
    identity[0] = 1;
    assertFalse(key.verifies(message, identity), "R the neutral element, S 0");
    byte[] ones = new byte[64];
    Arrays.fill(ones, (byte) -1);
    assertFalse(key.verifies(message, ones), "ones");
    assertFalse(key.verifies(message, Arrays.copyOf(signed, 63)), "short");
    assertFalse(key.verifies(message, Arrays.copyOf(signed, 65)), "long");
    assertFalse(key.verifies(message, new byte[0]), "empty");
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  private static byte[] withS(byte[] signed, BigInteger s) {
    byte[] changed = Arrays.copyOf(signed, 64);
    byte[] bigEndian = s.toByteArray();
    for (int i = 0; i < 32; i++) {
      changed[32 + i] = i < bigEndian.length ? bigEndian[bigEndian.length - 1 - i] : 0;
    }
    return changed;
  }

  @Test
  void whatIsGeneratedIsReadAgain() throws Exception {
    Path file = directory.resolve("key");
    Path pub = directory.resolve("key.pub");
    SigningKey key = SigningKey.generate();
    key.write(file);
    key.verificationKey().write(pub);
    assertEquals(key.verificationKey(), SigningKey.read(file).verificationKey());
    assertEquals(key.verificationKey(), VerificationKey.read(pub));
    assertEquals(key.verificationKey().hashCode(), VerificationKey.read(pub).hashCode());
    assertNotEquals(key.verificationKey(), SigningKey.generate().verificationKey());
    byte[] message = {1, 2, 3};
    assertArrayEquals(key.sign(message), SigningKey.read(file).sign(message));
  }

  @Test
  void privateKeysAreForTheirOwnerAlone() throws Exception {
    assumeTrue(OwnerOnly.isSupported(directory), "no POSIX permissions here");
    Path file = directory.resolve("key");
    SigningKey.generate().write(file);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void noFileIsReplaced() throws IOException {
    Path file = Files.writeString(directory.resolve("key"), "precious");
    SigningKey key = SigningKey.generate();
    assertThrows(FileAlreadyExistsException.class, () -> key.write(file));
    assertThrows(FileAlreadyExistsException.class, () -> key.verificationKey().write(file));
    assertEquals("precious", Files.readString(file));
    Path nowhere = directory.resolve("none/key");
    assertThrows(NoSuchFileException.class, () -> key.write(nowhere));
  }

  @Test
  void noTextShowsThePrivateKey() throws Exception {
    SigningKey key = SigningKey.parse(PRIVATE);
    assertEquals("private key of " + key.verificationKey(), key.toString());
  }

  private static String refusal(String pem) {
    InvalidKeyException ofPublic =
        assertThrows(InvalidKeyException.class, () -> VerificationKey.parse(pem));
    InvalidKeyException ofPrivate =
        assertThrows(InvalidKeyException.class, () -> SigningKey.parse(pem));
    assertFalse(ofPublic.getMessage().contains("\n"), ofPublic.getMessage());
    assertFalse(ofPrivate.getMessage().contains("\n"), ofPrivate.getMessage());
    return ofPublic.getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\n-----END PRIVATE KEY-----\n",
        "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"
      })
  void whatIsNoKeyIsRefused(String pem) {
    refusal(pem);
  }

  @Test
  void twoKeysInOneFileAreRefused() {
    assertEquals("no PEM file of a public key", refusal(PUBLIC + PUBLIC));
    refusal(PRIVATE + PUBLIC);
  }

  @Test
  void oneKeyIsNotTheOther() {
    InvalidKeyException e =
        assertThrows(InvalidKeyException.class, () -> VerificationKey.parse(PRIVATE));
    assertEquals("a PEM file of a private key, expected a public key", e.getMessage());
    assertThrows(InvalidKeyException.class, () -> SigningKey.parse(PUBLIC));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "X25519", "Ed448"})
  void keysOfOtherKindsAreRefused(String algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("RSA")) {
      generator.initialize(1024);
    }
    var pair = generator.generateKeyPair();
    String publicPem = Pem.write("PUBLIC KEY", pair.getPublic().getEncoded());
    String privatePem = Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded());
    assertThrows(InvalidKeyException.class, () -> VerificationKey.parse(publicPem));
    assertThrows(InvalidKeyException.class, () -> SigningKey.parse(privatePem));
  }

  @Test
  void everyChangedByteOfAKeysFileIsAnotherKeyOrNone() throws Exception {
    byte[] encoded = Base64.getMimeDecoder().decode(PUBLIC.lines().toList().get(1));
    VerificationKey key = VerificationKey.parse(PUBLIC);
    for (int i = 0; i < encoded.length; i++) {
      byte[] changed = encoded.clone();
      changed[i] ^= 1;
      try {
        assertNotEquals(key, VerificationKey.parse(Pem.write("PUBLIC KEY", changed)));
      } catch (InvalidKeyException e) {
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
      }
      byte[] cut = Arrays.copyOf(encoded, i);
      assertThrows(
          InvalidKeyException.class, () -> VerificationKey.parse(Pem.write("PUBLIC KEY", cut)));
    }
  }

  /** About half of all y have no x. */
  @Test
  void keysThatAreNoPointsAreRefused() {
    int refused = 0;
    for (int i = 2; i < 66; i++) {
      byte[] bytes = new byte[32];
      bytes[0] = (byte) i;
      try {
        VerificationKey.of(bytes);
      } catch (InvalidKeyException e) {
        assertEquals("no public key of Ed25519", e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 16 && refused < 48, refused + " refused");
  }

  @Test
  void filesOfKeysAreSmall() throws IOException {
    Path file = directory.resolve("key");
    Files.writeString(file, " ".repeat(10_000) + PUBLIC, StandardCharsets.US_ASCII);
    InvalidKeyException e =
        assertThrows(InvalidKeyException.class, () -> VerificationKey.read(file));
    assertTrue(e.getMessage().contains("8192 bytes"), e.getMessage());
  }

  /**
   * All points of order 1, 2, 4 and 8, and encodings that are not the only ones of their points.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void keysThatAnybodyCanSignForAreRefused(String bytes) {
    assertThrows(
        InvalidKeyException.class, () -> VerificationKey.of(HexFormat.of().parseHex(bytes)));
  }
}
