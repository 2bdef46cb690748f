package chat.paloma.core.mls.crypto;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.ConstantTime;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.crypto.hpke.Hpke;
import chat.paloma.core.mls.CipherSuite;

/**
 * One cipher suite on one provider, with the operations that MLS builds from them (RFC 9420 sections 5, 8 and 9).
 *
 * <p>Labels are given without the prefix {@code "MLS 1.0 "}, which is added here. Arguments are never erased: whoever
 * owns a secret decides when it dies. Stateless and safe to share.
 */
public final class MlsCrypto {
    private static final String LABEL_PREFIX = "MLS 1.0 ";
    private static final byte[] NO_CONTEXT = new byte[0];

    private final CipherSuite suite;
    private final CryptoProvider provider;
    private final Hpke hpke;

    public MlsCrypto(CipherSuite suite, CryptoProvider provider) {
        this.suite = suite;
        this.provider = provider;
        this.hpke = suite.hpke(provider);
    }

    public CipherSuite suite() {
        return suite;
    }

    public CryptoProvider provider() {
        return provider;
    }

    /** HPKE of the suite, for what goes beyond {@link #encryptWithLabel}: external initialisation exports a secret. */
    public Hpke hpke() {
        return hpke;
    }

    /** {@code KDF.Nh}: the length of a hash and of every secret, in bytes. */
    public int hashLength() {
        return suite.hash().length();
    }

    public ByteString hash(byte[] input) {
        return ByteString.adopt(provider.hash(suite.hash(), input));
    }

    /** RefHash (RFC 9420 section 5.2). This label is complete: it gets no prefix. */
    public ByteString refHash(String label, byte[] value) {
        return hash(labelled(label, value).toByteArray());
    }

    /** MAC (RFC 9420 section 5.1): HMAC with the suite's hash. */
    public ByteString mac(SecretBytes key, byte[] input) {
        return ByteString.adopt(provider.hmac(suite.hash(), key, input));
    }

    /** Whether {@code tag} is the MAC of {@code input}, compared in constant time. */
    public boolean verifyMac(SecretBytes key, byte[] input, ByteString tag) {
        return ConstantTime.equal(provider.hmac(suite.hash(), key, input), tag.toByteArray());
    }

    /** KDF.Extract. */
    public SecretBytes extract(SecretBytes salt, SecretBytes inputKeyMaterial) {
        return provider.hkdfExtract(suite.hash(), salt, inputKeyMaterial);
    }

    /** ExpandWithLabel (RFC 9420 section 8), with {@code length} in bytes. */
    public SecretBytes expandWithLabel(SecretBytes secret, String label, byte[] context, int length) {
        byte[] info = new TlsWriter()
                .writeUint16(length)
                .writeOpaque(ByteString.utf8(LABEL_PREFIX + label).toByteArray())
                .writeOpaque(context)
                .toByteArray();
        return provider.hkdfExpand(suite.hash(), secret, info, length);
    }

    /** DeriveSecret (RFC 9420 section 8). */
    public SecretBytes deriveSecret(SecretBytes secret, String label) {
        return expandWithLabel(secret, label, NO_CONTEXT, hashLength());
    }

    /** DeriveTreeSecret (RFC 9420 section 9); {@code generation} is an unsigned 32-bit number. */
    public SecretBytes deriveTreeSecret(SecretBytes secret, String label, long generation, int length) {
        return expandWithLabel(
                secret, label, new TlsWriter().writeUint32(generation).toByteArray(), length);
    }

    /**
     * SignWithLabel (RFC 9420 section 5.1.2).
     *
     * @throws CryptoException when the private key is not one of the suite
     */
    public ByteString signWithLabel(SignaturePrivateKey privateKey, String label, byte[] content, RandomSource random)
            throws CryptoException {
        byte[] signContent = labelled(LABEL_PREFIX + label, content).toByteArray();
        return ByteString.adopt(provider.sign(suite.signature(), privateKey, signContent, random));
    }

    /** VerifyWithLabel (RFC 9420 section 5.1.2). A malformed key or signature is simply not valid. */
    public boolean verifyWithLabel(SignaturePublicKey publicKey, String label, byte[] content, ByteString signature) {
        byte[] signContent = labelled(LABEL_PREFIX + label, content).toByteArray();
        return provider.verify(suite.signature(), publicKey, signContent, signature.toByteArray());
    }

    /**
     * EncryptWithLabel (RFC 9420 section 5.1.3).
     *
     * @throws CryptoException when the public key is not one of the suite
     */
    public HpkeCiphertext encryptWithLabel(
            HpkePublicKey publicKey, String label, byte[] context, SecretBytes plaintext, RandomSource random)
            throws CryptoException {
        return encrypt(publicKey, encryptionInfo(label, context), plaintext, random);
    }

    /** The label and context of {@link #encryptWithLabel}, hashed once to {@link #encrypt} to many. */
    public Hpke.HashedInfo encryptionInfo(String label, byte[] context) {
        return hpke.hashInfo(labelled(LABEL_PREFIX + label, context).toByteArray());
    }

    /**
     * EncryptWithLabel with a label and context that are hashed already.
     *
     * @throws CryptoException when the public key is not one of the suite
     */
    public HpkeCiphertext encrypt(
            HpkePublicKey publicKey, Hpke.HashedInfo info, SecretBytes plaintext, RandomSource random)
            throws CryptoException {
        Hpke.Sealed sealed = hpke.seal(publicKey, info, NO_CONTEXT, plaintext.dangerouslyExpose(), random);
        return new HpkeCiphertext(sealed.encapsulation(), sealed.ciphertext());
    }

    /**
     * DecryptWithLabel (RFC 9420 section 5.1.3).
     *
     * @throws CryptoException when the key, the label, the context or the ciphertext is not what was encrypted with
     */
    public SecretBytes decryptWithLabel(
            HpkePrivateKey privateKey, String label, byte[] context, HpkeCiphertext ciphertext) throws CryptoException {
        byte[] info = labelled(LABEL_PREFIX + label, context).toByteArray();
        Hpke.Sealed sealed = new Hpke.Sealed(ciphertext.kemOutput(), ciphertext.ciphertext());
        return SecretBytes.adopt(hpke.open(privateKey, info, NO_CONTEXT, sealed));
    }

    /** AEAD.Seal of the suite; a key and nonce encrypt once. */
    public byte[] seal(SecretBytes key, byte[] nonce, byte[] associatedData, byte[] plaintext) throws CryptoException {
        return provider.seal(suite.aead(), key, nonce, associatedData, plaintext);
    }

    /** AEAD.Open of the suite. */
    public byte[] open(SecretBytes key, byte[] nonce, byte[] associatedData, byte[] ciphertext) throws CryptoException {
        return provider.open(suite.aead(), key, nonce, associatedData, ciphertext);
    }

    /** {@code AEAD.Nk}: the length of an AEAD key in bytes. */
    public int aeadKeyLength() {
        return suite.aead().keyLength();
    }

    /** {@code AEAD.Nn}: the length of a nonce in bytes. */
    public int aeadNonceLength() {
        return AeadAlgorithm.NONCE_LENGTH;
    }

    /** A fresh secret of {@code KDF.Nh} bytes. */
    public SecretBytes randomSecret(RandomSource random) {
        return random.nextSecret(hashLength());
    }

    public HpkeKeyPair generateHpkeKeyPair(RandomSource random) throws CryptoException {
        return suite.kem().generateKeyPair(provider, random);
    }

    /** KEM.DeriveKeyPair (RFC 9180 section 4). */
    public HpkeKeyPair deriveHpkeKeyPair(SecretBytes inputKeyMaterial) throws CryptoException {
        return suite.kem().deriveKeyPair(provider, inputKeyMaterial);
    }

    /** The public key of a private key. */
    public HpkePublicKey hpkePublicKey(HpkePrivateKey privateKey) throws CryptoException {
        return suite.kem().publicKey(provider, privateKey);
    }

    /**
     * Whether something can be encrypted to this key: bytes of the right length may still be no point of a curve, one of
     * small order, or no ML-KEM key.
     */
    public boolean isHpkePublicKey(HpkePublicKey publicKey) {
        return suite.kem().isPublicKey(provider, publicKey);
    }

    /** The cheap half of {@link #isHpkePublicKey}. */
    public boolean hasHpkePublicKeyLength(HpkePublicKey publicKey) {
        return publicKey.bytes().length() == suite.kem().publicKeyLength();
    }

    public SignatureKeyPair generateSignatureKeyPair(RandomSource random) {
        return provider.generateSignatureKeyPair(suite.signature(), random);
    }

    private static TlsWriter labelled(String label, byte[] content) {
        byte[] labelBytes = ByteString.utf8(label).toByteArray();
        return new TlsWriter(labelBytes.length + content.length + 8)
                .writeOpaque(labelBytes)
                .writeOpaque(content);
    }
}
