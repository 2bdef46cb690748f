package chat.paloma.conformance;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignatureKeyPair;

/** Every signature algorithm: keys, signatures, and the verdict on whole and damaged ones. */
final class SignatureTranscript {
    private static final int ROUNDS = 6;

    private SignatureTranscript() {}

    static void write(Transcript transcript, CryptoProvider crypto) throws CryptoException {
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            for (int round = 0; round < ROUNDS; round++) {
                sign(transcript, crypto, algorithm, round);
            }
        }
    }

    private static void sign(Transcript transcript, CryptoProvider crypto, SignatureAlgorithm algorithm, int round)
            throws CryptoException {
        String name = algorithm + "/" + round;
        SeededRandom random = new SeededRandom(crypto, "signature " + name);
        SignatureKeyPair pair = crypto.generateSignatureKeyPair(algorithm, random);
        transcript.record("signature-private/" + name, pair.privateKey().secret());
        transcript.record("signature-public/" + name, pair.publicKey().bytes());
        byte[] content = random.nextBytes(round * 333);
        byte[] signature = crypto.sign(algorithm, pair.privateKey(), content, random);
        transcript.record("signature/" + name, signature);
        transcript.record("verify/" + name, crypto.verify(algorithm, pair.publicKey(), content, signature));
        byte[] damaged = signature.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        transcript.record("verify-damaged/" + name, crypto.verify(algorithm, pair.publicKey(), content, damaged));
        byte[] other = random.nextBytes(content.length + 1);
        transcript.record("verify-other/" + name, crypto.verify(algorithm, pair.publicKey(), other, signature));
    }
}
