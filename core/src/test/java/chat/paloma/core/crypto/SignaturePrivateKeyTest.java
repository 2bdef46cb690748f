package chat.paloma.core.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.mls.testing.SeededRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SignaturePrivateKeyTest {
    private static final byte[] CONTENT = {1, 2, 3};

    private final CryptoProvider crypto = new BouncyCastleCrypto();
    private final RandomSource random = new SeededRandom(1);

    private void assertSigns(SignatureAlgorithm algorithm, SignaturePrivateKey key, SignaturePublicKey publicKey)
            throws CryptoException {
        assertTrue(crypto.verify(algorithm, publicKey, CONTENT, crypto.sign(algorithm, key, CONTENT, random)));
    }

    @Test
    void isExpandedOnceForManySignatures() throws CryptoException {
        SignatureKeyPair keys = crypto.generateSignatureKeyPair(SignatureAlgorithm.ML_DSA_44, random);
        SignaturePrivateKey.Expanded expanded = keys.privateKey().expanded();
        assertNotNull(expanded);
        assertSigns(SignatureAlgorithm.ML_DSA_44, keys.privateKey(), keys.publicKey());
        assertSigns(SignatureAlgorithm.ML_DSA_44, keys.privateKey(), keys.publicKey());
        assertSame(expanded, keys.privateKey().expanded());
    }

    @Test
    void servesAnotherAlgorithmThanTheOneItIsExpandedFor() throws CryptoException {
        SignaturePrivateKey key = crypto.generateSignatureKeyPair(SignatureAlgorithm.ML_DSA_44, random)
                .privateKey();
        for (SignatureAlgorithm other : new SignatureAlgorithm[] {
            SignatureAlgorithm.ML_DSA_65, SignatureAlgorithm.ML_DSA_87, SignatureAlgorithm.ED25519
        }) {
            assertSigns(other, key, crypto.signaturePublicKey(other, key.copy()));
        }
    }

    @Test
    void doesNotSignOnceItIsErased() {
        SignaturePrivateKey key = crypto.generateSignatureKeyPair(SignatureAlgorithm.ML_DSA_44, random)
                .privateKey();
        key.erase();
        assertNull(key.expanded());
        assertThrows(
                IllegalStateException.class, () -> crypto.sign(SignatureAlgorithm.ML_DSA_44, key, CONTENT, random));
    }

    @Test
    void erasesWhatWasComputedFromIt() {
        AtomicInteger erased = new AtomicInteger();
        SignaturePrivateKey key = new SignaturePrivateKey(SecretBytes.zeros(32));
        key.keepExpanded(erased::incrementAndGet);
        key.erase();
        key.erase();
        assertEquals(1, erased.get());
    }

    @Test
    void livesOnInItsCopy() throws CryptoException {
        SignatureKeyPair keys = crypto.generateSignatureKeyPair(SignatureAlgorithm.ML_DSA_44, random);
        SignaturePrivateKey copy = keys.privateKey().copy();
        keys.privateKey().erase();
        assertFalse(copy.secret().isErased());
        assertSigns(SignatureAlgorithm.ML_DSA_44, copy, keys.publicKey());
    }
}
