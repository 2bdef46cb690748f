package chat.paloma.core.engine.archive;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.room.operation.ContentKey;

/** Segments and the index as blobs: a nonce, and AES-256-GCM under a key of the blob's own, bound to the account. */
final class SegmentSeal {
    private static final AeadAlgorithm AEAD = AeadAlgorithm.AES_256_GCM;

    private final Device device;

    SegmentSeal(Device device) {
        this.device = device;
    }

    ContentKey newKey() {
        return new ContentKey(device.random().nextSecret(ContentKey.LENGTH));
    }

    ByteString seal(TlsEncodable content, ContentKey key) {
        byte[] nonce = device.random().nextBytes(AeadAlgorithm.NONCE_LENGTH);
        SecretBytes secret = key.secret();
        try {
            byte[] ciphertext = device.crypto().seal(AEAD, secret, nonce, bound(), content.encoded());
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

    Segment openSegment(ByteString blob, ContentKey key) throws DecodeException {
        Decoder<Segment> decoder = Segment::decode;
        return decoder.decodeAll(open(blob, key));
    }

    ArchiveIndex openIndex(ByteString blob, ContentKey key) throws DecodeException {
        Decoder<ArchiveIndex> decoder = ArchiveIndex::decode;
        return decoder.decodeAll(open(blob, key));
    }

    /**
     * Opens a blob.
     *
     * @throws DecodeException when it was not sealed with this key for this account
     */
    private byte[] open(ByteString blob, ContentKey key) throws DecodeException {
        if (blob.length() <= AeadAlgorithm.NONCE_LENGTH) {
            throw new DecodeException(Reason.TRUNCATED, "a blob of " + blob.length() + " bytes");
        }
        SecretBytes secret = key.secret();
        try {
            return device.crypto()
                    .open(
                            AEAD,
                            secret,
                            blob.slice(0, AeadAlgorithm.NONCE_LENGTH).toByteArray(),
                            bound(),
                            blob.slice(AeadAlgorithm.NONCE_LENGTH, blob.length())
                                    .toByteArray());
        } catch (CryptoException e) {
            throw new DecodeException(Reason.INVALID_VALUE, "something that no device of this account sealed");
        } finally {
            secret.erase();
        }
    }

    private byte[] bound() {
        return new TlsWriter()
                .write(ByteString.utf8("Paloma 1.0 archive"))
                .write(device.account())
                .toByteArray();
    }
}
