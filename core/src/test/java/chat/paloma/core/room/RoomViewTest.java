package chat.paloma.core.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a client sees of a room, and what it is told when something changes. */
class RoomViewTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final DeviceAddress ANA = History.device(1, 1);
    private static final DeviceAddress BEN = History.device(2, 2);
    private static final Listing TIMELINE = new Listing.Timeline();

    private final Replica replica = new Replica();
    private RoomStep last = replica.apply(List.of());
    private long clock = NOW;

    private OperationId make(DeviceAddress device, Content content) {
        Operation operation = replica.room.composer(device, 1).next(content, clock, List.of());
        last = replica.apply(new RoomInput.Accepted(operation, clock++, new Attestation.Verified(ByteString.EMPTY)));
        return operation.id(History.CRYPTO);
    }

    private RoomComposer ana() {
        return replica.room.composer(ANA, 1);
    }

    private static Content reply(OperationId root, String text) {
        return new Content.Message(text, Optional.of(root), Optional.of(root), List.of(), List.of());
    }

    private RoomItem item(OperationId id) {
        return replica.view().item(id).orElseThrow();
    }

    @Test
    void aTimelineIsReadInPieces() {
        List<OperationId> made = IntStream.range(0, 300)
                .mapToObj(i -> make(ANA, Content.Message.of("message " + i)))
                .toList();
        RoomView view = replica.view();
        assertEquals(made.subList(290, 300), RoomPrint.ids(view.newest(TIMELINE, 10)));
        Order place = item(made.get(100)).order();
        assertEquals(made.subList(90, 100), RoomPrint.ids(view.before(TIMELINE, place, 10)));
        assertEquals(made.subList(101, 111), RoomPrint.ids(view.after(TIMELINE, place, 10)));
        assertEquals(300, view.count(TIMELINE));
        assertEquals(199, view.countAfter(TIMELINE, place));
        assertEquals(300, view.operationCount());
    }

    @Test
    void repliesStandUnderTheirRoot() {
        OperationId root = make(ANA, Content.Message.of("root"));
        OperationId first = make(BEN, reply(root, "first"));
        assertEquals(Set.of(first, root), last.changes().messages());
        OperationId second = make(ANA, reply(root, "second"));
        assertEquals(List.of(root), RoomPrint.ids(replica.view().newest(TIMELINE, 10)));
        assertEquals(List.of(first, second), RoomPrint.ids(replica.view().newest(new Listing.Replies(root), 10)));
        assertEquals(
                Optional.of(new RoomItem.ThreadSummary(2, second)), item(root).replies());
        assertEquals(Optional.of(root), item(first).thread());
    }

    @Test
    void reactionsAreCountedByAccount() {
        OperationId message = make(ANA, Content.Message.of("hello"));
        make(ANA, new Content.React(message, "+1"));
        make(ANA, new Content.React(message, "+1"));
        make(BEN, new Content.React(message, "+1"));
        make(BEN, new Content.React(message, "heart"));
        assertEquals(Set.of(message), last.changes().messages());
        assertEquals(
                List.of(new RoomItem.Reaction("+1", 2), new RoomItem.Reaction("heart", 1)),
                item(message).reactions());
        List<AccountId> first = replica.view().reactors(message, "+1", Optional.empty(), 1);
        assertEquals(List.of(ANA.account()), first);
        assertEquals(List.of(BEN.account()), replica.view().reactors(message, "+1", Optional.of(first.getFirst()), 10));
        make(ANA, ana().unreact(message, "+1").orElseThrow());
        assertEquals(new RoomItem.Reaction("+1", 1), item(message).reactions().getFirst());
        assertEquals(Optional.empty(), ana().unreact(message, "+1"));
    }

    @Test
    void anEditShowsAndKeepsWhatWasSaidBefore() {
        OperationId message =
                make(ANA, new Content.Message("teh", Optional.empty(), Optional.empty(), List.of(), List.of()));
        make(ANA, ana().edit(message, "the", List.of(BEN.account())));
        make(ANA, ana().edit(message, "The", List.of()));
        RoomItem.Body.Message body = (RoomItem.Body.Message) item(message).body();
        assertEquals("The", body.text());
        assertTrue(body.edited());
        assertEquals(
                List.of("teh", "the", "The"),
                replica.view().texts(message, 10).stream().map(Written::value).toList());
        assertEquals(List.of(), replica.view().newest(new Listing.Mentions(BEN.account()), 10));
    }

    @Test
    void mentionsAreListedAndCounted() {
        Content mention =
                new Content.Message("hi", Optional.empty(), Optional.empty(), List.of(BEN.account()), List.of());
        OperationId first = make(ANA, mention);
        OperationId second = make(ANA, mention);
        Listing mentions = new Listing.Mentions(BEN.account());
        assertEquals(List.of(first, second), RoomPrint.ids(replica.view().newest(mentions, 10)));
        assertEquals(1, replica.view().countAfter(mentions, item(first).order()));
        make(ANA, new Content.Delete(second));
        assertEquals(1, replica.view().count(mentions));
    }

    @Test
    void pinsAreListedTheLastOneFirst() {
        OperationId first = make(ANA, Content.Message.of("first"));
        OperationId second = make(ANA, Content.Message.of("second"));
        make(BEN, new Content.Pin(second));
        make(BEN, new Content.Pin(first));
        assertEquals(List.of(first, second), RoomPrint.ids(replica.view().pinned(10)));
        assertTrue(item(first).pinned());
        make(ANA, ana().unpin(first).orElseThrow());
        assertEquals(List.of(second), RoomPrint.ids(replica.view().pinned(10)));
        assertEquals(Optional.empty(), ana().unpin(first));
    }

    @Test
    void topicNameAndSettingsAreTheLastThatWasWritten() {
        make(ANA, ana().topic("plans"));
        assertTrue(last.changes().topicOrName());
        make(ANA, ana().topic("other plans"));
        make(ANA, ana().name("general"));
        make(ANA, ana().setting("theme", Optional.of(ByteString.utf8("dark"))));
        assertEquals(Set.of("theme"), last.changes().settings());
        make(ANA, ana().setting("read", Optional.of(ByteString.utf8("7"))));
        RoomView view = replica.view();
        assertEquals("other plans", view.topic().orElseThrow().value());
        assertEquals(ANA.account(), view.topic().orElseThrow().author());
        assertEquals("general", view.name().orElseThrow().value());
        assertEquals(
                ByteString.utf8("dark"), view.setting("theme").orElseThrow().value());
        assertEquals(List.of("read", "theme"), view.settings("", 10));
        assertEquals(List.of("theme"), view.settings("read", 10));
        make(ANA, ana().setting("theme", Optional.empty()));
        assertEquals(Optional.empty(), replica.view().setting("theme"));
        assertEquals(List.of("read"), replica.view().settings("", 10));
    }

    @Test
    void aPollCountsUntilItIsClosed() {
        OperationId poll = make(ANA, new Content.Poll("lunch?", List.of("yes", "no"), false, Optional.empty()));
        make(ANA, new Content.Vote(poll, List.of(0)));
        make(BEN, new Content.Vote(poll, List.of(0)));
        make(BEN, new Content.Vote(poll, List.of(1)));
        assertEquals(Set.of(poll), last.changes().messages());
        assertEquals(List.of(1L, 1L), votes(poll));
        assertEquals(List.of(BEN.account()), replica.view().voters(poll, 1, Optional.empty(), 10));
        make(BEN, new Content.ClosePoll(poll));
        make(ANA, new Content.Vote(poll, List.of()));
        assertEquals(List.of(0L, 1L), votes(poll));
        make(ANA, new Content.ClosePoll(poll));
        make(ANA, new Content.Vote(poll, List.of(1)));
        assertEquals(List.of(0L, 1L), votes(poll));
        assertTrue(((RoomItem.Body.Poll) item(poll).body()).closed());
    }

    private List<Long> votes(OperationId poll) {
        return ((RoomItem.Body.Poll) item(poll).body())
                .options().stream().map(RoomItem.Body.Poll.Option::votes).toList();
    }

    @Test
    void anOperationStandsBehindAllThatItsDeviceKnowsAlsoWithMoreHeadsThanFit() {
        OperationId target = make(ANA, Content.Message.of("target"));
        for (int i = 0; i < 40; i++) {
            Replica other = new Replica();
            Operation operation = other.room
                    .composer(History.device(3, 100 + i), 1)
                    .next(Content.Message.of("apart"), NOW, List.of());
            replica.apply(new RoomInput.Accepted(operation, NOW, new Attestation.Verified(ByteString.EMPTY)));
        }
        Operation reaction = replica.room.composer(BEN, 1).next(new Content.React(target, "+1"), clock, List.of());
        assertEquals(32, reaction.dependencies().size());
        assertTrue(reaction.dependencies().contains(target));
        assertEquals(41, replica.view().heads(100).size());
        replica.apply(new RoomInput.Accepted(reaction, NOW, new Attestation.Verified(ByteString.EMPTY)));
        assertTrue(replica.view().heads(100).size() < 12);
    }
}
