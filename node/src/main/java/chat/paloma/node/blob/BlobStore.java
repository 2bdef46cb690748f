package chat.paloma.node.blob;

import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.wire.BlobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Blobs in a folder: {@code ab/cdef…} is the blob whose hash is {@code abcdef…}, and {@code partial/} has what is being
 * uploaded. A blob's file appears whole, by being renamed, after its bytes are on disk.
 */
public final class BlobStore implements BlobFiles {
    private static final String PARTIAL = "partial";
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final Optional<BlobCipher> cipher;

    /**
     * @param folder made when it is not there
     */
    public BlobStore(Path folder) throws IOException {
        this(folder, Optional.empty());
    }

    /**
     * @param cipher with which blobs are sealed once they are whole, if they are
     */
    public BlobStore(Path folder, Optional<BlobCipher> cipher) throws IOException {
        this.folder = folder;
        this.cipher = cipher;
        Files.createDirectories(folder.resolve(PARTIAL));
    }

    @Override
    public long present(UploadId upload) throws IOException {
        try {
            return Files.size(file(upload));
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    @Override
    public void append(UploadId upload, ByteBuffer bytes) throws IOException {
        try (FileChannel file = FileChannel.open(file(upload), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
    }

    @Override
    public boolean verify(UploadId upload) throws IOException {
        Path from = file(upload);
        try (FileChannel file = FileChannel.open(from, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            file.force(true);
            if (!Arrays.equals(hash(file), upload.blob().bytes().toByteArray())) {
                discard(upload);
                return false;
            }
            if (cipher.isPresent()) {
                seal(cipher.get(), upload.blob(), file, sealed(from));
            }
        }
        return true;
    }

    /** Where the sealed bytes of a file are, until they take its place. */
    private static Path sealed(Path file) {
        return file.resolveSibling(file.getFileName() + ".sealed");
    }

    private static void seal(BlobCipher cipher, BlobId blob, FileChannel plain, Path to) throws IOException {
        try (FileChannel out = FileChannel.open(
                to, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            cipher.seal(blob, plain, out);
            out.force(true);
        }
    }

    /** Seals a blob that came before blobs were sealed; nothing when it is sealed, or gone. */
    @Override
    public void sealFormer(BlobId blob) throws IOException {
        Path file = file(blob);
        if (cipher.isEmpty()) {
            return;
        }
        try (FileChannel plain = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!SealedMark.isOn(plain)) {
                seal(cipher.get(), blob, plain, sealed(file));
                Files.move(sealed(file), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (NoSuchFileException e) {
            return;
        }
    }

    @Override
    public void place(UploadId upload) throws IOException {
        Path from = file(upload);
        Path to = file(upload.blob());
        if (!Files.exists(from) && Files.exists(to)) {
            return;
        }
        Path parent = folder.resolve(prefix(upload.blob()));
        if (!Files.isDirectory(parent)) {
            Files.createDirectories(parent);
            force(folder);
        }
        Path whole = cipher.isPresent() ? sealed(from) : from;
        Files.move(whole, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(parent);
        Files.deleteIfExists(from);
    }

    private static byte[] hash(FileChannel file) throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        file.position(0);
        while (file.read(buffer) >= 0) {
            digest.update(buffer.flip());
            buffer.clear();
        }
        return digest.digest();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A new name in a folder is on disk once the folder is. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void discard(UploadId upload) throws IOException {
        Files.deleteIfExists(file(upload));
        Files.deleteIfExists(sealed(file(upload)));
    }

    @Override
    public Optional<SeekableByteChannel> open(BlobId blob) throws IOException {
        try {
            FileChannel file = FileChannel.open(file(blob), StandardOpenOption.READ);
            return Optional.of(
                    cipher.isPresent() && SealedMark.isOn(file) ? cipher.get().open(blob, file) : file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(BlobId blob) throws IOException {
        Files.deleteIfExists(file(blob));
    }

    /** Where a blob's file goes, in a folder that is there. */
    Path prepare(BlobId blob) throws IOException {
        Files.createDirectories(folder.resolve(prefix(blob)));
        return file(blob);
    }

    /** Brings the names of all files to the disk. */
    void forceFolders() throws IOException {
        try (Stream<Path> folders = Files.list(folder)) {
            for (Path each : folders.toList()) {
                force(each);
            }
        }
        force(folder);
    }

    private static String prefix(BlobId blob) {
        return blob.bytes().toHex().substring(0, 2);
    }

    private Path file(BlobId blob) {
        return folder.resolve(prefix(blob)).resolve(blob.bytes().toHex().substring(2));
    }

    private Path file(UploadId upload) {
        byte[] name = new TlsWriter()
                .write(upload.account())
                .write(upload.room())
                .write(upload.blob())
                .toByteString()
                .toByteArray();
        return folder.resolve(PARTIAL).resolve(HexFormat.of().formatHex(sha256().digest(name)));
    }
}
