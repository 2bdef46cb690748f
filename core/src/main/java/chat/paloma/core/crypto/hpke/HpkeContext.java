package chat.paloma.core.crypto.hpke;

import static chat.paloma.core.crypto.CryptoException.Reason.UNSUPPORTED;

import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.SecretBytes;
import java.util.Optional;

/**
 * One direction of messages under one encapsulation (RFC 9180 sections 5.2 and 5.3).
 *
 * <p>It counts its messages, so that no nonce is used twice: a context seals or opens, in order, and never both. Not
 * thread-safe.
 */
public final class HpkeContext {
    /** The AEAD with its key and first nonce. */
    private record Encryption(AeadAlgorithm algorithm, SecretBytes key, SecretBytes baseNonce) {}

    private final LabeledKdf kdf;
    private final SecretBytes secret;
    private final byte[] keyScheduleContext;
    private final Optional<Encryption> encryption;
    private long sequence;

    /** @param secret of the key schedule (RFC 9180 section 5.1), which belongs to the context from now on */
    HpkeContext(LabeledKdf kdf, SecretBytes secret, byte[] keyScheduleContext, Optional<AeadAlgorithm> aead) {
        this.kdf = kdf;
        this.secret = secret;
        this.keyScheduleContext = keyScheduleContext;
        this.encryption = aead.map(algorithm -> new Encryption(
                algorithm, derive("key", algorithm.keyLength()), derive("base_nonce", AeadAlgorithm.NONCE_LENGTH)));
    }

    private SecretBytes derive(String label, int length) {
        return kdf.expand(secret, label, keyScheduleContext, length);
    }

    public byte[] seal(byte[] associatedData, byte[] plaintext) throws CryptoException {
        Encryption with = requireEncryption();
        byte[] ciphertext = kdf.crypto().seal(with.algorithm(), with.key(), nonce(with), associatedData, plaintext);
        sequence = Math.incrementExact(sequence);
        return ciphertext;
    }

    /** Opens the next message. A refusal does not advance the sequence. */
    public byte[] open(byte[] associatedData, byte[] ciphertext) throws CryptoException {
        Encryption with = requireEncryption();
        byte[] plaintext = kdf.crypto().open(with.algorithm(), with.key(), nonce(with), associatedData, ciphertext);
        sequence = Math.incrementExact(sequence);
        return plaintext;
    }

    /** A secret of {@code length} bytes for another purpose, bound to {@code exporterContext}. */
    public SecretBytes export(byte[] exporterContext, int length) {
        SecretBytes exporterSecret = derive("exp", kdf.hash().length());
        try {
            return kdf.expand(exporterSecret, "sec", exporterContext, length);
        } finally {
            exporterSecret.erase();
        }
    }

    /** Overwrites the keys. Using the context afterwards throws. */
    public void erase() {
        secret.erase();
        encryption.ifPresent(with -> {
            with.key().erase();
            with.baseNonce().erase();
        });
    }

    private Encryption requireEncryption() throws CryptoException {
        return encryption.orElseThrow(() -> new CryptoException(UNSUPPORTED, "a context that only exports"));
    }

    private byte[] nonce(Encryption with) {
        byte[] nonce = with.baseNonce().dangerouslyExpose().clone();
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[nonce.length - 1 - i] ^= (byte) (sequence >>> (8 * i));
        }
        return nonce;
    }
}
