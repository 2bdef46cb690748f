package chat.paloma.conformance;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.CryptoProvider.MlKemEncapsulation;
import chat.paloma.core.crypto.DhGroup;
import chat.paloma.core.crypto.MlKemParameters;
import chat.paloma.core.crypto.SecretBytes;
import java.util.Arrays;

/** Diffie-Hellman over every group and ML-KEM with every parameter set. */
final class KeyAgreementTranscript {
    private static final int ROUNDS = 6;

    private KeyAgreementTranscript() {}

    static void write(Transcript transcript, CryptoProvider crypto) throws CryptoException {
        for (DhGroup group : DhGroup.values()) {
            for (int round = 0; round < ROUNDS; round++) {
                diffieHellman(transcript, crypto, group, round);
            }
        }
        for (MlKemParameters parameters : MlKemParameters.values()) {
            for (int round = 0; round < ROUNDS; round++) {
                mlKem(transcript, crypto, parameters, round);
            }
        }
    }

    private static void diffieHellman(Transcript transcript, CryptoProvider crypto, DhGroup group, int round)
            throws CryptoException {
        String name = group + "/" + round;
        SeededRandom random = new SeededRandom(crypto, "dh " + name);
        SecretBytes own = scalar(crypto, group, random);
        ByteString theirs = crypto.dhPublicKey(group, scalar(crypto, group, random));
        transcript.record("dh-public/" + name, crypto.dhPublicKey(group, own));
        transcript.record("dh/" + name, crypto.dh(group, own, theirs));
        ByteString garbage = ByteString.adopt(random.nextBytes(group.publicKeyLength()));
        transcript.record(
                "dh-garbage/" + name,
                () -> crypto.dh(group, own, garbage).dangerouslyPublish().toHex());
        SecretBytes ones = SecretBytes.adopt(ones(group.privateKeyLength()));
        transcript.record("dh-scalar-of-ones/" + name, crypto.isDhPrivateKey(group, ones));
    }

    /** A private key of the group, by rejection where not every scalar is one. */
    static SecretBytes scalar(CryptoProvider crypto, DhGroup group, SeededRandom random) {
        while (true) {
            SecretBytes scalar = random.nextSecret(group.privateKeyLength());
            if (group == DhGroup.P521) {
                scalar.dangerouslyExpose()[0] &= 1;
            }
            if (crypto.isDhPrivateKey(group, scalar)) {
                return scalar;
            }
        }
    }

    private static void mlKem(Transcript transcript, CryptoProvider crypto, MlKemParameters parameters, int round)
            throws CryptoException {
        String name = parameters + "/" + round;
        SeededRandom random = new SeededRandom(crypto, "ml-kem " + name);
        SecretBytes seed = random.nextSecret(MlKemParameters.SEED_LENGTH);
        ByteString publicKey = crypto.mlKemPublicKey(parameters, seed);
        transcript.record("ml-kem-public/" + name, publicKey);
        SecretBytes randomness = random.nextSecret(MlKemParameters.ENCAPSULATION_RANDOMNESS_LENGTH);
        MlKemEncapsulation made = crypto.mlKemEncapsulate(parameters, publicKey, randomness);
        transcript.record("ml-kem-ciphertext/" + name, made.ciphertext());
        transcript.record("ml-kem-secret/" + name, made.sharedSecret());
        transcript.record("ml-kem-agreed/" + name, crypto.mlKemDecapsulate(parameters, seed, made.ciphertext()));
        ByteString garbage = ByteString.adopt(random.nextBytes(parameters.ciphertextLength()));
        transcript.record("ml-kem-rejected/" + name, crypto.mlKemDecapsulate(parameters, seed, garbage));
        ByteString unreduced = ByteString.adopt(ones(parameters.publicKeyLength()));
        transcript.record("ml-kem-unreduced/" + name, () -> {
            crypto.mlKemEncapsulate(parameters, unreduced, randomness);
            return "accepted";
        });
    }

    private static byte[] ones(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xff);
        return bytes;
    }
}
