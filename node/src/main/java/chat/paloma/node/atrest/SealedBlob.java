package chat.paloma.node.atrest;

import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.SecretBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** The bytes of a blob whose file is sealed, part by part as they are read. For one thread at a time. */
final class SealedBlob implements SeekableByteChannel {
    private final FileChannel file;
    private final byte[] head;
    private final long size;
    private final SecretBytes key;
    private final CryptoProvider crypto;
    private long position;
    private long openPart = -1;
    private byte[] open = {};

    SealedBlob(FileChannel file, byte[] head, long size, SecretBytes key, CryptoProvider crypto) {
        this.file = file;
        this.head = head;
        this.size = size;
        this.key = key;
        this.crypto = crypto;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (position >= size) {
            return -1;
        }
        int total = 0;
        while (into.hasRemaining() && position < size) {
            load(position / SealedBlobs.PART);
            int from = (int) (position % SealedBlobs.PART);
            int count = Math.min(into.remaining(), open.length - from);
            into.put(open, from, count);
            position += count;
            total += count;
        }
        return total;
    }

    private void load(long part) throws IOException {
        if (part == openPart) {
            return;
        }
        int length = (int) Math.min(SealedBlobs.PART, size - part * SealedBlobs.PART) + AeadAlgorithm.TAG_LENGTH;
        ByteBuffer sealed = ByteBuffer.allocate(length);
        long at = SealedBlobs.HEAD + part * SealedBlobs.SEALED_PART;
        while (sealed.hasRemaining()) {
            int read = file.read(sealed, at + sealed.position());
            if (read < 0) {
                throw new IOException("the file of a blob ends too early");
            }
        }
        open = SealedBlobs.open(crypto, key, head, part, sealed.array());
        openPart = part;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SealedBlob position(long next) {
        if (next < 0) {
            throw new IllegalArgumentException("a position of " + next);
        }
        position = next;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int write(ByteBuffer bytes) {
        throw new NonWritableChannelException();
    }

    @Override
    public SealedBlob truncate(long to) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        key.erase();
        file.close();
    }
}
