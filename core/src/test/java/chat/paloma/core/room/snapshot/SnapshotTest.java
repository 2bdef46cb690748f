package chat.paloma.core.room.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.RoomInput;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.StoredOperation;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.OperationSamples;
import chat.paloma.core.room.snapshot.SnapshotException.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final Listing TIMELINE = new Listing.Timeline();
    private static final DeviceAddress BEN =
            new DeviceAddress(OperationSamples.account(2), new DeviceId(OperationSamples.bytes(2, DeviceId.LENGTH)));

    private final SnapshotScene scene = new SnapshotScene();
    private final SnapshotVerifier verifier = new SnapshotVerifier(SnapshotScene.CRYPTO);

    private static Optional<ByteString> trust(Operation operation, ByteString evidence) {
        return Optional.of(evidence).filter(known -> known.equals(SnapshotScene.EVIDENCE));
    }

    private static List<RoomItem> shown(RoomView view) {
        return view.newest(TIMELINE, 10_000).stream()
                .filter(item -> !(item.body() instanceof RoomItem.Body.Deleted))
                .toList();
    }

    @Test
    void aRoomComesOutAsItWentInWhicheverPartIsFirst() {
        scene.fill(5_000);
        List<SnapshotPart> parts = new ArrayList<>(scene.parts(Optional.empty()));
        assertTrue(parts.size() > 1);
        Collections.reverse(parts);
        RoomView joined = scene.join(parts, SnapshotTest::trust);
        RoomView room = scene.room.view();
        assertEquals(shown(room), shown(joined));
        assertEquals(room.topic(), joined.topic());
        assertEquals(room.heads(10), joined.heads(10));
    }

    @Test
    void theWordsOfADeletedMessageAreNotHandedOn() {
        OperationId secret = scene.make(Content.Message.of("a secret"));
        scene.make(new Content.Delete(secret));
        for (SnapshotPart part : scene.parts(Optional.empty())) {
            assertEquals(
                    -1,
                    ByteString.adopt(part.encoded())
                            .toHex()
                            .indexOf(ByteString.utf8("secret").toHex()));
        }
        assertTrue(
                scene.join(scene.parts(Optional.empty()), SnapshotTest::trust).isSettled(secret));
    }

    @Test
    void theAuthorOfTheSnapshotVouchesForWhatCannotBeVerified() {
        OperationId message = scene.make(Content.Message.of("hello"));
        List<SnapshotPart> parts = scene.parts(Optional.empty());
        Attestation verified = scene.join(parts, SnapshotTest::trust)
                .item(message)
                .orElseThrow()
                .attestation();
        assertEquals(new Attestation.Verified(SnapshotScene.EVIDENCE), verified);
        Attestation vouched = scene.join(parts, (operation, evidence) -> Optional.empty())
                .item(message)
                .orElseThrow()
                .attestation();
        assertEquals(new Attestation.By(scene.author), vouched);
    }

    @Test
    void aSnapshotOfTheNewestLeavesOutWhatIsOlder() {
        scene.fill(20);
        List<StoredOperation> all = scene.room.view().operations(Optional.empty(), 100);
        List<SnapshotPart> parts = scene.parts(Optional.of(all.get(9).order()));
        assertEquals(all.size() - 10, parts.getFirst().entries().size());
        SnapshotWriter writer =
                new SnapshotWriter(scene.room.view(), Optional.of(all.get(9).order()));
        writer.next(scene.room.view());
        SnapshotWriter.Finished finished = writer.finish(scene.room.view()).orElseThrow();
        assertEquals(new SnapshotWriter.Finished(scene.room.view().heads(10), false, all.size() - 10), finished);
    }

    @Test
    void aSnapshotIsOfOneMoment() {
        scene.fill(5);
        SnapshotWriter writer = new SnapshotWriter(scene.room.view(), Optional.empty());
        writer.next(scene.room.view());
        scene.make(Content.Message.of("meanwhile"));
        assertEquals(Optional.empty(), writer.finish(scene.room.view()));
    }

    @Test
    void whatNoLaneAcceptedIsNotInIt() {
        scene.fill(5);
        int before = scene.parts(Optional.empty()).getFirst().entries().size();
        Operation queued = scene.room.composer(scene.author, 1).next(Content.Message.of("later"), 0, List.of());
        scene.store.write(scene.room.apply(new RoomInput.Queued(queued)).writes());
        assertEquals(before, scene.parts(Optional.empty()).getFirst().entries().size());
        assertEquals(1, scene.room.view().heads(10).size());
    }

    private SignedSnapshot signed() throws CryptoException {
        scene.fill(5);
        return scene.sign(
                scene.snapshot(scene.parts(Optional.empty()), scene.room.view().heads(10)));
    }

    private LaneReports.Comparison verify(SignedSnapshot snapshot, LaneReports reports) throws SnapshotException {
        return verifier.verify(
                snapshot,
                snapshot.hash(SnapshotScene.CRYPTO),
                SnapshotScene.ROOM,
                scene.keys.authenticationKey().key(),
                reports);
    }

    @Test
    void aSignedSnapshotIsReadBackAndVerified() throws Exception {
        SignedSnapshot snapshot = signed();
        assertEquals(snapshot, SignedSnapshot.decode(snapshot.encoded()));
        LaneReports reports = new LaneReports();
        reports.add(BEN, SnapshotScene.lanes(5));
        reports.add(scene.author, SnapshotScene.lanes(5));
        assertEquals(new LaneReports.Comparison(Set.of(BEN), Set.of()), verify(snapshot, reports));
        assertEquals(new LaneReports.Comparison(Set.of(), Set.of()), verify(snapshot, new LaneReports()));
    }

    private static void assertRefused(Reason reason, org.junit.jupiter.api.function.Executable attempt) {
        assertEquals(reason, assertThrows(SnapshotException.class, attempt).reason());
    }

    @Test
    void aSnapshotThatIsNotWhatItSaysIsRefused() throws Exception {
        SignedSnapshot snapshot = signed();
        Snapshot content = snapshot.content();
        Snapshot other =
                new Snapshot(content.room(), BEN, 0, content.lanes(), content.heads(), true, 1, content.parts());
        assertRefused(
                Reason.SIGNATURE,
                () -> verify(new SignedSnapshot(other, snapshot.algorithm(), snapshot.signature()), new LaneReports()));
        LaneReports reports = new LaneReports();
        reports.add(BEN, SnapshotScene.lanes(6));
        assertRefused(Reason.CONTRADICTED, () -> verify(snapshot, reports));
        assertRefused(
                Reason.NOT_ANNOUNCED,
                () -> verifier.verify(
                        snapshot,
                        OperationSamples.bytes(1, 32),
                        SnapshotScene.ROOM,
                        scene.keys.authenticationKey().key(),
                        new LaneReports()));
        assertRefused(
                Reason.OTHER_ROOM,
                () -> verifier.verify(
                        snapshot,
                        snapshot.hash(SnapshotScene.CRYPTO),
                        new RoomId(OperationSamples.bytes(1, RoomId.LENGTH)),
                        scene.keys.authenticationKey().key(),
                        new LaneReports()));
    }

    @Test
    void aPartThatWasChangedIsRefused() throws Exception {
        Snapshot snapshot = signed().content();
        byte[] part = scene.parts(Optional.empty()).getFirst().encoded();
        assertEquals(scene.parts(Optional.empty()).getFirst(), verifier.read(snapshot, 0, part));
        for (int at = 0; at < part.length; at += 97) {
            byte[] changed = part.clone();
            changed[at] ^= 1;
            assertRefused(Reason.PART_CHANGED, () -> verifier.read(snapshot, 0, changed));
        }
    }

    @Test
    void aSnapshotThatLacksWhatItNamesIsRefused() throws Exception {
        scene.fill(5);
        List<SnapshotPart> parts = scene.parts(Optional.empty());
        Snapshot honest = scene.snapshot(parts, scene.room.view().heads(10));
        RoomView joined = scene.join(parts, SnapshotTest::trust);
        verifier.checkHeads(honest, joined);
        verifier.checkPast(honest, parts.getFirst(), joined);

        Snapshot wrongHeads = scene.snapshot(parts, List.of(OperationSamples.id(9)));
        assertRefused(Reason.HEAD_MISSING, () -> verifier.checkHeads(wrongHeads, joined));

        List<SnapshotEntry> entries = parts.getFirst().entries();
        SnapshotPart gap = new SnapshotPart(entries.subList(1, entries.size()));
        RoomView incomplete = scene.join(List.of(gap), SnapshotTest::trust);
        assertRefused(Reason.INCOMPLETE, () -> verifier.checkPast(honest, gap, incomplete));
    }

    @Test
    void beyondABoundNothingIsRead() throws Exception {
        byte[] part = new byte[SnapshotLimits.MAX_PART + 1];
        assertThrows(DecodeException.class, () -> SnapshotPart.decode(part));
        byte[] snapshot = new byte[SnapshotLimits.MAX_SNAPSHOT + 1];
        assertThrows(DecodeException.class, () -> SignedSnapshot.decode(snapshot));
        assertThrows(DecodeException.class, () -> SnapshotPart.decode(new byte[] {0, 1, 0}));
        assertThrows(IllegalArgumentException.class, () -> new SnapshotPart(List.of()));
        List<SnapshotEntry> many = Collections.nCopies(
                SnapshotLimits.MAX_ENTRIES + 1, new SnapshotEntry.Removed(OperationSamples.id(1), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new SnapshotPart(many));
        List<OperationId> unordered = List.of(OperationSamples.id(2), OperationSamples.id(1));
        assertThrows(IllegalArgumentException.class, () -> scene.snapshot(List.of(), unordered));
        ByteString longest = OperationSamples.bytes(1, Attestation.MAX_EVIDENCE + 1);
        assertThrows(IllegalArgumentException.class, () -> new Attestation.Verified(longest));
    }

    @Test
    void whatMembersReportIsBounded() {
        LaneReports reports = new LaneReports();
        for (int sequence = 1; sequence <= LaneReports.MAX_POSITIONS + 1; sequence++) {
            reports.add(BEN, List.of(OperationSamples.seen(1, sequence)));
        }
        assertTrue(reports.compare(scene.author, List.of(OperationSamples.seen(1, 1)))
                .confirmedBy()
                .isEmpty());
        assertEquals(
                Set.of(BEN),
                reports.compare(scene.author, List.of(OperationSamples.seen(1, 2)))
                        .confirmedBy());
    }
}
