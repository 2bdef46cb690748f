package chat.paloma.sim.base;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.DhGroup;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.MlKemParameters;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.jvm.JdkCrypto;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The real primitives, and a memory for the signatures that were verified: in a simulation everybody verifies the same
 * ones, and the answer is a function of the bytes.
 */
public final class RememberingCrypto implements CryptoProvider {
    private static final int MAX_REMEMBERED = 50_000;

    private final CryptoProvider real = new JdkCrypto();
    private final Map<ByteString, Boolean> verdicts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteString, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    @Override
    public boolean verify(
            SignatureAlgorithm algorithm, SignaturePublicKey publicKey, byte[] content, byte[] signature) {
        byte[] all = new TlsWriter()
                .write(ByteString.utf8(algorithm.name()))
                .write(publicKey)
                .writeOpaque(content)
                .writeOpaque(signature)
                .toByteArray();
        ByteString key = ByteString.adopt(hash(HashAlgorithm.SHA_256, all));
        Boolean known = verdicts.get(key);
        if (known == null) {
            known = real.verify(algorithm, publicKey, content, signature);
            verdicts.put(key, known);
        }
        return known;
    }

    @Override
    public byte[] hash(HashAlgorithm algorithm, byte[] input) {
        return real.hash(algorithm, input);
    }

    @Override
    public byte[] hmac(HashAlgorithm algorithm, SecretBytes key, byte[] input) {
        return real.hmac(algorithm, key, input);
    }

    @Override
    public SecretBytes hkdfExtract(HashAlgorithm algorithm, SecretBytes salt, SecretBytes inputKeyMaterial) {
        return real.hkdfExtract(algorithm, salt, inputKeyMaterial);
    }

    @Override
    public SecretBytes hkdfExpand(HashAlgorithm algorithm, SecretBytes pseudorandomKey, byte[] info, int length) {
        return real.hkdfExpand(algorithm, pseudorandomKey, info, length);
    }

    @Override
    public SecretBytes sha3(SecretBytes input) {
        return real.sha3(input);
    }

    @Override
    public SecretBytes shake256(SecretBytes input, int length) {
        return real.shake256(input, length);
    }

    @Override
    public byte[] seal(AeadAlgorithm algorithm, SecretBytes key, byte[] nonce, byte[] associatedData, byte[] plaintext)
            throws CryptoException {
        return real.seal(algorithm, key, nonce, associatedData, plaintext);
    }

    @Override
    public byte[] open(AeadAlgorithm algorithm, SecretBytes key, byte[] nonce, byte[] associatedData, byte[] ciphertext)
            throws CryptoException {
        return real.open(algorithm, key, nonce, associatedData, ciphertext);
    }

    @Override
    public ByteString dhPublicKey(DhGroup group, SecretBytes privateKey) throws CryptoException {
        return real.dhPublicKey(group, privateKey);
    }

    @Override
    public SecretBytes dh(DhGroup group, SecretBytes privateKey, ByteString publicKey) throws CryptoException {
        return real.dh(group, privateKey, publicKey);
    }

    @Override
    public boolean isDhPrivateKey(DhGroup group, SecretBytes scalar) {
        return real.isDhPrivateKey(group, scalar);
    }

    @Override
    public boolean isDhPublicKey(DhGroup group, ByteString publicKey) {
        return real.isDhPublicKey(group, publicKey);
    }

    @Override
    public ByteString mlKemPublicKey(MlKemParameters parameters, SecretBytes seed) throws CryptoException {
        return real.mlKemPublicKey(parameters, seed);
    }

    @Override
    public boolean isMlKemPublicKey(MlKemParameters parameters, ByteString publicKey) {
        return real.isMlKemPublicKey(parameters, publicKey);
    }

    @Override
    public MlKemEncapsulation mlKemEncapsulate(MlKemParameters parameters, ByteString publicKey, SecretBytes randomness)
            throws CryptoException {
        return real.mlKemEncapsulate(parameters, publicKey, randomness);
    }

    @Override
    public SecretBytes mlKemDecapsulate(MlKemParameters parameters, SecretBytes seed, ByteString ciphertext)
            throws CryptoException {
        return real.mlKemDecapsulate(parameters, seed, ciphertext);
    }

    @Override
    public SignatureKeyPair generateSignatureKeyPair(SignatureAlgorithm algorithm, RandomSource random) {
        return real.generateSignatureKeyPair(algorithm, random);
    }

    @Override
    public SignaturePublicKey signaturePublicKey(SignatureAlgorithm algorithm, SignaturePrivateKey privateKey)
            throws CryptoException {
        return real.signaturePublicKey(algorithm, privateKey);
    }

    @Override
    public byte[] sign(
            SignatureAlgorithm algorithm, SignaturePrivateKey privateKey, byte[] content, RandomSource random)
            throws CryptoException {
        return real.sign(algorithm, privateKey, content, random);
    }
}
