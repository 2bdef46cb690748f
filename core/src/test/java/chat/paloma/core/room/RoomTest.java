package chat.paloma.core.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Outcome.Status;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.OperationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What happens to one operation: it waits, repeats, is given up, or has its effect. */
class RoomTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final DeviceAddress ANA = History.device(1, 1);
    private static final DeviceAddress BEN = History.device(2, 2);

    private final Replica ana = new Replica();
    private final Replica ben = new Replica();
    private long clock = NOW;

    private static RoomInput accepted(Operation operation, long time) {
        return new RoomInput.Accepted(operation, time, new Attestation.Verified(ByteString.EMPTY));
    }

    private static OperationId id(Operation operation) {
        return operation.id(History.CRYPTO);
    }

    /** An operation that a device makes and shows as queued. */
    private Operation make(Replica replica, DeviceAddress device, Content content) {
        Operation operation = replica.room.composer(device, 1).next(content, clock++, List.of());
        assertEquals(
                Status.APPLIED,
                replica.apply(new RoomInput.Queued(operation))
                        .outcomes()
                        .getFirst()
                        .status());
        return operation;
    }

    private Operation write(Replica replica, DeviceAddress device, String text) {
        return make(replica, device, Content.Message.of(text));
    }

    private static List<String> texts(Replica replica) {
        return replica.view().newest(new Listing.Timeline(), 100).stream()
                .map(item -> ((RoomItem.Body.Message) item.body()).text())
                .toList();
    }

    private static Outcome tell(Replica replica, RoomInput input) {
        return replica.apply(input).outcomes().getFirst();
    }

    @Test
    void whatIsQueuedStandsLastUntilItIsAccepted() {
        Operation first = write(ana, ANA, "first");
        Operation second = write(ana, ANA, "second");
        Operation other = write(ben, BEN, "other");
        tell(ana, accepted(other, NOW + 60_000));
        assertEquals(List.of("other", "first", "second"), texts(ana));
        assertTrue(ana.view().item(id(other)).orElseThrow().order().accepted());
        RoomStep step = ana.apply(accepted(first, NOW));
        assertEquals(Status.REPEATED, step.outcomes().getFirst().status());
        assertEquals(Set.of(id(first)), step.changes().messages());
        assertEquals(List.of("first", "other", "second"), texts(ana));
        assertEquals(
                new Attestation.Own(), ana.view().item(id(second)).orElseThrow().attestation());
    }

    @Test
    void anOperationWaitsForItsPast() {
        Operation first = write(ana, ANA, "first");
        Operation second = write(ana, ANA, "second");
        Operation third = write(ana, ANA, "third");
        assertEquals(new Outcome(id(third), Status.WAITING, List.of(id(second))), tell(ben, accepted(third, NOW + 3)));
        assertEquals(Status.REPEATED, tell(ben, accepted(third, NOW + 3)).status());
        assertEquals(Status.WAITING, tell(ben, accepted(second, NOW + 2)).status());
        assertEquals(List.of(), texts(ben));
        assertEquals(2, ben.view().waiting());
        assertEquals(Set.of(id(first)), ben.view().missing(10));
        RoomStep step = ben.apply(accepted(first, NOW + 1));
        assertEquals(
                List.of(id(first), id(second), id(third)),
                List.copyOf(step.changes().applied()));
        assertEquals(List.of("first", "second", "third"), texts(ben));
        assertEquals(0, ben.view().waiting());
        assertEquals(Set.of(), ben.view().missing(10));
    }

    @Test
    void whatCannotWaitIsRefusedAndCanBeToldAgain() {
        Replica small = new Replica(MergeRules.DEFAULT, new RoomLimits(2, 10_000));
        List<Operation> made = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            made.add(write(ana, ANA, "message " + i));
        }
        assertEquals(Status.WAITING, tell(small, accepted(made.get(1), NOW)).status());
        assertEquals(Status.WAITING, tell(small, accepted(made.get(2), NOW)).status());
        RoomStep refused = small.apply(accepted(made.get(3), NOW));
        assertEquals(Status.BUFFER_FULL, refused.outcomes().getFirst().status());
        assertEquals(List.of(), refused.writes());
        tell(small, accepted(made.get(0), NOW));
        assertEquals(Status.APPLIED, tell(small, accepted(made.get(3), NOW)).status());
        assertEquals(4, texts(small).size());
        assertEquals(0, small.view().waiting());
    }

    @Test
    void whatWaitsIsBoundedInBytesToo() {
        Replica small = new Replica(MergeRules.DEFAULT, new RoomLimits(100, 2_000));
        write(ana, ANA, "first");
        Operation large = write(ana, ANA, "x".repeat(2_000));
        Operation next = write(ana, ANA, "next");
        assertEquals(Status.BUFFER_FULL, tell(small, accepted(large, NOW)).status());
        assertEquals(Status.WAITING, tell(small, accepted(next, NOW)).status());
    }

    @Test
    void whatNeverComesIsWaitedForNoLonger() {
        Operation first = write(ana, ANA, "first");
        Operation second = write(ana, ANA, "second");
        tell(ben, accepted(second, NOW + 2));
        RoomStep step = ben.apply(new RoomInput.Absent(id(first)));
        assertEquals(Set.of(id(second)), step.changes().applied());
        assertEquals(List.of("second"), texts(ben));
        assertTrue(ben.view().isSettled(id(first)));
        tell(ben, accepted(first, NOW + 1));
        assertEquals(List.of("first", "second"), texts(ben));
        assertEquals(List.of(id(second)), ben.view().heads(10));
    }

    @Test
    void anEditThatComesBeforeItsMessageCountsOnceThatIsThere() {
        Operation message = write(ana, ANA, "teh");
        Operation edit = make(ana, ANA, ana.room.composer(ANA, 1).edit(id(message), "the", List.of()));
        tell(ben, accepted(edit, NOW + 2));
        tell(ben, new RoomInput.Absent(id(message)));
        assertEquals(List.of(), texts(ben));
        tell(ben, accepted(message, NOW + 1));
        assertEquals(List.of("the"), texts(ben));
    }

    @Test
    void whatASnapshotHasWaitsForNothing() {
        write(ana, ANA, "first");
        Operation second = write(ana, ANA, "second");
        tell(ben, accepted(second, NOW));
        HybridTime time = HybridTime.ofMillis(NOW - 1);
        assertEquals(
                Status.REPEATED,
                tell(ben, new RoomInput.Restored(second, time, new Attestation.By(ANA)))
                        .status());
        assertEquals(List.of("second"), texts(ben));
        assertEquals(0, ben.view().waiting());
        assertEquals(
                time, ben.view().operation(id(second)).orElseThrow().effective().orElseThrow());
    }

    @Test
    void theBetterAttestationStays() {
        Operation message = write(ana, ANA, "first");
        Attestation verified = new Attestation.Verified(ByteString.utf8("evidence"));
        tell(ben, new RoomInput.Restored(message, HybridTime.ofMillis(NOW), new Attestation.By(BEN)));
        assertEquals(
                new Attestation.By(BEN),
                ben.view().item(id(message)).orElseThrow().attestation());
        tell(ben, new RoomInput.Accepted(message, NOW, verified));
        assertEquals(verified, ben.view().item(id(message)).orElseThrow().attestation());
        tell(ben, new RoomInput.Restored(message, HybridTime.ofMillis(NOW), new Attestation.By(ANA)));
        assertEquals(verified, ben.view().item(id(message)).orElseThrow().attestation());
    }

    @Test
    void anOperationOfAnotherRoomIsDropped() {
        Room other =
                new Room(History.CRYPTO, new RoomId(History.bytes(1, RoomId.LENGTH)), ana.store, RoomLimits.DEFAULT);
        RoomStep step = other.apply(accepted(write(ana, ANA, "first"), NOW));
        assertEquals(Status.OTHER_ROOM, step.outcomes().getFirst().status());
        assertEquals(List.of(), step.writes());
    }

    @Test
    void aDeviceWithTwoStatesIsFlaggedAndKeepsItsOperations() {
        Replica copy = new Replica();
        Operation here = write(ana, ANA, "here");
        Operation there = write(copy, ANA, "there");
        tell(ben, accepted(here, NOW));
        assertEquals(Set.of(), ben.view().duplicated(10));
        RoomStep step = ben.apply(accepted(there, NOW));
        DeviceIncarnation device = new DeviceIncarnation(ANA, 1);
        assertEquals(Set.of(device), step.changes().duplicated());
        assertEquals(Set.of(device), ben.view().duplicated(10));
        assertEquals(Set.of(id(here), id(there)), Set.copyOf(ben.view().evidence(device, 10)));
        assertEquals(Set.of("here", "there"), Set.copyOf(texts(ben)));
    }

    @Test
    void aNewIncarnationIsNoSecondState() {
        Operation before = write(ana, ANA, "before");
        Operation after = ana.room.composer(ANA, 2).next(Content.Message.of("after"), clock, List.of());
        assertEquals(1, after.counter());
        assertEquals(List.of(), after.dependencies());
        tell(ana, accepted(before, NOW));
        after = ana.room.composer(ANA, 2).next(Content.Message.of("after"), clock, List.of());
        assertEquals(List.of(id(before)), after.dependencies());
        tell(ana, accepted(after, NOW));
        assertEquals(Set.of(), ana.view().duplicated(10));
    }

    @Test
    void aChainThatContinuesAnotherOnesIsFlagged() {
        Operation theirs = write(ana, ANA, "mine");
        Operation wrong = new Operation(
                History.ROOM,
                BEN,
                1,
                2,
                Optional.of(id(theirs)),
                Content.Message.of("not mine"),
                List.of(),
                HybridTime.ofMillis(NOW),
                List.of());
        tell(ana, accepted(wrong, NOW));
        assertEquals(Set.of(new DeviceIncarnation(BEN, 1)), ana.view().duplicated(10));
    }

    @Test
    void anUnknownKindIsCarried() {
        Operation shown = make(ana, ANA, new Content.Unknown(new OperationKind(0x9000), ByteString.utf8("later")));
        Operation silent = make(ana, ANA, new Content.Unknown(new OperationKind(0x0900), ByteString.utf8("later")));
        Operation behind = write(ana, ANA, "behind");
        for (Operation operation : List.of(behind, silent, shown)) {
            tell(ben, accepted(operation, NOW));
        }
        List<RoomItem> items = ben.view().newest(new Listing.Timeline(), 10);
        assertEquals(List.of(id(shown), id(behind)), RoomPrint.ids(items));
        assertEquals(
                new RoomItem.Body.Unknown(new OperationKind(0x9000)),
                items.getFirst().body());
        assertEquals(silent, ben.view().operation(id(silent)).orElseThrow().operation());
    }

    @Test
    void nothingKeepsTheWordsOfADeletedMessage() {
        Operation message = write(ana, ANA, "a secret that slipped");
        Operation edit = make(ana, ANA, ana.room.composer(ANA, 1).edit(id(message), "another secret", List.of()));
        Operation delete = make(ana, ANA, new Content.Delete(id(message)));
        for (Operation operation : List.of(message, edit, delete)) {
            tell(ben, accepted(operation, NOW));
        }
        for (Replica replica : List.of(ana, ben)) {
            assertEquals(
                    new RoomItem.Body.Deleted(),
                    replica.view().item(id(message)).orElseThrow().body());
            assertEquals(List.of(), replica.view().texts(id(message), 10));
            String kept = String.join("", replica.everything());
            assertTrue(!kept.contains(ByteString.utf8("secret").toHex()));
        }
    }

    @Test
    void aClockThatIsWrongDoesNotCarryOthersAlong() {
        long wrong = NOW + 86_400_000L;
        Operation early = ana.room.composer(ANA, 1).next(Content.Message.of("from tomorrow"), wrong, List.of());
        tell(ben, accepted(early, NOW));
        Operation answer = ben.room.composer(BEN, 1).next(Content.Message.of("from today"), NOW, List.of());
        assertTrue(answer.time().millis() <= NOW + HybridTime.TOLERANCE + 1);
        tell(ben, accepted(answer, NOW + 1));
        assertEquals(List.of("from tomorrow", "from today"), texts(ben));
    }
}
