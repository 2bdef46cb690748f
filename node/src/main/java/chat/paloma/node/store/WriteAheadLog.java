package chat.paloma.node.store;

import chat.paloma.node.store.StoreException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A look at SQLite's log that a process left which did not close its database, before SQLite recovers from it (the file
 * format's section 4, "The Write-Ahead Log").
 *
 * <p>SQLite takes the first frame with a wrong checksum for the end of the log, as a write that was cut off leaves it. So
 * it would drop without a word whatever was committed behind bytes that changed later. What was cut off lies in the last
 * transaction, since each is on disk before the next begins: a later one behind a wrong frame shows that the frame was
 * right once. Damage within the last transaction can't be told from a write that was cut off; devices that have its
 * acknowledgements see that they know more than the node.
 */
final class WriteAheadLog {
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int MAX_PAGE = 1 << 16;

    private final FileChannel file;
    private final ByteBuffer header;
    private final ByteOrder words;
    private final ByteBuffer frame;

    private WriteAheadLog(FileChannel file, ByteBuffer header) {
        this.file = file;
        this.header = header;
        this.words = (header.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        this.frame = ByteBuffer.allocate(FRAME_HEADER + Math.clamp(header.getInt(8), 0, MAX_PAGE));
    }

    /**
     * Checks the log of a database that no process has open.
     *
     * @throws StoreException {@code DAMAGED} when transactions would be lost
     */
    static void requireWhole(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            if (file.size() <= HEADER || !read(file, header, 0)) {
                return;
            }
            new WriteAheadLog(file, header).check();
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, "the database's log: " + e.getMessage(), e);
        }
    }

    private static boolean read(FileChannel file, ByteBuffer into, long at) throws IOException {
        into.clear();
        while (into.hasRemaining()) {
            if (file.read(into, at + into.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    /** SQLite's checksum of everything up to somewhere. */
    private record Sums(int first, int second) {
        static Sums stored(ByteBuffer in, int at) {
            return new Sums(in.getInt(at), in.getInt(at + 4));
        }

        Sums over(ByteBuffer in, int from, int to, ByteOrder words) {
            ByteBuffer view = in.duplicate().order(words);
            int one = first;
            int two = second;
            for (int at = from; at < to; at += 8) {
                one += view.getInt(at) + two;
                two += view.getInt(at + 4) + one;
            }
            return new Sums(one, two);
        }
    }

    private void check() throws IOException {
        Sums sums = new Sums(0, 0).over(header, 0, HEADER - 8, words);
        // The header is on disk before the first frame is written.
        if ((header.getInt(0) & ~1) != MAGIC || !sums.equals(Sums.stored(header, HEADER - 8))) {
            throw damaged(0);
        }
        long wrong = 0;
        boolean committed = false;
        Sums before = sums;
        for (long number = 1; read(file, frame, HEADER + (number - 1) * frame.capacity()); number++) {
            boolean ours = frame.getInt(8) == header.getInt(16) && frame.getInt(12) == header.getInt(20);
            boolean follows = ours && Sums.stored(frame, 16).equals(sums(before));
            if (committed && follows) {
                throw damaged(wrong);
            }
            if (wrong == 0 && !follows) {
                wrong = number;
            }
            committed |= wrong != 0 && (ours || wrong == number) && frame.getInt(4) != 0;
            before = Sums.stored(frame, 16);
        }
    }

    private Sums sums(Sums before) {
        return before.over(frame, 0, 8, words).over(frame, FRAME_HEADER, frame.capacity(), words);
    }

    private static StoreException damaged(long frame) {
        return new StoreException(
                Reason.DAMAGED, "its log has other bytes than were written, in frame " + frame + ": restore a backup");
    }
}
