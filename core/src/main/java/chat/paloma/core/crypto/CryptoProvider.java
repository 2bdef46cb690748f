package chat.paloma.core.crypto;

import chat.paloma.core.codec.ByteString;

/**
 * The primitives, and nothing else. One implementation stands on Bouncy Castle alone and runs everywhere; one on the
 * JVM takes what the JDK does faster from the JDK. Both give the same bytes.
 *
 * <p>Arguments are never kept and never changed, save that a {@link SignaturePrivateKey} carries what was computed from
 * it. Lengths and forms of keys and ciphertexts are checked before a library sees them, since a library's own bound
 * checks can be traps in WebAssembly. An implementation is stateless and safe to share.
 */
public interface CryptoProvider {
    byte[] hash(HashAlgorithm algorithm, byte[] input);

    /** HMAC (RFC 2104). */
    byte[] hmac(HashAlgorithm algorithm, SecretBytes key, byte[] input);

    /** HKDF-Extract (RFC 5869 section 2.2). An empty salt stands for a hash length of zeros. */
    SecretBytes hkdfExtract(HashAlgorithm algorithm, SecretBytes salt, SecretBytes inputKeyMaterial);

    /**
     * HKDF-Expand (RFC 5869 section 2.3).
     *
     * @param length of the output in bytes, at most 255 hash lengths
     * @throws IllegalArgumentException when {@code length} is outside its bounds
     */
    SecretBytes hkdfExpand(HashAlgorithm algorithm, SecretBytes pseudorandomKey, byte[] info, int length);

    /** SHA3-256 (FIPS 202) of a secret, which combines the parts of a hybrid KEM. */
    SecretBytes sha3(SecretBytes input);

    /** SHAKE256 (FIPS 202) of a secret, which expands seeds. */
    SecretBytes shake256(SecretBytes input, int length);

    /**
     * Encrypts and authenticates.
     *
     * @param nonce of {@link AeadAlgorithm#NONCE_LENGTH} bytes, never used before with this key
     * @return the ciphertext with the tag behind it
     * @throws CryptoException when key or nonce have the wrong length
     */
    byte[] seal(AeadAlgorithm algorithm, SecretBytes key, byte[] nonce, byte[] associatedData, byte[] plaintext)
            throws CryptoException;

    /**
     * Checks and decrypts what {@link #seal} made.
     *
     * @throws CryptoException when anything differs from what was sealed
     */
    byte[] open(AeadAlgorithm algorithm, SecretBytes key, byte[] nonce, byte[] associatedData, byte[] ciphertext)
            throws CryptoException;

    ByteString dhPublicKey(DhGroup group, SecretBytes privateKey) throws CryptoException;

    /**
     * Diffie-Hellman as in RFC 9180 section 4.1: the x-coordinate of the shared point.
     *
     * @throws CryptoException when a key is invalid, or the shared secret is all zeros (RFC 9180 section 7.1.4)
     */
    SecretBytes dh(DhGroup group, SecretBytes privateKey, ByteString publicKey) throws CryptoException;

    /** Whether {@code scalar} is a private key of {@code group}: of the right length, and within [1, n) on a NIST curve. */
    boolean isDhPrivateKey(DhGroup group, SecretBytes scalar);

    /**
     * Whether {@link #dh} accepts {@code publicKey} from everybody: of the right length, and a point of the curve (NIST
     * curves) or not of small order (RFC 7748).
     */
    boolean isDhPublicKey(DhGroup group, ByteString publicKey);

    ByteString mlKemPublicKey(MlKemParameters parameters, SecretBytes seed) throws CryptoException;

    /** The input checks of FIPS 203 section 7.2: length and modulus. */
    boolean isMlKemPublicKey(MlKemParameters parameters, ByteString publicKey);

    /** ML-KEM.Encaps_internal (FIPS 203 section 6.2), after the input checks of section 7.2. */
    MlKemEncapsulation mlKemEncapsulate(MlKemParameters parameters, ByteString publicKey, SecretBytes randomness)
            throws CryptoException;

    /** ML-KEM.Decaps (FIPS 203 section 7.3). A wrong ciphertext of the right length gives an unrelated secret. */
    SecretBytes mlKemDecapsulate(MlKemParameters parameters, SecretBytes seed, ByteString ciphertext)
            throws CryptoException;

    SignatureKeyPair generateSignatureKeyPair(SignatureAlgorithm algorithm, RandomSource random);

    SignaturePublicKey signaturePublicKey(SignatureAlgorithm algorithm, SignaturePrivateKey privateKey)
            throws CryptoException;

    /**
     * Signs. ML-DSA takes 32 fresh bytes (hedged signing, FIPS 204 section 3.4); EdDSA and ECDSA (RFC 6979) need none.
     */
    byte[] sign(SignatureAlgorithm algorithm, SignaturePrivateKey privateKey, byte[] content, RandomSource random)
            throws CryptoException;

    /** Whether the signature is valid. A malformed key or signature is simply not. */
    boolean verify(SignatureAlgorithm algorithm, SignaturePublicKey publicKey, byte[] content, byte[] signature);

    /** A shared secret with the ciphertext that carries it. */
    record MlKemEncapsulation(SecretBytes sharedSecret, ByteString ciphertext) {}
}
