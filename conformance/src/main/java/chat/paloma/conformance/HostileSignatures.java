package chat.paloma.conformance;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import java.util.Arrays;

/** Signatures and keys of wrong lengths and forms: a signature is refused by being invalid, a private key by its type. */
final class HostileSignatures {
    private static final String INVALID = "false";
    /** Damaged DER is where a parser meets lengths that somebody else chose. */
    private static final int DAMAGED_SIGNATURES = 150;

    private HostileSignatures() {}

    static void run(HostileInput hostile, CryptoProvider crypto) throws CryptoException {
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            SeededRandom random = new SeededRandom(crypto, "hostile " + algorithm);
            SignatureKeyPair pair = crypto.generateSignatureKeyPair(algorithm, random);
            byte[] content = random.nextBytes(50);
            byte[] signature = crypto.sign(algorithm, pair.privateKey(), content, random);
            privateKeys(hostile, crypto, algorithm, random);
            publicKeys(hostile, crypto, algorithm, content, signature);
            signatures(hostile, crypto, algorithm, pair.publicKey(), content, signature, random);
        }
    }

    private static void privateKeys(
            HostileInput hostile, CryptoProvider crypto, SignatureAlgorithm algorithm, SeededRandom random) {
        for (int length : HostileKeys.wrongLengths(algorithm.privateKeyLength())) {
            SignaturePrivateKey key = new SignaturePrivateKey(SecretBytes.zeros(length));
            hostile.expect("sign/" + algorithm + "/private/" + length, "crypto:INVALID_KEY", () -> {
                crypto.sign(algorithm, key, new byte[3], random);
                return "accepted";
            });
            hostile.expect("signature-public/" + algorithm + "/private/" + length, "crypto:INVALID_KEY", () -> {
                crypto.signaturePublicKey(algorithm, key);
                return "accepted";
            });
        }
    }

    private static void publicKeys(
            HostileInput hostile,
            CryptoProvider crypto,
            SignatureAlgorithm algorithm,
            byte[] content,
            byte[] signature) {
        for (int length : HostileKeys.wrongLengths(algorithm.publicKeyLength())) {
            if (length <= SignaturePublicKey.MAX_LENGTH) {
                verify(hostile, crypto, algorithm, "public/" + length, new byte[length], content, signature);
            }
        }
        for (int fill : new int[] {0, 1, 4, 0x7f, 0xff}) {
            byte[] key = new byte[algorithm.publicKeyLength()];
            Arrays.fill(key, (byte) fill);
            verify(hostile, crypto, algorithm, "public-filled/" + fill, key, content, signature);
        }
    }

    private static void signatures(
            HostileInput hostile,
            CryptoProvider crypto,
            SignatureAlgorithm algorithm,
            SignaturePublicKey publicKey,
            byte[] content,
            byte[] signature,
            SeededRandom random) {
        byte[] key = publicKey.bytes().toByteArray();
        for (int length : HostileKeys.wrongLengths(signature.length)) {
            verify(hostile, crypto, algorithm, "length/" + length, key, content, Arrays.copyOf(signature, length));
        }
        for (int fill : new int[] {0, 0x30, 0x7f, 0x80, 0xff}) {
            byte[] filled = new byte[signature.length];
            Arrays.fill(filled, (byte) fill);
            verify(hostile, crypto, algorithm, "filled/" + fill, key, content, filled);
        }
        for (int i = 0; i < DAMAGED_SIGNATURES; i++) {
            byte[] damaged = signature.clone();
            int at = i < 16 ? i % damaged.length : random.nextInt(damaged.length);
            damaged[at] ^= (byte) (1 + random.nextInt(255));
            verify(hostile, crypto, algorithm, "damaged/" + i, key, content, damaged);
        }
        if (signature[0] == 0x30) {
            der(hostile, crypto, algorithm, key, content);
        }
    }

    /** DER that lies about its lengths, nests, or encodes numbers that ECDSA does not have. */
    private static void der(
            HostileInput hostile, CryptoProvider crypto, SignatureAlgorithm algorithm, byte[] key, byte[] content) {
        String[] encodings = {
            "30",
            "3000",
            "3080",
            "30800000",
            "3081",
            "308100",
            "30820000",
            "3084ffffffff",
            "30847fffffff",
            "3088ffffffffffffffff",
            "30fe",
            "30ff",
            "30060201000201",
            "3006020100020100",
            "3006020101020100",
            "30060201ff0201ff",
            "30040200020000",
            "300402000200",
            "3008028200010002820001",
            "30060284ffffffff",
            "3006028480000000",
            "3006028401000000",
            "300a02010102010102010100",
            "30043002300030",
            "1f8080808080",
            "3f8fffffff7f00",
            "24802480248000",
            "a0803080",
            "3080020101020101",
            "30800201010201010000",
        };
        for (String encoding : encodings) {
            byte[] signature = ByteString.fromHex(encoding).toByteArray();
            verify(hostile, crypto, algorithm, "der/" + encoding, key, content, signature);
        }
        byte[] nested = new byte[algorithm.maxSignatureLength()];
        for (int i = 0; i + 1 < nested.length; i += 2) {
            nested[i] = 0x30;
            nested[i + 1] = (byte) (nested.length - i - 2);
        }
        verify(hostile, crypto, algorithm, "der/nested", key, content, nested);
        for (int i = 0; i + 1 < nested.length; i += 2) {
            nested[i] = 0x24;
            nested[i + 1] = (byte) 0x80;
        }
        verify(hostile, crypto, algorithm, "der/nested-indefinite", key, content, nested);
    }

    private static void verify(
            HostileInput hostile,
            CryptoProvider crypto,
            SignatureAlgorithm algorithm,
            String name,
            byte[] publicKey,
            byte[] content,
            byte[] signature) {
        hostile.expect("verify/" + algorithm + "/" + name, INVALID, () -> {
            SignaturePublicKey key = new SignaturePublicKey(ByteString.copyOf(publicKey));
            return String.valueOf(crypto.verify(algorithm, key, content, signature));
        });
    }
}
