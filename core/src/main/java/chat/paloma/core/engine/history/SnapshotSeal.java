package chat.paloma.core.engine.history;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.ContentKey;

/** Snapshots and their parts as blobs: a nonce, and AES-256-GCM under a key of the blob's own, bound to the room. */
final class SnapshotSeal {
    /** What a blob is longer than what is in it, in bytes. */
    static final int OVERHEAD = AeadAlgorithm.NONCE_LENGTH + 16;

    private static final AeadAlgorithm AEAD = AeadAlgorithm.AES_256_GCM;

    private final Device device;

    SnapshotSeal(Device device) {
        this.device = device;
    }

    ContentKey newKey() {
        return new ContentKey(device.random().nextSecret(ContentKey.LENGTH));
    }

    ByteString seal(RoomId room, byte[] content, ContentKey key) {
        byte[] nonce = device.random().nextBytes(AeadAlgorithm.NONCE_LENGTH);
        SecretBytes secret = key.secret();
        try {
            byte[] ciphertext = device.crypto().seal(AEAD, secret, nonce, bound(room), content);
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
     * @throws DecodeException when it was not sealed with this key for this room
     */
    byte[] open(RoomId room, ByteString blob, ContentKey key) throws DecodeException {
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
                            bound(room),
                            blob.slice(AeadAlgorithm.NONCE_LENGTH, blob.length())
                                    .toByteArray());
        } catch (CryptoException e) {
            throw new DecodeException(Reason.INVALID_VALUE, "it does not open with its key");
        } finally {
            secret.erase();
        }
    }

    private static byte[] bound(RoomId room) {
        return new TlsWriter()
                .write(ByteString.utf8("Paloma 1.0 room snapshot"))
                .write(room)
                .toByteArray();
    }
}
