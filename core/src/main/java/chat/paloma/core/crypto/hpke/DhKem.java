package chat.paloma.core.crypto.hpke;

import static chat.paloma.core.crypto.CryptoException.Reason.INVALID_CIPHERTEXT;
import static chat.paloma.core.crypto.CryptoException.Reason.INVALID_KEY;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.DhGroup;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;

/**
 * DHKEM (RFC 9180 section 4.1).
 *
 * @param scalarMask what of a candidate's first byte is kept when a scalar is sampled (RFC 9180 section 7.1.3)
 */
record DhKem(int id, DhGroup group, HashAlgorithm hash, int scalarMask) implements Kem {
    @Override
    public int privateKeyLength() {
        return group.privateKeyLength();
    }

    @Override
    public int publicKeyLength() {
        return group.publicKeyLength();
    }

    @Override
    public int encapsulationLength() {
        return group.publicKeyLength();
    }

    @Override
    public HpkeKeyPair deriveKeyPair(CryptoProvider crypto, SecretBytes inputKeyMaterial) throws CryptoException {
        LabeledKdf kdf = kdf(crypto);
        SecretBytes pseudorandomKey = kdf.extract(SecretBytes.zeros(0), "dkp_prk", inputKeyMaterial);
        try {
            SecretBytes scalar = group.acceptsAnyScalar()
                    ? kdf.expand(pseudorandomKey, "sk", new byte[0], privateKeyLength())
                    : sampleScalar(crypto, kdf, pseudorandomKey);
            return new HpkeKeyPair(new HpkePrivateKey(scalar), new HpkePublicKey(crypto.dhPublicKey(group, scalar)));
        } finally {
            pseudorandomKey.erase();
        }
    }

    private SecretBytes sampleScalar(CryptoProvider crypto, LabeledKdf kdf, SecretBytes pseudorandomKey)
            throws CryptoException {
        for (int counter = 0; counter < 256; counter++) {
            SecretBytes candidate =
                    kdf.expand(pseudorandomKey, "candidate", new byte[] {(byte) counter}, privateKeyLength());
            candidate.dangerouslyExpose()[0] &= (byte) scalarMask;
            if (crypto.isDhPrivateKey(group, candidate)) {
                return candidate;
            }
            candidate.erase();
        }
        throw new CryptoException(INVALID_KEY, "no scalar in 256 candidates");
    }

    @Override
    public HpkePublicKey publicKey(CryptoProvider crypto, HpkePrivateKey privateKey) throws CryptoException {
        return new HpkePublicKey(crypto.dhPublicKey(group, privateKey.secret()));
    }

    @Override
    public boolean isPublicKey(CryptoProvider crypto, HpkePublicKey publicKey) {
        return crypto.isDhPublicKey(group, publicKey.bytes());
    }

    @Override
    public Encapsulated encapsulate(CryptoProvider crypto, HpkePublicKey recipient, RandomSource random)
            throws CryptoException {
        HpkeKeyPair ephemeral = generateKeyPair(crypto, random);
        SecretBytes dh = crypto.dh(group, ephemeral.privateKey().secret(), recipient.bytes());
        ByteString encapsulation = ephemeral.publicKey().bytes();
        ephemeral.privateKey().erase();
        return new Encapsulated(sharedSecret(crypto, dh, context(encapsulation, recipient.bytes())), encapsulation);
    }

    @Override
    public SecretBytes decapsulate(CryptoProvider crypto, HpkePrivateKey recipient, ByteString encapsulation)
            throws CryptoException {
        checkEncapsulation(encapsulation);
        SecretBytes dh = crypto.dh(group, recipient.secret(), encapsulation);
        ByteString own = crypto.dhPublicKey(group, recipient.secret());
        return sharedSecret(crypto, dh, context(encapsulation, own));
    }

    @Override
    public Encapsulated authEncapsulate(
            CryptoProvider crypto, HpkePublicKey recipient, HpkeKeyPair sender, RandomSource random)
            throws CryptoException {
        HpkeKeyPair ephemeral = generateKeyPair(crypto, random);
        SecretBytes fresh = crypto.dh(group, ephemeral.privateKey().secret(), recipient.bytes());
        SecretBytes fixed = crypto.dh(group, sender.privateKey().secret(), recipient.bytes());
        ByteString encapsulation = ephemeral.publicKey().bytes();
        ephemeral.privateKey().erase();
        byte[] context =
                context(encapsulation, recipient.bytes(), sender.publicKey().bytes());
        return new Encapsulated(sharedSecret(crypto, join(fresh, fixed), context), encapsulation);
    }

    @Override
    public SecretBytes authDecapsulate(
            CryptoProvider crypto, HpkeKeyPair recipient, HpkePublicKey sender, ByteString encapsulation)
            throws CryptoException {
        checkEncapsulation(encapsulation);
        SecretBytes fresh = crypto.dh(group, recipient.privateKey().secret(), encapsulation);
        SecretBytes fixed = crypto.dh(group, recipient.privateKey().secret(), sender.bytes());
        byte[] context = context(encapsulation, recipient.publicKey().bytes(), sender.bytes());
        return sharedSecret(crypto, join(fresh, fixed), context);
    }

    private void checkEncapsulation(ByteString encapsulation) throws CryptoException {
        if (encapsulation.length() != encapsulationLength()) {
            throw new CryptoException(INVALID_CIPHERTEXT, "an encapsulation of " + encapsulation.length() + " bytes");
        }
    }

    /** ExtractAndExpand (RFC 9180 section 4.1). Erases {@code dh}. */
    private SecretBytes sharedSecret(CryptoProvider crypto, SecretBytes dh, byte[] context) {
        LabeledKdf kdf = kdf(crypto);
        SecretBytes pseudorandomKey = kdf.extract(SecretBytes.zeros(0), "eae_prk", dh);
        dh.erase();
        SecretBytes secret = kdf.expand(pseudorandomKey, "shared_secret", context, hash.length());
        pseudorandomKey.erase();
        return secret;
    }

    private static SecretBytes join(SecretBytes first, SecretBytes second) {
        SecretBytes joined = SecretBytes.concatenate(first.dangerouslyExpose(), second.dangerouslyExpose());
        first.erase();
        second.erase();
        return joined;
    }

    private static byte[] context(ByteString... parts) {
        byte[][] arrays = new byte[parts.length][];
        for (int i = 0; i < parts.length; i++) {
            arrays[i] = parts[i].toByteArray();
        }
        return SecretBytes.concatenate(arrays).dangerouslyExpose();
    }

    private LabeledKdf kdf(CryptoProvider crypto) {
        return new LabeledKdf(crypto, hash, LabeledKdf.kemSuiteId(id));
    }
}
