package chat.paloma.core.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.mls.testing.SeededRandom;
import org.junit.jupiter.api.Test;

class LabelsTest {
    private static final CryptoProvider CRYPTO = new BouncyCastleCrypto();
    private static final TlsEncodable CONTENT = out -> out.writeBytes(new byte[] {1, 2, 3});

    /** The label is "Paloma 1.0 test", with its length in front; the content follows as it is. */
    @Test
    void theLabelStandsBeforeTheContent() {
        assertEquals(
                "0f50616c6f6d6120312e302074657374010203",
                ByteString.adopt(Labels.labelled("test", CONTENT)).toHex());
    }

    @Test
    void hashesAreSha256() {
        assertEquals(
                "98afddc7cac53e96a0272900c42554d561b320d66b10951412846c1a21ca0ceb",
                LabeledHash.of(CRYPTO, "test", CONTENT).toHex());
    }

    @Test
    void aSignatureIsGoodForItsLabelAndContentOnly() throws Exception {
        SignatureAlgorithm algorithm = SignatureAlgorithm.ED25519;
        SeededRandom random = new SeededRandom(1);
        SignatureKeyPair keys = CRYPTO.generateSignatureKeyPair(algorithm, random);
        ByteString signature = LabeledSignature.sign(CRYPTO, algorithm, keys.privateKey(), "test", CONTENT, random);
        assertTrue(LabeledSignature.verify(CRYPTO, algorithm, keys.publicKey(), "test", CONTENT, signature));
        assertFalse(LabeledSignature.verify(CRYPTO, algorithm, keys.publicKey(), "tess", CONTENT, signature));
        assertFalse(LabeledSignature.verify(
                CRYPTO, algorithm, keys.publicKey(), "test", out -> out.writeUint8(1), signature));
    }

    @Test
    void aLabelHasAName() {
        assertThrows(IllegalArgumentException.class, () -> LabeledHash.of(CRYPTO, "", CONTENT));
    }
}
