package chat.paloma.node.atrest;

import static chat.paloma.node.TestStore.CRYPTO;
import static chat.paloma.node.TestStore.RANDOM;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.BlobId;
import chat.paloma.node.TestStore;
import chat.paloma.node.blob.BlobStore;
import chat.paloma.node.blob.UploadId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of attachments that are sealed. */
class SealedBlobsTest {
    @TempDir
    private Path folder;

    private TestStore store;
    private BlobStore plain;
    private BlobStore sealed;

    // The fields without a value are filled in before each test.
    @SuppressWarnings("NullAway.Init")
    SealedBlobsTest() {}

    @BeforeEach
    void open() throws Exception {
        store = new TestStore(Files.createDirectory(folder.resolve("store")));
        plain = new BlobStore(folder.resolve("blobs"));
        AtRest atRest = new TestKeys(TestKeys.random()).open(store.database);
        sealed = new BlobStore(folder.resolve("blobs"), Optional.of(atRest.blobs()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static BlobId upload(BlobStore to, byte[] bytes) throws IOException {
        BlobId blob = new BlobId(ByteString.adopt(CRYPTO.hash(HashAlgorithm.SHA_256, bytes)));
        UploadId upload = new UploadId(
                new AccountId(ByteString.adopt(RANDOM.nextBytes(AccountId.LENGTH))), RoomId.random(RANDOM), blob);
        to.append(upload, ByteBuffer.wrap(bytes));
        assertTrue(to.verify(upload));
        to.place(upload);
        assertEquals(0, to.present(upload));
        return blob;
    }

    private static byte[] read(BlobStore from, BlobId blob, int at, int length) throws IOException {
        try (SeekableByteChannel channel = from.open(blob).orElseThrow()) {
            ByteBuffer into = ByteBuffer.allocate(length);
            channel.position(at);
            while (into.hasRemaining() && channel.read(into) >= 0) {
                // The next part.
            }
            return Arrays.copyOf(into.array(), into.position());
        }
    }

    private Path file(BlobId blob) {
        String name = blob.bytes().toHex();
        return folder.resolve("blobs").resolve(name.substring(0, 2)).resolve(name.substring(2));
    }

    @Test
    void bytesComeBackFromAnyPlace() throws Exception {
        for (int size : List.of(1, SealedBlobs.PART - 1, SealedBlobs.PART, SealedBlobs.PART + 1, 300_000)) {
            byte[] bytes = RANDOM.nextBytes(size);
            BlobId blob = upload(sealed, bytes);
            assertArrayEquals(bytes, read(sealed, blob, 0, size + 1));
            int from = size / 3;
            assertArrayEquals(Arrays.copyOfRange(bytes, from, size), read(sealed, blob, from, size));
            assertEquals(0, read(sealed, blob, size, 1).length);
            byte[] stored = Files.readAllBytes(file(blob));
            // A single byte may lie anywhere.
            assertFalse(
                    size > 1
                            && ByteString.adopt(stored)
                                    .toHex()
                                    .contains(ByteString.adopt(bytes).toHex()),
                    "stored as it is");
        }
        try (Stream<Path> left = Files.list(folder.resolve("blobs/partial"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void aFileThatWasChangedIsRefused() throws Exception {
        byte[] bytes = RANDOM.nextBytes(100_000);
        BlobId blob = upload(sealed, bytes);
        byte[] stored = Files.readAllBytes(file(blob));
        for (int at :
                List.of(8, 12, 19, 20, SealedBlobs.HEAD, SealedBlobs.HEAD + SealedBlobs.PART, stored.length - 1)) {
            byte[] changed = stored.clone();
            changed[at] ^= 1;
            Files.write(file(blob), changed);
            assertThrows(Exception.class, () -> read(sealed, blob, 0, bytes.length), "byte " + at);
        }
        Files.write(file(blob), Arrays.copyOf(stored, stored.length - 1));
        assertThrows(IOException.class, () -> read(sealed, blob, 0, bytes.length));
        Files.write(file(blob), stored);
        assertArrayEquals(bytes, read(sealed, blob, 0, bytes.length));
        // Another one's file in its place.
        Files.copy(file(upload(sealed, RANDOM.nextBytes(100_000))), file(blob), StandardCopyOption.REPLACE_EXISTING);
        assertThrows(IOException.class, () -> read(sealed, blob, 0, bytes.length));
    }

    @Test
    void blobsFromBeforeAreReadAndThenSealed() throws Exception {
        byte[] bytes = RANDOM.nextBytes(70_000);
        BlobId blob = upload(plain, bytes);
        assertArrayEquals(bytes, read(sealed, blob, 0, bytes.length));
        sealed.sealFormer(blob);
        assertFalse(Arrays.equals(bytes, Files.readAllBytes(file(blob))));
        assertArrayEquals(bytes, read(sealed, blob, 0, bytes.length));
        sealed.sealFormer(blob);
        assertArrayEquals(bytes, read(sealed, blob, 0, bytes.length));
    }
}
