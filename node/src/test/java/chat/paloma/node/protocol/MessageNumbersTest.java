package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.core.wire.LaneRequests.SendDirect;
import chat.paloma.core.wire.RoomRequests.Commit;
import chat.paloma.core.wire.RoomRequests.OpenRoom;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers of messages: the same bytes again are the same message, whatever they are; other bytes are refused. */
class MessageNumbersTest {
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ProtocolNode nodes;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice ada;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice bob;

    @SuppressWarnings("NullAway.Init")
    private TestRoom room;

    @SuppressWarnings("NullAway.Init")
    private TestRoom bobs;

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

    @BeforeEach
    void open() throws Exception {
        List<TestRoom> views = TestRoom.open(ada, bob);
        room = views.getFirst();
        bobs = views.getLast();
    }

    private static Append with(long number, Append append) {
        return new Append(append.room(), number, append.kind(), append.epoch(), append.envelope());
    }

    private static Commit with(long number, Commit commit) {
        return new Commit(
                commit.room(), number, commit.epoch(), false, commit.commit(), commit.groupInfo(), commit.welcomes());
    }

    @Test
    void answersARepeatedMessageWithItsPlace() throws Exception {
        Append message = room.message("once");
        Appended first = ada.ask(message);
        assertEquals(first, ada.ask(message));
        room.perform(CommitRequest.of());
        assertEquals(first, ada.ask(message), "in a later epoch as well");
        assertEquals(List.of("once"), bobs.catchUp());
    }

    @Test
    void answersARepeatedProposalWithItsPlace() throws Exception {
        Append proposal = bobs.proposal(new Proposal.Remove(bobs.leafOf(bob.address())));
        Appended first = bob.ask(proposal);
        assertEquals(first, bob.ask(proposal));
        room.catchUp();
        room.perform(CommitRequest.of());
        assertEquals(Optional.of(FailureCode.NOT_A_MEMBER), bob.refusal(proposal), "it was removed by it");
        TestRoom again = room.add(bob);
        assertEquals(first, again.device.ask(proposal), "in a later epoch as well");
    }

    @Test
    void answersARepeatedCommitAndOpeningWithTheirPlaces() throws Exception {
        Commit commit = room.commit(CommitRequest.of());
        Appended first = ada.ask(commit);
        room.confirm(first);
        assertEquals(first, ada.ask(commit));
        room.perform(CommitRequest.of());
        assertEquals(first, ada.ask(commit));
        OpenRoom opening = TestRoom.prepare(ada, policy -> policy, List.of()).request();
        assertEquals(ada.ask(opening), ada.ask(opening));
    }

    @Test
    void answersARepeatedDirectMessageWithItsPlace() throws Exception {
        SendDirect direct = new SendDirect(ada.keys.device(), ada.nextMessage(), ByteString.utf8("to myself"));
        Appended first = ada.ask(direct);
        assertEquals(first, ada.ask(direct));
        assertEquals(new LaneId.Inbox(ada.address()), first.lane());
    }

    @Test
    void refusesANumberThatAnotherMessageHad() throws Exception {
        Append message = room.message("one");
        ada.ask(message);
        assertReused(ada.refusal(with(message.message(), room.message("two"))));
        TestRoom other = TestRoom.open(ada).getFirst();
        assertReused(ada.refusal(with(message.message(), other.message("three"))));
        assertReused(ada.refusal(new SendDirect(ada.keys.device(), message.message(), ByteString.utf8("to myself"))));
        assertReused(ada.refusal(with(message.message(), room.commit(CommitRequest.of()))));
        room.discard();
        OpenRoom opening = TestRoom.prepare(ada, policy -> policy, List.of()).request();
        assertReused(ada.refusal(new OpenRoom(
                opening.room(), message.message(), opening.groupInfo(), opening.tree(), opening.welcomes())));
        // Nothing of it was done, and the room goes on.
        assertEquals(
                Optional.of(FailureCode.NOT_A_MEMBER),
                ada.refusal(new chat.paloma.core.wire.RoomRequests.GetRoom(opening.room(), Optional.empty())));
        room.perform(CommitRequest.of());
        bobs.catchUp();
        assertEquals(room.epoch(), bobs.epoch());
    }

    private static void assertReused(Optional<FailureCode> refusal) {
        assertEquals(Optional.of(FailureCode.MESSAGE_NUMBER_REUSED), refusal);
    }

    @Test
    void takesNumbersOutOfOrderAndWithGapsWhereItRemembersThem() throws Exception {
        TestDevice eve = nodes.register("eve");
        TestRoom hers = TestRoom.open(eve).getFirst();
        long base = eve.nextMessage();
        Append late = with(base, hers.message("late"));
        Append early = with(base + 1000, hers.message("early"));
        Appended first = eve.ask(early);
        assertEquals(first.position().sequence() + 1, eve.ask(late).position().sequence());
        assertEquals(first, eve.ask(early));
        assertEquals(Optional.empty(), eve.refusal(with(base + 1024 + 1, hers.message("far"))));
        for (long old : new long[] {base, 1}) {
            assertEquals(
                    Optional.of(FailureCode.MESSAGE_NUMBER_TOO_OLD),
                    eve.refusal(with(old, hers.message("too late"))),
                    "number " + old);
            assertEquals(
                    Optional.of(FailureCode.MESSAGE_NUMBER_TOO_OLD),
                    eve.refusal(with(old, hers.commit(CommitRequest.of()))),
                    "a commit of number " + old);
            hers.discard();
        }
        assertEquals(Optional.of(FailureCode.MALFORMED_REQUEST), eve.refusal(with(0, hers.message("number nothing"))));
        assertEquals(Optional.of(FailureCode.MALFORMED_REQUEST), eve.refusal(with(0, hers.commit(CommitRequest.of()))));
        eve.close();
        assertEquals(base + 1026, eve.connect(nodes.node).welcomed().nextMessage());
    }

    @Test
    void doesNotUseTheNumberOfWhatItRefused() throws Exception {
        Append message = room.message("for an epoch that ends");
        bobs.proposal(new Proposal.Remove(bobs.leafOf(bob.address())));
        room.perform(CommitRequest.of());
        assertEquals(Optional.of(FailureCode.STALE_EPOCH), ada.refusal(message));
        ada.ask(with(message.message(), room.message("the same anew")));
        assertThrows(RefusedException.class, () -> ada.ask(message));
    }
}
