package chat.paloma.node.atrest;

import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.wire.BlobId;
import chat.paloma.node.blob.BlobCipher;
import chat.paloma.node.blob.SealedMark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Files of blobs, sealed: {@code mark[8] key[4] size[8] salt[32]}, then parts of 64 KiB, each with AES-256-GCM under a
 * key of this file alone, its number as the nonce. The beginning of the file is the associated data of every part, so
 * that none is missing at the end.
 */
final class SealedBlobs implements BlobCipher {
    static final int PART = 1 << 16;
    static final int SEALED_PART = PART + AeadAlgorithm.TAG_LENGTH;

    private static final int MARK_LENGTH = SealedMark.bytes().length;
    private static final int SALT_LENGTH = 32;
    static final int HEAD = MARK_LENGTH + Integer.BYTES + Long.BYTES + SALT_LENGTH;

    private final DataKeys keys;
    private final CryptoProvider crypto;
    private final RandomSource random;

    SealedBlobs(DataKeys keys, CryptoProvider crypto, RandomSource random) {
        this.keys = keys;
        this.crypto = crypto;
        this.random = random;
    }

    /** The key of one file. */
    private SecretBytes fileKey(BlobId blob, byte[] head, int dataKey) {
        byte[] info = new TlsWriter()
                .writeBytes("Paloma blob 1".getBytes(StandardCharsets.US_ASCII))
                .writeBytes(Arrays.copyOfRange(head, HEAD - SALT_LENGTH, HEAD))
                .write(blob)
                .toByteString()
                .toByteArray();
        return crypto.hkdfExpand(HashAlgorithm.SHA_256, keys.key(dataKey), info, AeadAlgorithm.AES_256_GCM.keyLength());
    }

    private static byte[] nonce(long part) {
        return ByteBuffer.allocate(AeadAlgorithm.NONCE_LENGTH)
                .putLong(AeadAlgorithm.NONCE_LENGTH - Long.BYTES, part)
                .array();
    }

    @Override
    public void seal(BlobId blob, FileChannel plain, FileChannel sealed) throws IOException {
        int dataKey = keys.newest();
        byte[] head = ByteBuffer.allocate(HEAD)
                .put(SealedMark.bytes())
                .putInt(dataKey)
                .putLong(plain.size())
                .put(random.nextBytes(SALT_LENGTH))
                .array();
        SecretBytes key = fileKey(blob, head, dataKey);
        write(sealed, head);
        plain.position(0);
        for (long part = 0; part * PART < plain.size(); part++) {
            byte[] bytes = new byte[(int) Math.min(PART, plain.size() - part * PART)];
            readFully(plain, ByteBuffer.wrap(bytes));
            try {
                write(sealed, crypto.seal(AeadAlgorithm.AES_256_GCM, key, nonce(part), head, bytes));
            } catch (CryptoException e) {
                throw new IllegalStateException("a key and a nonce of the right length", e);
            }
        }
        key.erase();
    }

    private static void write(FileChannel file, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
    }

    private static void readFully(SeekableByteChannel file, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (file.read(buffer) < 0) {
                throw new IOException("the file of a blob ends too early");
            }
        }
    }

    @Override
    public SeekableByteChannel open(BlobId blob, FileChannel sealed) throws IOException {
        try {
            byte[] head = new byte[HEAD];
            sealed.position(0);
            readFully(sealed, ByteBuffer.wrap(head));
            ByteBuffer fields = ByteBuffer.wrap(head, MARK_LENGTH, HEAD - MARK_LENGTH);
            int dataKey = fields.getInt();
            long size = fields.getLong();
            long parts = (size + PART - 1) / PART;
            if (size < 0 || sealed.size() != HEAD + size + parts * AeadAlgorithm.TAG_LENGTH) {
                throw new IOException("the file of a blob has another length");
            }
            return new SealedBlob(sealed, head, size, fileKey(blob, head, dataKey), crypto);
        } catch (IOException | RuntimeException e) {
            sealed.close();
            throw e;
        }
    }

    /** Opens a part. */
    static byte[] open(CryptoProvider crypto, SecretBytes key, byte[] head, long part, byte[] sealed)
            throws IOException {
        try {
            return crypto.open(AeadAlgorithm.AES_256_GCM, key, nonce(part), head, sealed);
        } catch (CryptoException e) {
            throw new IOException("the file of a blob is not as it was sealed", e);
        }
    }
}
