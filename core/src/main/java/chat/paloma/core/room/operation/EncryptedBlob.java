package chat.paloma.core.room.operation;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.wire.BlobId;

/**
 * A blob on the node with what opens it.
 *
 * @param size before encryption, in bytes, from 0 to {@link OperationLimits#MAX_ATTACHMENT}
 * @param chunkSize of the pieces that are encrypted one by one, before encryption, in bytes, from {@link
 *     OperationLimits#MIN_CHUNK} to {@link OperationLimits#MAX_CHUNK}
 */
public record EncryptedBlob(BlobId blob, long size, ContentKey key, int chunkSize) implements TlsEncodable {
    public EncryptedBlob {
        Bounds.require(size >= 0 && size <= OperationLimits.MAX_ATTACHMENT, "a blob of another size");
        Bounds.require(
                chunkSize >= OperationLimits.MIN_CHUNK && chunkSize <= OperationLimits.MAX_CHUNK,
                "pieces of another size");
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(blob).writeUint64(size).write(key).writeUint32(chunkSize);
    }

    public static EncryptedBlob decode(TlsReader in) throws DecodeException {
        return new EncryptedBlob(BlobId.decode(in), in.readUint64(), ContentKey.decode(in), (int)
                Math.min(in.readUint32(), Integer.MAX_VALUE));
    }
}
