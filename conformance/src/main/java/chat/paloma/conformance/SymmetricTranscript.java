package chat.paloma.conformance;

import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.SecretBytes;

/** Hashes, HMAC, HKDF, SHA-3 and the AEADs, over lengths on both sides of every block border. */
final class SymmetricTranscript {
    private static final int[] LENGTHS = {
        0, 1, 15, 16, 17, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 135, 136, 137, 255, 256, 1_000, 4_097, 70_000
    };

    private SymmetricTranscript() {}

    static void write(Transcript transcript, CryptoProvider crypto) throws CryptoException {
        for (HashAlgorithm algorithm : HashAlgorithm.values()) {
            hash(transcript, crypto, algorithm);
        }
        sponge(transcript, crypto);
        for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
            aead(transcript, crypto, algorithm);
        }
    }

    private static void hash(Transcript transcript, CryptoProvider crypto, HashAlgorithm algorithm) {
        SeededRandom random = new SeededRandom(crypto, "hash " + algorithm);
        for (int length : LENGTHS) {
            String name = algorithm + "/" + length;
            byte[] input = random.nextBytes(length);
            transcript.record("hash/" + name, crypto.hash(algorithm, input));
            transcript.record("hmac/" + name, crypto.hmac(algorithm, random.nextSecret(1 + length % 200), input));
            SecretBytes salt = random.nextSecret(length % 70);
            SecretBytes extracted = crypto.hkdfExtract(algorithm, salt, SecretBytes.copyOf(input));
            transcript.record("hkdf-extract/" + name, extracted);
            int wanted = Math.min(length, 255 * algorithm.length());
            byte[] info = random.nextBytes(length % 40);
            transcript.record("hkdf-expand/" + name, crypto.hkdfExpand(algorithm, extracted, info, wanted));
        }
    }

    private static void sponge(Transcript transcript, CryptoProvider crypto) {
        SeededRandom random = new SeededRandom(crypto, "sponge");
        for (int length : LENGTHS) {
            SecretBytes input = random.nextSecret(length);
            transcript.record("sha3-256/" + length, crypto.sha3(input));
            transcript.record("shake256/" + length, crypto.shake256(input, 1 + length % 300));
        }
    }

    private static void aead(Transcript transcript, CryptoProvider crypto, AeadAlgorithm algorithm)
            throws CryptoException {
        SeededRandom random = new SeededRandom(crypto, "aead " + algorithm);
        for (int length : LENGTHS) {
            String name = algorithm + "/" + length;
            SecretBytes key = random.nextSecret(algorithm.keyLength());
            byte[] nonce = random.nextBytes(AeadAlgorithm.NONCE_LENGTH);
            byte[] associatedData = random.nextBytes(length % 50);
            byte[] ciphertext = crypto.seal(algorithm, key, nonce, associatedData, random.nextBytes(length));
            transcript.record("aead-seal/" + name, ciphertext);
            transcript.record("aead-open/" + name, crypto.open(algorithm, key, nonce, associatedData, ciphertext));
            ciphertext[random.nextInt(ciphertext.length)] ^= 1;
            transcript.record("aead-damaged/" + name, () -> {
                crypto.open(algorithm, key, nonce, associatedData, ciphertext);
                return "accepted";
            });
        }
    }
}
