package chat.paloma.core.crypto.hpke;

import static chat.paloma.core.crypto.CryptoException.Reason.UNSUPPORTED;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;

/** A key encapsulation mechanism as HPKE uses it (RFC 9180 section 4). Lengths are in bytes. The table is {@link Kems}. */
public sealed interface Kem permits DhKem, MlKemKem, HybridKem {
    /** The HPKE identifier (RFC 9180 section 7.1, draft-ietf-hpke-pq). */
    int id();

    int privateKeyLength();

    int publicKeyLength();

    /** The length of an encapsulation, {@code enc}. */
    int encapsulationLength();

    /** How many random bytes key generation takes. */
    default int keyGenerationLength() {
        return privateKeyLength();
    }

    /**
     * DeriveKeyPair: the same input gives the same pair on every runtime.
     *
     * @param inputKeyMaterial with at least as much entropy as a private key
     */
    HpkeKeyPair deriveKeyPair(CryptoProvider crypto, SecretBytes inputKeyMaterial) throws CryptoException;

    default HpkeKeyPair generateKeyPair(CryptoProvider crypto, RandomSource random) throws CryptoException {
        SecretBytes seed = random.nextSecret(keyGenerationLength());
        try {
            return deriveKeyPair(crypto, seed);
        } finally {
            seed.erase();
        }
    }

    HpkePublicKey publicKey(CryptoProvider crypto, HpkePrivateKey privateKey) throws CryptoException;

    /** Whether {@link #encapsulate} accepts this key, whatever its randomness: at most one operation of the group. */
    boolean isPublicKey(CryptoProvider crypto, HpkePublicKey publicKey);

    /** Encap: a fresh shared secret for the holder of {@code recipient}'s private key. */
    Encapsulated encapsulate(CryptoProvider crypto, HpkePublicKey recipient, RandomSource random)
            throws CryptoException;

    /** Decap. Whether the secret is the right one shows only when something is opened with it. */
    SecretBytes decapsulate(CryptoProvider crypto, HpkePrivateKey recipient, ByteString encapsulation)
            throws CryptoException;

    /** AuthEncap (RFC 9180 section 4.1), which only Diffie-Hellman KEMs have. */
    default Encapsulated authEncapsulate(
            CryptoProvider crypto, HpkePublicKey recipient, HpkeKeyPair sender, RandomSource random)
            throws CryptoException {
        throw new CryptoException(UNSUPPORTED, "this KEM does not authenticate a sender");
    }

    /** AuthDecap (RFC 9180 section 4.1), which only Diffie-Hellman KEMs have. */
    default SecretBytes authDecapsulate(
            CryptoProvider crypto, HpkeKeyPair recipient, HpkePublicKey sender, ByteString encapsulation)
            throws CryptoException {
        throw new CryptoException(UNSUPPORTED, "this KEM does not authenticate a sender");
    }

    /** A shared secret with the bytes that carry it to the recipient. */
    record Encapsulated(SecretBytes sharedSecret, ByteString encapsulation) {}
}
