package chat.paloma.node.blob;

import static chat.paloma.node.TestStore.CRYPTO;
import static chat.paloma.node.TestStore.RANDOM;
import static chat.paloma.node.TestStore.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.BlobRequests.BeginDownload;
import chat.paloma.core.wire.BlobRequests.BeginUpload;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.TestPerson;
import chat.paloma.node.TestStore;
import chat.paloma.node.blob.Capabilities.Direction;
import chat.paloma.node.store.Database;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobsTest {
    @TempDir
    private Path folder;

    private TestStore store;

    @BeforeEach
    void open() {
        store = new TestStore(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static BlobId id(byte[] bytes) {
        return new BlobId(ByteString.adopt(CRYPTO.hash(HashAlgorithm.SHA_256, bytes)));
    }

    private static UploadId upload(BlobId blob) {
        return new UploadId(new AccountId(ByteString.adopt(RANDOM.nextBytes(32))), RoomId.random(RANDOM), blob);
    }

    @Test
    void filesAppearWholeAndWithTheirHash() throws Exception {
        BlobStore files = new BlobStore(folder.resolve("blobs"));
        byte[] bytes = RANDOM.nextBytes(200_000);
        UploadId upload = upload(id(bytes));
        assertEquals(0, files.present(upload));
        files.append(upload, ByteBuffer.wrap(bytes, 0, 70_000));
        assertEquals(70_000, new BlobStore(folder.resolve("blobs")).present(upload));
        assertTrue(files.open(upload.blob()).isEmpty());
        files.append(upload, ByteBuffer.wrap(bytes, 70_000, 130_000));
        assertTrue(files.verify(upload));
        files.place(upload);
        assertEquals(0, files.present(upload));
        try (var file = files.open(upload.blob()).orElseThrow()) {
            ByteBuffer read = ByteBuffer.allocate(bytes.length);
            while (read.hasRemaining() && file.read(read) >= 0) {}
            assertArrayEquals(bytes, read.array());
        }
        UploadId wrong = upload(id(new byte[1]));
        files.append(wrong, ByteBuffer.wrap(bytes));
        assertFalse(files.verify(wrong));
        assertEquals(0, files.present(wrong));
        assertTrue(files.open(wrong.blob()).isEmpty());
        files.delete(upload.blob());
        assertTrue(files.open(upload.blob()).isEmpty());
    }

    @Test
    void tokensAreGoodForOneThingAndAShortTime() {
        Capabilities capabilities = new Capabilities(CRYPTO, store.identity.capabilitySecret(), store.clock);
        BlobId blob = id(new byte[1]);
        UploadId upload = upload(blob);
        String token = capabilities.token(capabilities.grant(Direction.UPLOAD, upload));
        assertEquals(upload, capabilities.check(token, Direction.UPLOAD, blob).upload());
        assertRefused(FailureCode.CAPABILITY_INVALID, () -> capabilities.check(token, Direction.DOWNLOAD, blob));
        assertRefused(
                FailureCode.CAPABILITY_INVALID, () -> capabilities.check(token, Direction.UPLOAD, id(new byte[2])));
        for (int i = 0; i < token.length(); i++) {
            char[] changed = token.toCharArray();
            changed[i] = changed[i] == 'A' ? 'Q' : 'A';
            String forged = new String(changed);
            assertRefused(FailureCode.CAPABILITY_INVALID, () -> capabilities.check(forged, Direction.UPLOAD, blob));
        }
        for (String none : new String[] {"", "!", "AAAA", token + "A", token.substring(4)}) {
            assertRefused(FailureCode.CAPABILITY_INVALID, () -> capabilities.check(none, Direction.UPLOAD, blob));
        }
        Capabilities other = new Capabilities(CRYPTO, RANDOM.nextSecret(32), store.clock);
        assertRefused(FailureCode.CAPABILITY_INVALID, () -> other.check(token, Direction.UPLOAD, blob));
        store.pass(Duration.ofMinutes(10));
        assertRefused(FailureCode.CAPABILITY_INVALID, () -> capabilities.check(token, Direction.UPLOAD, blob));
    }

    /** What a room's messages refer to goes with them; what its commits are in stays. */
    @Test
    void goesWithTheMessagesOfItsAge() throws Exception {
        BlobStore files = new BlobStore(folder.resolve("blobs"));
        Blobs blobs = blobs(files);
        RoomId room = RoomId.random(RANDOM);
        BlobId attachment = put(files, room, new byte[] {1});
        BlobId commit = put(files, room, new byte[] {2});
        Database.await(store.database.write(transaction -> {
            blobs.keep(transaction, room, commit);
            long lane = 1;
            return transaction
                    .handle()
                    .createUpdate("INSERT INTO lane VALUES (:lane, :byte, 1, 0, :byte, 0, 0, 0)")
                    .bind("lane", lane)
                    .bind("byte", new byte[1])
                    .execute();
        }));
        Database.await(store.database.write(transaction -> transaction
                .handle()
                .createUpdate("INSERT INTO room (room, lane_id, generation, epoch, retention_seconds, state,"
                        + " group_info, tree) VALUES (:room, 1, 0, 0, 3600, :byte, :byte, :byte)")
                .bind("byte", new byte[1])
                .bind("room", room.bytes().toByteArray())
                .execute()));
        blobs.deleteOutdated(Optional.of(Duration.ofSeconds(1)));
        assertTrue(files.open(attachment).isPresent());
        store.pass(Duration.ofMinutes(61));
        blobs.deleteOutdated(Optional.empty());
        assertTrue(files.open(attachment).isEmpty());
        assertRefused(FailureCode.NOT_FOUND, () -> blobs.read(room, attachment, 1));
        assertEquals(ByteString.adopt(new byte[] {2}), blobs.read(room, commit, 1));
    }

    private BlobId put(BlobStore files, RoomId room, byte[] bytes) throws Exception {
        UploadId upload = new UploadId(new AccountId(ByteString.adopt(new byte[32])), room, id(bytes));
        files.append(upload, ByteBuffer.wrap(bytes));
        assertTrue(files.verify(upload));
        files.place(upload);
        Database.await(store.database.write(transaction -> {
            BlobTable.add(transaction.handle(), upload, bytes.length, store.clock.millis());
            return true;
        }));
        return upload.blob();
    }

    private Blobs blobs(BlobStore files) {
        return new Blobs(
                store.database, CRYPTO, store.rooms, files, store.identity.capabilitySecret(), 1000, 1500, store.clock);
    }

    @Test
    void onlyMembersGetTokens() throws Exception {
        TestPerson alice = store.person("alice");
        Blobs blobs = blobs(new BlobStore(folder.resolve("blobs")));
        RoomId room = RoomId.random(RANDOM);
        BlobId blob = id(new byte[1]);
        assertRefused(
                FailureCode.NOT_A_MEMBER, () -> blobs.beginUpload(alice.caller(), new BeginUpload(room, blob, 1)));
        assertRefused(
                FailureCode.NOT_A_MEMBER, () -> blobs.beginDownload(alice.caller(), new BeginDownload(room, blob)));
        assertRefused(FailureCode.NOT_FOUND, () -> blobs.read(room, blob, 1));
        byte[] nothing = new byte[40];
        Arrays.fill(nothing, (byte) 'A');
        assertRefused(
                FailureCode.CAPABILITY_INVALID,
                () -> blobs.progress(new String(nothing, java.nio.charset.StandardCharsets.US_ASCII), blob));
    }
}
