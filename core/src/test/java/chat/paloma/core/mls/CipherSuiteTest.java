package chat.paloma.core.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.crypto.hpke.Hpke;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CipherSuiteTest {
    private static final SecureRandom SYSTEM = new SecureRandom();
    private static final RandomSource RANDOM = length -> {
        byte[] bytes = new byte[length];
        SYSTEM.nextBytes(bytes);
        return bytes;
    };
    private static final byte[] CONTENT = {1, 2, 3};

    private final CryptoProvider crypto = new BouncyCastleCrypto();

    @Test
    void everySuiteHasANumberOfItsOwn() {
        assertEquals(
                CipherSuite.values().length,
                Arrays.stream(CipherSuite.values())
                        .map(CipherSuite::id)
                        .collect(Collectors.toSet())
                        .size());
        for (CipherSuite suite : CipherSuite.values()) {
            assertEquals(Optional.of(suite), CipherSuite.byId(suite.id()));
        }
        assertEquals(Optional.empty(), CipherSuite.byId(0));
    }

    @Test
    void theDefaultIsPostQuantumAndOurOwnNumbersArePrivate() {
        assertEquals(CipherSuite.Standing.POST_QUANTUM, CipherSuite.DEFAULT.standing());
        for (CipherSuite suite : CipherSuite.values()) {
            assertEquals(suite.standing() == CipherSuite.Standing.POST_QUANTUM, suite.id() >= 0xF000);
        }
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void encryptsToAKeyThatOnlyItsHolderOpens(CipherSuite suite) throws CryptoException {
        Hpke hpke = suite.hpke(crypto);
        HpkeKeyPair recipient = suite.kem().generateKeyPair(crypto, RANDOM);
        assertEquals(
                suite.kem().publicKeyLength(), recipient.publicKey().bytes().length());
        assertEquals(
                suite.kem().privateKeyLength(), recipient.privateKey().secret().length());

        Hpke.Sealed sealed = hpke.seal(recipient.publicKey(), CONTENT, CONTENT, CONTENT, RANDOM);
        assertEquals(suite.kem().encapsulationLength(), sealed.encapsulation().length());
        assertArrayEquals(CONTENT, hpke.open(recipient.privateKey(), CONTENT, CONTENT, sealed));
        assertRefuses(() -> hpke.open(recipient.privateKey(), new byte[0], CONTENT, sealed));
        assertRefuses(() -> hpke.open(recipient.privateKey(), CONTENT, new byte[0], sealed));
        HpkeKeyPair other = suite.kem().generateKeyPair(crypto, RANDOM);
        assertRefuses(() -> hpke.open(other.privateKey(), CONTENT, CONTENT, sealed));
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void signsWhatOnlyItsKeyVerifies(CipherSuite suite) throws CryptoException {
        SignatureAlgorithm algorithm = suite.signature();
        SignatureKeyPair pair = crypto.generateSignatureKeyPair(algorithm, RANDOM);
        assertEquals(algorithm.publicKeyLength(), pair.publicKey().bytes().length());
        byte[] signature = crypto.sign(algorithm, pair.privateKey(), CONTENT, RANDOM);
        assertTrue(signature.length <= algorithm.maxSignatureLength());
        assertTrue(crypto.verify(algorithm, pair.publicKey(), CONTENT, signature));
        assertFalse(crypto.verify(algorithm, pair.publicKey(), new byte[3], signature));
        SignatureKeyPair other = crypto.generateSignatureKeyPair(algorithm, RANDOM);
        assertFalse(crypto.verify(algorithm, other.publicKey(), CONTENT, signature));
    }

    /** An attempt that must end in a refusal. */
    private interface Attempt {
        Object run() throws CryptoException;
    }

    private static void assertRefuses(Attempt attempt) {
        try {
            attempt.run();
        } catch (CryptoException e) {
            assertEquals(CryptoException.Reason.AUTHENTICATION_FAILED, e.reason());
            return;
        }
        throw new AssertionError("opened with the wrong key or data");
    }
}
