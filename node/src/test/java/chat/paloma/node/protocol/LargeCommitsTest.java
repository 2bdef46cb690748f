package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.BlobRequests.BeginDownload;
import chat.paloma.core.wire.BlobRequests.DeleteBlob;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.InboxRecords.LargeCommit;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.RoomRequests.Commit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that travel as blobs, and blobs that somebody deletes. */
class LargeCommitsTest {
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ProtocolNode nodes;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice ada;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice bob;

    @BeforeAll
    static void start() throws Exception {
        nodes = new ProtocolNode(folder);
        ada = nodes.register("ada");
        bob = nodes.register("bob");
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    private static Commit large(Commit inline, BlobId blob, int size) {
        return new Commit(
                inline.room(),
                inline.message(),
                inline.epoch(),
                true,
                ByteString.adopt(new LargeCommit(blob, size).encoded()),
                inline.groupInfo(),
                inline.welcomes());
    }

    @Test
    void beginsTheNextEpochByACommitThatWasUploaded() throws Exception {
        TestRoom room = TestRoom.open(ada, bob).getFirst();
        Commit inline = room.commit(CommitRequest.of());
        byte[] bytes = inline.commit().toByteArray();
        BlobId blob = TestBlobs.id(bytes);
        assertEquals(Optional.of(FailureCode.NOT_FOUND), ada.refusal(large(inline, blob, bytes.length)));
        TestBlobs.upload(nodes.node, ada, room.id, bytes);
        assertEquals(Optional.of(FailureCode.BLOB_MISMATCH), ada.refusal(large(inline, blob, bytes.length - 1)));
        assertEquals(
                Optional.of(FailureCode.ENVELOPE_INVALID),
                ada.refusal(new Commit(
                        inline.room(),
                        inline.message(),
                        inline.epoch(),
                        true,
                        inline.commit(),
                        inline.groupInfo(),
                        inline.welcomes())));
        Commit commit = large(inline, blob, bytes.length);
        var appended = ada.ask(commit);
        assertEquals(appended, ada.ask(commit), "a repeat");
        room.confirm(appended);
        room.send("in the next epoch");

        LaneRecord record =
                bob.ask(new ReadRange(room.lane(), 1, 1, 100_000)).records().getFirst();
        assertEquals(RecordKind.LARGE_COMMIT, record.header().kind());
        Decoder<LargeCommit> decoder = LargeCommit::decode;
        LargeCommit read =
                decoder.decodeAll(record.envelope().orElseThrow().bytes().toByteArray());
        assertArrayEquals(bytes, TestBlobs.download(nodes.node, bob, room.id, read.blob()));
        // It belongs to the lane from now on.
        assertEquals(Optional.of(FailureCode.FORBIDDEN), ada.refusal(new DeleteBlob(room.id, blob)));
    }

    @Test
    void deletesABlobForOneRoomAndNotForAnother() throws Exception {
        byte[] bytes = {4, 5, 6};
        TestRoom one = TestRoom.open(ada, bob).getFirst();
        TestRoom other = TestRoom.open(ada, bob).getFirst();
        for (TestRoom room : List.of(one, other)) {
            TestBlobs.upload(nodes.node, ada, room.id, bytes);
        }
        BlobId blob = TestBlobs.id(bytes);
        ada.ask(new DeleteBlob(one.id, blob));
        ada.ask(new DeleteBlob(one.id, blob));
        assertEquals(Optional.of(FailureCode.NOT_FOUND), bob.refusal(new BeginDownload(one.id, blob)));
        assertArrayEquals(bytes, TestBlobs.download(nodes.node, bob, other.id, blob));
        ada.ask(new DeleteBlob(other.id, blob));
        // Gone, and it can come back.
        TestBlobs.upload(nodes.node, bob, one.id, bytes);
        assertArrayEquals(bytes, TestBlobs.download(nodes.node, ada, one.id, blob));
    }
}
