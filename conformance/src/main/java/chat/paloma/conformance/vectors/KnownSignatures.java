package chat.paloma.conformance.vectors;

import static chat.paloma.conformance.vectors.KnownAnswers.hex;
import static chat.paloma.conformance.vectors.KnownAnswers.secret;
import static chat.paloma.conformance.vectors.VectorRun.expect;
import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import org.bouncycastle.crypto.digests.SHAKEDigest;

/** Answers for signatures: RFC 8032 section 7, RFC 6979 appendix A.2, and the accumulated vectors for ML-DSA. */
final class KnownSignatures {
    private static final RandomSource ZEROS = byte[]::new;
    private static final int ACCUMULATED = 100;

    private final CryptoProvider crypto;
    private final VectorRun run;

    private KnownSignatures(VectorRun run) {
        this.crypto = run.crypto();
        this.run = run;
    }

    static void run(VectorRun run) {
        KnownSignatures signatures = new KnownSignatures(run);
        signatures.edwards();
        signatures.ecdsa();
        signatures.mlDsa();
    }

    private void edwards() {
        sign(
                SignatureAlgorithm.ED25519,
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        sign(
                SignatureAlgorithm.ED448,
                "6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3528c8a3fcc2f044e39a3fc5b94492f8f"
                        + "032e7549a20098f95b",
                "",
                "533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f2b233f034f628281f2fd7a22ddd47d78"
                        + "28c59bd0a21bfd3980ff0d2028d4b18a9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a1"
                        + "13a0f4dbb61149f05a7363268c71d95808ff2e652600");
    }

    private void ecdsa() {
        sign(
                SignatureAlgorithm.ECDSA_P256_SHA256,
                "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
                "sample",
                "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                        + "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
        sign(
                SignatureAlgorithm.ECDSA_P384_SHA384,
                "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5",
                "sample",
                "306602310094edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46"
                        + "02310099ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38"
                        + "628ac8");
        sign(
                SignatureAlgorithm.ECDSA_P521_SHA512,
                "00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75caa896eb32f1f47c70855836a6d16fcc1466f6d8fbec"
                        + "67db89ec0c08b0e996b83538",
                "sample",
                "308187024200c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f174e25a1ee9017b5d450606add152b53"
                        + "4931d7d4e8455cc91f9b15bf05ec36e377fa0241617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209"
                        + "417308281b68af282623eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc43997f1ee0e44da4a67a");
    }

    private void sign(SignatureAlgorithm algorithm, String privateKey, String message, String expected) {
        run.check(algorithm.name(), () -> {
            SignaturePrivateKey key = new SignaturePrivateKey(secret(privateKey));
            byte[] content = ByteString.utf8(message).toByteArray();
            byte[] signature = crypto.sign(algorithm, key, content, ZEROS);
            expectEqual(hex(expected), ByteString.copyOf(signature), "signature");
            verify(algorithm, crypto.signaturePublicKey(algorithm, key), content, signature);
        });
    }

    private void mlDsa() {
        accumulate(SignatureAlgorithm.ML_DSA_44, "d51148e1f9f4fa1a723a6cf42e25f2a99eb5c1b378b3d2dbbd561b1203beeae4");
        accumulate(SignatureAlgorithm.ML_DSA_65, "8358a1843220194417cadbc2651295cd8fc65125b5a5c1a239a16dc8b57ca199");
        accumulate(SignatureAlgorithm.ML_DSA_87, "8c3ad714777622b8f21ce31bb35f71394f23bc0fcf3c78ace5d608990f3b061b");
    }

    /**
     * The accumulated test vectors of C2SP's CCTV: seeds drawn from an empty SHAKE128, public keys and deterministic
     * signatures of an empty message absorbed into another.
     */
    private void accumulate(SignatureAlgorithm algorithm, String expected) {
        run.check(algorithm.name() + ", " + ACCUMULATED + " keys", () -> {
            SHAKEDigest seeds = new SHAKEDigest(128);
            SHAKEDigest accumulator = new SHAKEDigest(128);
            for (int i = 0; i < ACCUMULATED; i++) {
                byte[] seed = new byte[algorithm.privateKeyLength()];
                seeds.doOutput(seed, 0, seed.length);
                accumulate(algorithm, new SignaturePrivateKey(SecretBytes.adopt(seed)), accumulator);
            }
            byte[] result = new byte[32];
            accumulator.doFinal(result, 0, result.length);
            expectEqual(hex(expected), ByteString.adopt(result), "accumulated hash");
        });
    }

    private void accumulate(SignatureAlgorithm algorithm, SignaturePrivateKey key, SHAKEDigest accumulator)
            throws CryptoException {
        byte[] nothing = new byte[0];
        SignaturePublicKey publicKey = crypto.signaturePublicKey(algorithm, key);
        byte[] signature = crypto.sign(algorithm, key, nothing, ZEROS);
        accumulator.update(publicKey.bytes().toByteArray(), 0, publicKey.bytes().length());
        accumulator.update(signature, 0, signature.length);
        verify(algorithm, publicKey, nothing, signature);
    }

    private void verify(SignatureAlgorithm algorithm, SignaturePublicKey publicKey, byte[] content, byte[] signature) {
        expect(crypto.verify(algorithm, publicKey, content, signature), "a good signature is refused");
        byte[] changed = signature.clone();
        changed[changed.length / 2] ^= 1;
        expect(!crypto.verify(algorithm, publicKey, content, changed), "a changed signature passes");
        byte[] other = new byte[content.length + 1];
        System.arraycopy(content, 0, other, 0, content.length);
        expect(!crypto.verify(algorithm, publicKey, other, signature), "a signature passes for other content");
    }
}
