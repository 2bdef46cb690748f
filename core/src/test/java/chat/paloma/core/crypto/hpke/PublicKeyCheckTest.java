package chat.paloma.core.crypto.hpke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.mls.testing.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The check of a public key says what an encapsulation to it would say. */
class PublicKeyCheckTest {
    private static final int X25519_LENGTH = 32;

    private final CryptoProvider crypto = new BouncyCastleCrypto();
    private final RandomSource random = new SeededRandom(3);

    static List<Kem> kems() {
        return List.of(
                Kems.DHKEM_P256,
                Kems.DHKEM_P384,
                Kems.DHKEM_P521,
                Kems.DHKEM_X25519,
                Kems.DHKEM_X448,
                Kems.ML_KEM_512,
                Kems.ML_KEM_768,
                Kems.ML_KEM_1024,
                Kems.ML_KEM_768_P256,
                Kems.ML_KEM_1024_P384,
                Kems.X_WING);
    }

    /** Orders that divide the cofactor, on curve and twist, reduced and not. */
    static Stream<String> smallOrderX25519() {
        return Stream.of(
                "00".repeat(32),
                "01" + "00".repeat(31),
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ec" + "ff".repeat(30) + "7f",
                "ed" + "ff".repeat(30) + "7f",
                "ee" + "ff".repeat(30) + "7f");
    }

    static Stream<String> smallOrderX448() {
        return Stream.of(
                "00".repeat(56),
                "01" + "00".repeat(55),
                "fe" + "ff".repeat(27) + "fe" + "ff".repeat(27),
                "ff".repeat(28) + "fe" + "ff".repeat(27),
                "00".repeat(28) + "ff".repeat(28));
    }

    private boolean encapsulates(Kem kem, HpkePublicKey key) {
        try {
            kem.encapsulate(crypto, key, random);
            return true;
        } catch (CryptoException e) {
            return false;
        }
    }

    private void assertChecked(boolean expected, Kem kem, byte[] key) {
        HpkePublicKey publicKey = new HpkePublicKey(ByteString.copyOf(key));
        assertEquals(expected, kem.isPublicKey(crypto, publicKey));
        assertEquals(expected, encapsulates(kem, publicKey));
    }

    @ParameterizedTest
    @MethodSource("kems")
    void acceptsEveryGeneratedKeyAndNoOtherLength(Kem kem) throws CryptoException {
        for (int i = 0; i < 20; i++) {
            byte[] key = kem.generateKeyPair(crypto, random).publicKey().bytes().toByteArray();
            assertChecked(true, kem, key);
            assertChecked(false, kem, Arrays.copyOf(key, key.length - 1));
            assertChecked(false, kem, Arrays.copyOf(key, key.length + 1));
        }
        assertChecked(false, kem, new byte[0]);
    }

    /** Whatever the bytes: many are no key of a NIST curve, and some are no key of ML-KEM. */
    @ParameterizedTest
    @MethodSource("kems")
    void agreesWithAnEncapsulationToAnyBytes(Kem kem) throws CryptoException {
        byte[] key = kem.generateKeyPair(crypto, random).publicKey().bytes().toByteArray();
        for (int i = 0; i < 100; i++) {
            byte[] changed = key.clone();
            int at = (random.nextBytes(1)[0] & 0xff) * changed.length / 256;
            changed[at] = random.nextBytes(1)[0];
            HpkePublicKey publicKey = new HpkePublicKey(ByteString.copyOf(changed));
            assertEquals(encapsulates(kem, publicKey), kem.isPublicKey(crypto, publicKey));
        }
    }

    @ParameterizedTest
    @MethodSource("smallOrderX25519")
    void refusesPointsOfSmallOrder(String hex) throws CryptoException {
        byte[] point = ByteString.fromHex(hex).toByteArray();
        byte[] withIgnoredBit = point.clone();
        withIgnoredBit[X25519_LENGTH - 1] |= (byte) 0x80;
        byte[] hybrid =
                Kems.X_WING.generateKeyPair(crypto, random).publicKey().bytes().toByteArray();
        for (byte[] each : List.of(point, withIgnoredBit)) {
            assertChecked(false, Kems.DHKEM_X25519, each);
            System.arraycopy(each, 0, hybrid, hybrid.length - X25519_LENGTH, X25519_LENGTH);
            assertChecked(false, Kems.X_WING, hybrid);
        }
    }

    @ParameterizedTest
    @MethodSource("smallOrderX448")
    void refusesPointsOfSmallOrderOfTheLargeCurve(String hex) {
        assertChecked(false, Kems.DHKEM_X448, ByteString.fromHex(hex).toByteArray());
    }

    @ParameterizedTest
    @MethodSource("kems")
    void refusesAPointThatIsZeroOrACoefficientThatIsNotReduced(Kem kem) throws CryptoException {
        byte[] key = kem.generateKeyPair(crypto, random).publicKey().bytes().toByteArray();
        if (kem instanceof DhKem) {
            assertChecked(false, kem, new byte[key.length]);
            return;
        }
        List<byte[]> broken = new ArrayList<>();
        broken.add(withCoefficient(key, 0, 3329));
        broken.add(withCoefficient(key, 1, 3329));
        broken.add(withCoefficient(key, 1, 4095));
        broken.forEach(each -> assertChecked(false, kem, each));
        assertTrue(kem.isPublicKey(crypto, new HpkePublicKey(ByteString.copyOf(withCoefficient(key, 1, 3328)))));
        assertFalse(Arrays.equals(key, broken.getFirst()));
    }

    /** Coefficients are 12 bits each, two in three bytes. */
    private static byte[] withCoefficient(byte[] key, int index, int value) {
        byte[] changed = key.clone();
        if (index % 2 == 0) {
            changed[0] = (byte) value;
            changed[1] = (byte) ((changed[1] & 0xf0) | value >>> 8);
        } else {
            changed[1] = (byte) ((changed[1] & 0x0f) | value << 4);
            changed[2] = (byte) (value >>> 4);
        }
        return changed;
    }
}
