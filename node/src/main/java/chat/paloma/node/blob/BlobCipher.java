package chat.paloma.node.blob;

import chat.paloma.core.wire.BlobId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;

/** Seals the files of blobs, each bound to its blob. */
public interface BlobCipher {
    /** Writes a blob's bytes sealed into an empty file. */
    void seal(BlobId blob, FileChannel plain, FileChannel sealed) throws IOException;

    /**
     * The bytes of a sealed file, which is closed with them, or at once when this throws.
     *
     * @throws IOException when it is another blob's, or not as it was sealed; reading may throw that later
     */
    SeekableByteChannel open(BlobId blob, FileChannel sealed) throws IOException;
}
