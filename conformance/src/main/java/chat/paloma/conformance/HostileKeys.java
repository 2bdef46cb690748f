package chat.paloma.conformance;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.DhGroup;
import chat.paloma.core.crypto.MlKemParameters;
import chat.paloma.core.crypto.SecretBytes;
import java.util.Arrays;

/** Keys, nonces and ciphertexts of wrong lengths and forms, to the AEADs, the groups and ML-KEM. */
final class HostileKeys {
    private static final String INVALID_KEY = "crypto:INVALID_KEY";
    private static final String INVALID_CIPHERTEXT = "crypto:INVALID_CIPHERTEXT";
    private static final String UNAUTHENTIC = "crypto:AUTHENTICATION_FAILED";

    private HostileKeys() {}

    static void run(HostileInput hostile, CryptoProvider crypto) throws CryptoException {
        for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
            aead(hostile, crypto, algorithm);
        }
        for (DhGroup group : DhGroup.values()) {
            group(hostile, crypto, group);
        }
        for (DhGroup group : new DhGroup[] {DhGroup.P256, DhGroup.P384, DhGroup.P521}) {
            points(hostile, crypto, group);
        }
        for (DhGroup group : new DhGroup[] {DhGroup.X25519, DhGroup.X448}) {
            SecretBytes own = new SeededRandom(crypto, "own " + group).nextSecret(group.privateKeyLength());
            for (int low : new int[] {0, 1}) {
                byte[] point = new byte[group.publicKeyLength()];
                point[0] = (byte) low;
                hostile.expect("dh/" + group + "/small-order/" + low, INVALID_KEY, () -> {
                    crypto.dh(group, own, ByteString.adopt(point));
                    return "accepted";
                });
            }
        }
        for (MlKemParameters parameters : MlKemParameters.values()) {
            mlKem(hostile, crypto, parameters);
        }
    }

    /** Lengths that are not {@code right}: none, one off, halved, doubled, huge. */
    static int[] wrongLengths(int right) {
        return Arrays.stream(new int[] {0, 1, right / 2, right - 1, right + 1, 2 * right, 100_000})
                .filter(length -> length != right)
                .distinct()
                .toArray();
    }

    private static void aead(HostileInput hostile, CryptoProvider crypto, AeadAlgorithm algorithm)
            throws CryptoException {
        byte[] none = new byte[0];
        byte[] nonce = new byte[AeadAlgorithm.NONCE_LENGTH];
        SecretBytes key = SecretBytes.zeros(algorithm.keyLength());
        for (int length : wrongLengths(algorithm.keyLength())) {
            SecretBytes wrong = SecretBytes.zeros(length);
            hostile.expect("seal/" + algorithm + "/key/" + length, INVALID_KEY, () -> {
                crypto.seal(algorithm, wrong, nonce, none, none);
                return "accepted";
            });
            hostile.expect("open/" + algorithm + "/key/" + length, INVALID_KEY, () -> {
                crypto.open(algorithm, wrong, nonce, none, new byte[40]);
                return "accepted";
            });
        }
        for (int length : wrongLengths(AeadAlgorithm.NONCE_LENGTH)) {
            hostile.expect("open/" + algorithm + "/nonce/" + length, INVALID_KEY, () -> {
                crypto.open(algorithm, key, new byte[length], none, new byte[40]);
                return "accepted";
            });
        }
        byte[] sealed = crypto.seal(algorithm, key, nonce, none, new byte[33]);
        for (int length = 0; length < sealed.length; length++) {
            byte[] truncated = Arrays.copyOf(sealed, length);
            hostile.expect("open/" + algorithm + "/truncated/" + length, UNAUTHENTIC, () -> {
                crypto.open(algorithm, key, nonce, none, truncated);
                return "accepted";
            });
        }
    }

    private static void group(HostileInput hostile, CryptoProvider crypto, DhGroup group) throws CryptoException {
        SecretBytes own = KeyAgreementTranscript.scalar(crypto, group, new SeededRandom(crypto, "own " + group));
        ByteString publicKey = crypto.dhPublicKey(group, own);
        for (int length : wrongLengths(group.privateKeyLength())) {
            SecretBytes wrong = SecretBytes.zeros(length);
            hostile.expect("dh/" + group + "/private/" + length, INVALID_KEY, () -> {
                crypto.dh(group, wrong, publicKey);
                return "accepted";
            });
            hostile.expect("dh-public/" + group + "/private/" + length, INVALID_KEY, () -> {
                crypto.dhPublicKey(group, wrong);
                return "accepted";
            });
            hostile.expect(
                    "dh-scalar/" + group + "/" + length,
                    "false",
                    () -> String.valueOf(crypto.isDhPrivateKey(group, wrong)));
        }
        for (int length : wrongLengths(group.publicKeyLength())) {
            hostile.expect("dh/" + group + "/public/" + length, INVALID_KEY, () -> {
                crypto.dh(group, own, ByteString.adopt(new byte[length]));
                return "accepted";
            });
        }
    }

    /** Points of the right length that are none, and scalars outside the order. */
    private static void points(HostileInput hostile, CryptoProvider crypto, DhGroup group) throws CryptoException {
        SecretBytes own = KeyAgreementTranscript.scalar(crypto, group, new SeededRandom(crypto, "own " + group));
        byte[] valid = crypto.dhPublicKey(group, own).toByteArray();
        for (int form : new int[] {0, 2, 3, 5, 6, 7, 0xff}) {
            byte[] point = valid.clone();
            point[0] = (byte) form;
            hostile.expect("dh/" + group + "/form/" + form, INVALID_KEY, () -> {
                crypto.dh(group, own, ByteString.adopt(point));
                return "accepted";
            });
        }
        for (int fill : new int[] {0, 0x80, 0xff}) {
            byte[] point = new byte[valid.length];
            Arrays.fill(point, (byte) fill);
            point[0] = 4;
            hostile.expect("dh/" + group + "/off-curve/" + fill, INVALID_KEY, () -> {
                crypto.dh(group, own, ByteString.adopt(point));
                return "accepted";
            });
        }
        for (int fill : new int[] {0, 0xff}) {
            byte[] scalar = new byte[group.privateKeyLength()];
            Arrays.fill(scalar, (byte) fill);
            hostile.expect("dh-public/" + group + "/scalar/" + fill, INVALID_KEY, () -> {
                crypto.dhPublicKey(group, SecretBytes.adopt(scalar));
                return "accepted";
            });
        }
    }

    private static void mlKem(HostileInput hostile, CryptoProvider crypto, MlKemParameters parameters)
            throws CryptoException {
        SecretBytes seed = SecretBytes.zeros(MlKemParameters.SEED_LENGTH);
        SecretBytes randomness = SecretBytes.zeros(MlKemParameters.ENCAPSULATION_RANDOMNESS_LENGTH);
        ByteString publicKey = crypto.mlKemPublicKey(parameters, seed);
        ByteString ciphertext =
                crypto.mlKemEncapsulate(parameters, publicKey, randomness).ciphertext();
        for (int length : wrongLengths(MlKemParameters.SEED_LENGTH)) {
            hostile.expect("ml-kem-decapsulate/" + parameters + "/seed/" + length, INVALID_KEY, () -> {
                crypto.mlKemDecapsulate(parameters, SecretBytes.zeros(length), ciphertext);
                return "accepted";
            });
            hostile.expect("ml-kem-public/" + parameters + "/seed/" + length, INVALID_KEY, () -> {
                crypto.mlKemPublicKey(parameters, SecretBytes.zeros(length));
                return "accepted";
            });
        }
        for (int length : wrongLengths(parameters.publicKeyLength())) {
            hostile.expect("ml-kem-encapsulate/" + parameters + "/public/" + length, INVALID_KEY, () -> {
                crypto.mlKemEncapsulate(parameters, ByteString.adopt(new byte[length]), randomness);
                return "accepted";
            });
        }
        for (int length : wrongLengths(MlKemParameters.ENCAPSULATION_RANDOMNESS_LENGTH)) {
            hostile.expect("ml-kem-encapsulate/" + parameters + "/randomness/" + length, INVALID_KEY, () -> {
                crypto.mlKemEncapsulate(parameters, publicKey, SecretBytes.zeros(length));
                return "accepted";
            });
        }
        for (int length : wrongLengths(parameters.ciphertextLength())) {
            hostile.expect("ml-kem-decapsulate/" + parameters + "/ciphertext/" + length, INVALID_CIPHERTEXT, () -> {
                crypto.mlKemDecapsulate(parameters, seed, ByteString.adopt(new byte[length]));
                return "accepted";
            });
        }
    }
}
