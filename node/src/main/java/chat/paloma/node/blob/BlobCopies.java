package chat.paloma.node.blob;

import chat.paloma.core.wire.BlobId;
import chat.paloma.node.store.Database;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Copies the blobs that a database knows of from one folder to another, each checked against its hash, unless it is sealed. */
public final class BlobCopies {
    private static final int PAGE = 1000;
    private static final int BUFFER = 1 << 16;

    private final BlobStore from;
    private final BlobStore to;
    private final LongConsumer progress;

    /**
     * @param progress hears how many bytes have been copied
     */
    public BlobCopies(Path from, Path to, LongConsumer progress) throws IOException {
        this.from = new BlobStore(from);
        this.to = new BlobStore(to);
        this.progress = progress;
    }

    /**
     * What was copied.
     *
     * @param missing whose file is absent, or has other bytes than its hash says; there is no copy of it
     */
    public record Result(int count, long bytes, List<BlobId> missing) {
        public Result {
            missing = List.copyOf(missing);
        }
    }

    /** Copies all that the database knows of; they are on disk when this returns. */
    public Result copyAll(Database database) throws IOException {
        List<BlobId> missing = new ArrayList<>();
        int count = 0;
        long bytes = 0;
        Optional<BlobId> last = Optional.empty();
        while (true) {
            Optional<BlobId> after = last;
            List<BlobId> page = database.read(handle -> BlobTable.ids(handle, after, PAGE));
            for (BlobId blob : page) {
                long copied = copy(blob);
                if (copied < 0) {
                    missing.add(blob);
                } else {
                    count++;
                    bytes += copied;
                    progress.accept(bytes);
                }
            }
            if (page.size() < PAGE) {
                to.forceFolders();
                return new Result(count, bytes, missing);
            }
            last = Optional.of(page.getLast());
        }
    }

    /** Its size, or -1 when it can't be copied. */
    private long copy(BlobId blob) throws IOException {
        Optional<SeekableByteChannel> opened = from.open(blob);
        if (opened.isEmpty()) {
            return -1;
        }
        Path file = to.prepare(blob);
        MessageDigest digest = BlobStore.sha256();
        long size = 0;
        boolean sealed = SealedMark.isOn(opened.get());
        try (SeekableByteChannel in = opened.get();
                FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            while (in.read(buffer) >= 0) {
                size += buffer.flip().remaining();
                digest.update(buffer.duplicate());
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                buffer.clear();
            }
            out.force(true);
        }
        // What is sealed has another hash, and is checked by who has the key.
        if (!sealed && !Arrays.equals(digest.digest(), blob.bytes().toByteArray())) {
            to.delete(blob);
            return -1;
        }
        return size;
    }
}
