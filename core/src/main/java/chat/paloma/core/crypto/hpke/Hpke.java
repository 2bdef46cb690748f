package chat.paloma.core.crypto.hpke;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import java.util.Optional;

/**
 * Hybrid public-key encryption (RFC 9180 section 5), with all four modes; the two that authenticate a sender exist for
 * Diffie-Hellman KEMs only.
 *
 * @param aead empty for a suite that exports secrets and encrypts nothing (RFC 9180 section 7.3)
 */
public record Hpke(CryptoProvider crypto, Kem kem, HashAlgorithm hash, Optional<AeadAlgorithm> aead) {
    private static final int EXPORT_ONLY = 0xffff;
    private static final byte BASE_MODE = 0;

    /** What sender and recipient share beforehand, in the modes with a pre-shared key. */
    public record PreSharedKey(SecretBytes secret, ByteString id) {
        public PreSharedKey {
            if (secret.length() == 0 || id.isEmpty()) {
                throw new IllegalArgumentException("a pre-shared key needs a secret and an id");
            }
        }
    }

    /** The sender's context with the encapsulation that the recipient needs. */
    public record Sender(ByteString encapsulation, HpkeContext context) {}

    /** One message with the encapsulation that opens it (RFC 9180 section 6.1). */
    public record Sealed(ByteString encapsulation, ByteString ciphertext) {}

    /**
     * The info of messages, hashed once for many recipients: that of a Welcome may be as long as a tree.
     *
     * @param keyScheduleContext {@code key_schedule_context} (RFC 9180 section 5.1)
     */
    public record HashedInfo(ByteString keyScheduleContext) {}

    /** The mode byte of RFC 9180 section 5, table 1. */
    private static byte mode(Optional<PreSharedKey> preSharedKey, Optional<?> sender) {
        return (byte) ((preSharedKey.isPresent() ? 1 : 0) + (sender.isPresent() ? 2 : 0));
    }

    /** Hashes the info of messages. */
    public HashedInfo hashInfo(byte[] info) {
        return new HashedInfo(keyScheduleContext(info, BASE_MODE, Optional.empty()));
    }

    public Sender setupSender(HpkePublicKey recipient, byte[] info, RandomSource random) throws CryptoException {
        return setupSender(recipient, info, Optional.empty(), Optional.empty(), random);
    }

    public HpkeContext setupRecipient(ByteString encapsulation, HpkePrivateKey recipient, byte[] info)
            throws CryptoException {
        return context(kem.decapsulate(crypto, recipient, encapsulation), hashInfo(info), Optional.empty());
    }

    /** Any of the four modes: with or without a pre-shared key, with or without the sender's own key. */
    public Sender setupSender(
            HpkePublicKey recipient,
            byte[] info,
            Optional<PreSharedKey> preSharedKey,
            Optional<HpkeKeyPair> sender,
            RandomSource random)
            throws CryptoException {
        Kem.Encapsulated made = sender.isPresent()
                ? kem.authEncapsulate(crypto, recipient, sender.get(), random)
                : kem.encapsulate(crypto, recipient, random);
        HashedInfo hashed = new HashedInfo(keyScheduleContext(info, mode(preSharedKey, sender), preSharedKey));
        return new Sender(made.encapsulation(), context(made.sharedSecret(), hashed, preSharedKey));
    }

    /** The recipient's side of {@link #setupSender(HpkePublicKey, byte[], Optional, Optional, RandomSource)}. */
    public HpkeContext setupRecipient(
            ByteString encapsulation,
            HpkeKeyPair recipient,
            byte[] info,
            Optional<PreSharedKey> preSharedKey,
            Optional<HpkePublicKey> sender)
            throws CryptoException {
        SecretBytes sharedSecret = sender.isPresent()
                ? kem.authDecapsulate(crypto, recipient, sender.get(), encapsulation)
                : kem.decapsulate(crypto, recipient.privateKey(), encapsulation);
        HashedInfo hashed = new HashedInfo(keyScheduleContext(info, mode(preSharedKey, sender), preSharedKey));
        return context(sharedSecret, hashed, preSharedKey);
    }

    /** Encrypts one message in base mode. */
    public Sealed seal(
            HpkePublicKey recipient, byte[] info, byte[] associatedData, byte[] plaintext, RandomSource random)
            throws CryptoException {
        return seal(recipient, hashInfo(info), associatedData, plaintext, random);
    }

    /** Encrypts one message in base mode, one of several with the same info. */
    public Sealed seal(
            HpkePublicKey recipient, HashedInfo info, byte[] associatedData, byte[] plaintext, RandomSource random)
            throws CryptoException {
        Kem.Encapsulated made = kem.encapsulate(crypto, recipient, random);
        HpkeContext context = context(made.sharedSecret(), info, Optional.empty());
        try {
            return new Sealed(made.encapsulation(), ByteString.adopt(context.seal(associatedData, plaintext)));
        } finally {
            context.erase();
        }
    }

    /** Decrypts one message in base mode. */
    public byte[] open(HpkePrivateKey recipient, byte[] info, byte[] associatedData, Sealed sealed)
            throws CryptoException {
        HpkeContext context = setupRecipient(sealed.encapsulation(), recipient, info);
        try {
            return context.open(associatedData, sealed.ciphertext().toByteArray());
        } finally {
            context.erase();
        }
    }

    /** The mode, who shares a key, and the info: what a key schedule is bound to (RFC 9180 section 5.1). */
    private ByteString keyScheduleContext(byte[] info, byte mode, Optional<PreSharedKey> preSharedKey) {
        SecretBytes none = SecretBytes.zeros(0);
        SecretBytes pskId = preSharedKey
                .map(key -> SecretBytes.adopt(key.id().toByteArray()))
                .orElse(none);
        return SecretBytes.concatenate(
                        new byte[] {mode},
                        kdf().extract(none, "psk_id_hash", pskId).dangerouslyExpose(),
                        kdf().extract(none, "info_hash", SecretBytes.adopt(info))
                                .dangerouslyExpose())
                .dangerouslyPublish();
    }

    /** KeySchedule (RFC 9180 section 5.1). Erases the shared secret. */
    private HpkeContext context(SecretBytes sharedSecret, HashedInfo info, Optional<PreSharedKey> preSharedKey) {
        SecretBytes psk = preSharedKey.map(PreSharedKey::secret).orElseGet(() -> SecretBytes.zeros(0));
        SecretBytes secret = kdf().extract(sharedSecret, "secret", psk);
        sharedSecret.erase();
        return new HpkeContext(kdf(), secret, info.keyScheduleContext().toByteArray(), aead);
    }

    private LabeledKdf kdf() {
        return new LabeledKdf(crypto, hash, suiteId());
    }

    private ByteString suiteId() {
        return new TlsWriter()
                .writeBytes(ByteString.utf8("HPKE").toByteArray())
                .writeUint16(kem.id())
                .writeUint16(hash.hpkeKdfId())
                .writeUint16(aead.map(AeadAlgorithm::hpkeId).orElse(EXPORT_ONLY))
                .toByteString();
    }
}
