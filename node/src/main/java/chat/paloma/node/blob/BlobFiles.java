package chat.paloma.node.blob;

import chat.paloma.core.wire.BlobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * Where the bytes of blobs are. It knows neither rooms nor rights. All of it blocks; of one upload at most one method
 * runs at a time.
 */
public interface BlobFiles {
    /** How many bytes of an upload are there. */
    long present(UploadId upload) throws IOException;

    /** Puts bytes behind those that are there. They may be lost in a crash until the upload is completed. */
    void append(UploadId upload, ByteBuffer bytes) throws IOException;

    /**
     * Whether an upload has the hash that the blob is named after, once all its bytes are on disk. One that has not is
     * discarded.
     */
    boolean verify(UploadId upload) throws IOException;

    /** Makes a blob of an upload that was verified; nothing when it is one already. Brief. */
    void place(UploadId upload) throws IOException;

    /** Forgets an upload; one that there is not is forgotten already. */
    void discard(UploadId upload) throws IOException;

    /** The bytes of a blob, to be closed; empty when there is none. */
    Optional<SeekableByteChannel> open(BlobId blob) throws IOException;

    /** Seals a blob that came before blobs were sealed, where they are; else nothing. */
    void sealFormer(BlobId blob) throws IOException;

    /** Deletes a blob that no room has any more. */
    void delete(BlobId blob) throws IOException;
}
