package chat.paloma.core.engine.device;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.room.operation.ContentKey;

/** What devices keep as blobs: a nonce, and AES-256-GCM under a key of the blob's own, bound to what it belongs to. */
public final class BlobSeal {
    /** What a blob is longer than what is in it, in bytes. */
    public static final int OVERHEAD = AeadAlgorithm.NONCE_LENGTH + 16;

    private static final AeadAlgorithm AEAD = AeadAlgorithm.AES_256_GCM;

    private final Device device;
    private final String refusal;

    /**
     * @param refusal what is said of a blob that does not open
     */
    public BlobSeal(Device device, String refusal) {
        this.device = device;
        this.refusal = refusal;
    }

    public ContentKey newKey() {
        return new ContentKey(device.random().nextSecret(ContentKey.LENGTH));
    }

    /** Seals something, bound to these bytes. */
    public ByteString seal(byte[] content, ContentKey key, byte[] bound) {
        byte[] nonce = device.random().nextBytes(AeadAlgorithm.NONCE_LENGTH);
        SecretBytes secret = key.secret();
        try {
            byte[] ciphertext = device.crypto().seal(AEAD, secret, nonce, bound, content);
            return new TlsWriter(nonce.length + ciphertext.length)
                    .writeBytes(nonce)
                    .writeBytes(ciphertext)
                    .toByteString();
        } catch (CryptoException e) {
            throw new IllegalStateException("a fresh key is unusable", e);
        } finally {
            secret.erase();
        }
    }

    /**
     * Opens a blob.
     *
     * @throws DecodeException when it was not sealed with this key and bound to these bytes
     */
    public byte[] open(ByteString blob, ContentKey key, byte[] bound) throws DecodeException {
        if (blob.length() < OVERHEAD) {
            throw new DecodeException(Reason.TRUNCATED, "a blob of " + blob.length() + " bytes");
        }
        SecretBytes secret = key.secret();
        try {
            return device.crypto()
                    .open(
                            AEAD,
                            secret,
                            blob.slice(0, AeadAlgorithm.NONCE_LENGTH).toByteArray(),
                            bound,
                            blob.slice(AeadAlgorithm.NONCE_LENGTH, blob.length())
                                    .toByteArray());
        } catch (CryptoException e) {
            throw new DecodeException(Reason.INVALID_VALUE, refusal);
        } finally {
            secret.erase();
        }
    }
}
