package chat.paloma.core.crypto.bouncycastle;

import static chat.paloma.core.crypto.CryptoException.Reason.AUTHENTICATION_FAILED;

import chat.paloma.core.codec.ByteString;
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
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.AEADCipher;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * All primitives from Bouncy Castle. It is the whole provider in WebAssembly; on the JVM a subclass replaces what the
 * JDK does faster.
 */
public class BouncyCastleCrypto implements CryptoProvider {
    @Override
    public byte[] hash(HashAlgorithm algorithm, byte[] input) {
        return digest(newDigest(algorithm), input);
    }

    @Override
    public byte[] hmac(HashAlgorithm algorithm, SecretBytes key, byte[] input) {
        HMac mac = new HMac(newDigest(algorithm));
        mac.init(new KeyParameter(key.dangerouslyExpose()));
        mac.update(input, 0, input.length);
        byte[] out = new byte[mac.getMacSize()];
        mac.doFinal(out, 0);
        return out;
    }

    @Override
    public SecretBytes hkdfExtract(HashAlgorithm algorithm, SecretBytes salt, SecretBytes inputKeyMaterial) {
        SecretBytes key = salt.length() == 0 ? SecretBytes.zeros(algorithm.length()) : salt;
        return SecretBytes.adopt(hmac(algorithm, key, inputKeyMaterial.dangerouslyExpose()));
    }

    @Override
    public SecretBytes hkdfExpand(HashAlgorithm algorithm, SecretBytes pseudorandomKey, byte[] info, int length) {
        checkExpandLength(algorithm, length);
        HKDFBytesGenerator generator = new HKDFBytesGenerator(newDigest(algorithm));
        generator.init(HKDFParameters.skipExtractParameters(pseudorandomKey.dangerouslyExpose(), info));
        byte[] out = new byte[length];
        generator.generateBytes(out, 0, length);
        return SecretBytes.adopt(out);
    }

    /** Refuses a length that HKDF-Expand does not have. */
    protected static void checkExpandLength(HashAlgorithm algorithm, int length) {
        if (length < 0 || length > 255 * algorithm.length()) {
            throw new IllegalArgumentException("HKDF-Expand to " + length + " bytes");
        }
    }

    @Override
    public SecretBytes sha3(SecretBytes input) {
        return SecretBytes.adopt(digest(new SHA3Digest(256), input.dangerouslyExpose()));
    }

    @Override
    public SecretBytes shake256(SecretBytes input, int length) {
        SHAKEDigest shake = new SHAKEDigest(256);
        shake.update(input.dangerouslyExpose(), 0, input.length());
        byte[] out = new byte[length];
        shake.doFinal(out, 0, length);
        return SecretBytes.adopt(out);
    }

    @Override
    public byte[] seal(AeadAlgorithm algorithm, SecretBytes key, byte[] nonce, byte[] associatedData, byte[] plaintext)
            throws CryptoException {
        Checks.aeadKey(algorithm, key, nonce);
        try {
            return process(algorithm, true, key, nonce, associatedData, plaintext);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("encryption does not authenticate", e);
        }
    }

    @Override
    public byte[] open(AeadAlgorithm algorithm, SecretBytes key, byte[] nonce, byte[] associatedData, byte[] ciphertext)
            throws CryptoException {
        Checks.aeadKey(algorithm, key, nonce);
        Checks.aeadCiphertext(ciphertext);
        try {
            return process(algorithm, false, key, nonce, associatedData, ciphertext);
        } catch (InvalidCipherTextException e) {
            throw new CryptoException(AUTHENTICATION_FAILED, "the ciphertext does not authenticate");
        }
    }

    private static byte[] process(
            AeadAlgorithm algorithm,
            boolean encrypt,
            SecretBytes key,
            byte[] nonce,
            byte[] associatedData,
            byte[] input)
            throws InvalidCipherTextException {
        AEADCipher cipher = switch (algorithm) {
            case AES_128_GCM, AES_256_GCM -> GCMBlockCipher.newInstance(AESEngine.newInstance());
            case CHACHA20_POLY1305 -> new ChaCha20Poly1305();
        };
        KeyParameter keyParameter = new KeyParameter(key.dangerouslyExpose());
        cipher.init(encrypt, new AEADParameters(keyParameter, 8 * AeadAlgorithm.TAG_LENGTH, nonce, associatedData));
        byte[] out = new byte[cipher.getOutputSize(input.length)];
        int written = cipher.processBytes(input, 0, input.length, out, 0);
        cipher.doFinal(out, written);
        return out;
    }

    @Override
    public ByteString dhPublicKey(DhGroup group, SecretBytes privateKey) throws CryptoException {
        return DiffieHellman.publicKey(group, privateKey);
    }

    @Override
    public SecretBytes dh(DhGroup group, SecretBytes privateKey, ByteString publicKey) throws CryptoException {
        return DiffieHellman.agree(group, privateKey, publicKey);
    }

    @Override
    public boolean isDhPrivateKey(DhGroup group, SecretBytes scalar) {
        return DiffieHellman.isPrivateKey(group, scalar);
    }

    @Override
    public boolean isDhPublicKey(DhGroup group, ByteString publicKey) {
        return DiffieHellman.isPublicKey(group, publicKey.toByteArray());
    }

    @Override
    public ByteString mlKemPublicKey(MlKemParameters parameters, SecretBytes seed) throws CryptoException {
        return MlKem.publicKey(parameters, seed);
    }

    @Override
    public boolean isMlKemPublicKey(MlKemParameters parameters, ByteString publicKey) {
        return MlKem.isPublicKey(parameters, publicKey.toByteArray());
    }

    @Override
    public MlKemEncapsulation mlKemEncapsulate(MlKemParameters parameters, ByteString publicKey, SecretBytes randomness)
            throws CryptoException {
        return MlKem.encapsulate(parameters, publicKey, randomness);
    }

    @Override
    public SecretBytes mlKemDecapsulate(MlKemParameters parameters, SecretBytes seed, ByteString ciphertext)
            throws CryptoException {
        return MlKem.decapsulate(parameters, seed, ciphertext);
    }

    @Override
    public SignatureKeyPair generateSignatureKeyPair(SignatureAlgorithm algorithm, RandomSource random) {
        return Signatures.generateKeyPair(algorithm, random);
    }

    @Override
    public SignaturePublicKey signaturePublicKey(SignatureAlgorithm algorithm, SignaturePrivateKey privateKey)
            throws CryptoException {
        return Signatures.publicKey(algorithm, privateKey);
    }

    @Override
    public byte[] sign(
            SignatureAlgorithm algorithm, SignaturePrivateKey privateKey, byte[] content, RandomSource random)
            throws CryptoException {
        return Signatures.sign(algorithm, privateKey, content, random);
    }

    @Override
    public boolean verify(
            SignatureAlgorithm algorithm, SignaturePublicKey publicKey, byte[] content, byte[] signature) {
        return Signatures.verify(algorithm, publicKey.bytes().toByteArray(), content, signature);
    }

    static Digest newDigest(HashAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA_256 -> new SHA256Digest();
            case SHA_384 -> new SHA384Digest();
            case SHA_512 -> new SHA512Digest();
        };
    }

    static byte[] digest(Digest digest, byte[] input) {
        digest.update(input, 0, input.length);
        byte[] out = new byte[digest.getDigestSize()];
        digest.doFinal(out, 0);
        return out;
    }
}
