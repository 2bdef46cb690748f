package chat.paloma.cli.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.client.TamperingNode;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.room.RoomLog;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.RoomRequests;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was written while an account had no device any more, once it comes back with the recovery key. */
class LostDevicesTest extends AnaAndBen {
    /** Under which key a device keeps what the vault says. */
    private static final ByteString VAULT = ByteString.adopt(new byte[] {40, 1});

    private final TamperingNode slow;

    LostDevicesTest() throws IOException {
        slow = new TamperingNode();
    }

    @Override
    Optional<TamperingNode> between() {
        return Optional.of(slow);
    }

    @AfterEach
    void endSlowNode() throws IOException {
        slow.close();
    }

    private Member recover(String origin, String key) throws Exception {
        Member blank = new Member("ana");
        blank.perform(new Command.Recover(origin, blank.handle, key));
        return blank;
    }

    private List<OperationId> ids(Member member) throws Exception {
        return member.look(view -> view.conversation(room).newest(new Listing.Timeline(), 1000).stream()
                .map(RoomItem::id)
                .toList());
    }

    private static List<String> unreadable(EngineView view, RoomId where) {
        return view.log(where, 1000).stream()
                .filter(row -> row.value().kind() == RoomLog.Kind.UNREADABLE)
                .map(row -> row.value().detail())
                .toList();
    }

    @Test
    void theAuthorsSendItAgain() throws Exception {
        String origin = origin();
        ana.close();
        List<String> all = List.of("hello", "one", "two", "three");
        for (String text : all.subList(1, 4)) {
            ben.perform(Command.SendMessage.of(room, text));
        }
        ben.await(view -> view.room(room).orElseThrow().waiting() == 0);
        try (Member blank = recover(origin, ana.recoveryKey())) {
            blank.awaitTexts(room, all);
            blank.await(view -> unreadable(view, room).isEmpty());
            assertEquals(ids(ben), ids(blank));
            ben.perform(Command.SendMessage.of(room, "four"));
            blank.awaitTexts(room, List.of("hello", "one", "two", "three", "four"));
        }
    }

    /** The node's answers to commits into other rooms than the first come when they are let through. */
    private static final class SlowCommits implements TamperingNode.Tampering {
        private final Set<RoomId> rooms = new HashSet<>();
        private final Set<Integer> commits = new HashSet<>();
        private final List<Frame> held = new ArrayList<>();
        private boolean through;

        @Override
        public synchronized void toNode(Frame.Asked frame) throws DecodeException {
            if (frame.type() == RoomRequests.COMMIT.number()) {
                rooms.add(RoomRequests.COMMIT
                        .request()
                        .decodeAll(frame.body().toByteArray())
                        .room());
                if (rooms.size() > 1) {
                    commits.add(frame.id());
                }
            }
        }

        @Override
        public synchronized List<Frame> toClient(Frame frame, int request) {
            held.add(frame);
            if (!through && frame instanceof Frame.Answered answered && commits.contains(answered.id())) {
                return List.of();
            }
            List<Frame> now = through ? List.copyOf(held) : List.of(frame);
            held.removeAll(now);
            return now;
        }

        synchronized void letThrough() {
            through = true;
        }
    }

    /** As long as it is about to come in, it does not know from where on it reads by itself. */
    @Test
    void aRoomThatIsEnteredAfterTheArchiveWasReadHasItsHistory() throws Exception {
        for (String text : List.of("one", "two", "three")) {
            ben.perform(Command.SendMessage.of(room, text));
        }
        ana.awaitTexts(room, List.of("hello", "one", "two", "three"));
        awaitArchived(room);
        RoomId notes = ana.room(new Command.CreateRoom("notes", List.of(), WhoMayAdd.ADMINISTRATORS));
        ana.perform(Command.SendMessage.of(notes, "milk"));
        awaitArchived(notes);
        ana.close();
        SlowCommits commits = new SlowCommits();
        slow.tamper(commits);
        try (Member blank = new Member("ana")) {
            long recovering = blank.host().submit(new Command.Recover(slow.origin(), blank.handle, ana.recoveryKey()));
            blank.awaitEvent(event -> event instanceof EngineEvent.HistoryRestored restored && restored.complete());
            commits.letThrough();
            blank.awaitTexts(room, List.of("hello", "one", "two", "three"));
            ben.perform(Command.SendMessage.of(room, "four"));
            blank.finish(recovering);
            blank.awaitTexts(notes, List.of("milk"));
        }
    }

    @Test
    void whatNobodySendsAgainIsALineWithItsCause() throws Exception {
        String origin = origin();
        ana.close();
        ben.perform(Command.SendMessage.of(room, "one"));
        ben.await(view -> view.room(room).orElseThrow().waiting() == 0);
        ben.close();
        try (Member blank = recover(origin, ana.recoveryKey())) {
            blank.await(view -> unreadable(view, room)
                    .equals(List.of("it was sent before this device came, and none of the account's lost devices had"
                            + " archived it")));
            blank.awaitTexts(room, List.of("hello"));
            assertEquals(1, blank.look(view -> unreadable(view, room)).size());
        }
    }

    /** The archive goes on meanwhile, and the vault says what it lacks. */
    @Test
    void whatWasNotSentAgainBeforeTheDeviceWasLostTooIsAskedForByTheNext() throws Exception {
        String origin = origin();
        ana.close();
        ben.perform(Command.SendMessage.of(room, "one"));
        ben.await(view -> view.room(room).orElseThrow().waiting() == 0);
        ben.host().goOffline();
        try (Member blank = recover(origin, ana.recoveryKey())) {
            blank.await(view -> unreadable(view, room).size() == 1);
            blank.perform(Command.SendMessage.of(room, "two"));
            blank.await(view -> isArchived(view, room));
        }
        try (Member blank = recover(origin, ana.recoveryKey())) {
            blank.awaitTexts(room, List.of("hello", "two"));
            blank.await(view -> unreadable(view, room).size() == 1);
            ben.host().goOnline();
            blank.awaitTexts(room, List.of("hello", "one", "two"));
            blank.await(view -> unreadable(view, room).isEmpty());
            // Whoever comes now has it from the archive.
            blank.perform(Command.SendMessage.of(room, "three"));
            blank.await(view -> isArchived(view, room));
        }
        ben.host().goOffline();
        try (Member blank = recover(origin, ana.recoveryKey())) {
            blank.perform(Command.SendMessage.of(room, "four"));
            blank.await(view -> isArchived(view, room));
            blank.awaitTexts(room, List.of("hello", "one", "two", "three", "four"));
            assertEquals(List.of(), blank.look(view -> unreadable(view, room)));
        }
    }

    /** Its author has nothing to send any more, and says so. */
    @Test
    void whatWasDeletedMeanwhileIsNoLine() throws Exception {
        String origin = origin();
        ana.close();
        Outcome.Operation slip = (Outcome.Operation) ben.perform(Command.SendMessage.of(room, "slip"));
        ben.perform(Command.SendMessage.of(room, "kept"));
        ben.await(view -> view.room(room).orElseThrow().waiting() == 0);
        ben.perform(new Command.DeleteMessage(room, new OperationId(slip.entry().bytes())));
        ben.await(view -> view.room(room).orElseThrow().waiting() == 0);
        try (Member blank = recover(origin, ana.recoveryKey())) {
            blank.awaitTexts(room, List.of("hello", "kept"));
            blank.await(view -> unreadable(view, room).isEmpty());
        }
    }

    /** Blobs that nothing came to point to are deleted after an hour, but these are not of them. */
    @Test
    void whatTheVaultPointsToStaysThoughTheDeviceThatArchivedItDidNotHearOfIt() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        ana.storage.failOnce(key -> {
            boolean vault = key.equals(VAULT);
            if (vault) {
                failed.countDown();
            }
            return vault;
        });
        ben.perform(Command.SendMessage.of(room, "one"));
        assertTrue(failed.await(60, TimeUnit.SECONDS));
        ana.restartLater(Duration.ofHours(2));
        ana.await(view -> view.isOnline() && Member.texts(view, room).equals(List.of("hello", "one")));
        long before = ana.look(view -> view.archivedUpTo(room));
        ben.perform(Command.SendMessage.of(room, "two"));
        ana.awaitTexts(room, List.of("hello", "one", "two"));
        ana.await(view -> view.archivedUpTo(room) > before);
        String origin = origin();
        ana.close();
        ben.close();
        try (Member blank = recover(origin, ana.recoveryKey())) {
            blank.awaitTexts(room, List.of("hello", "one", "two"));
        }
    }

    /** What was written before the account came is not for it, and it asks for none of that. */
    @Test
    void whatWasWrittenBeforeTheAccountCameIsNotAskedFor() throws Exception {
        RoomId team = ben.room(new Command.CreateRoom("team", List.of(), WhoMayAdd.ADMINISTRATORS));
        ben.perform(new Command.SetHistory(team, false));
        ben.perform(Command.SendMessage.of(team, "before"));
        ben.await(view -> view.room(team).orElseThrow().waiting() == 0);
        ben.perform(new Command.AddMember(team, ana.account()));
        ana.await(view -> view.entry(team).filter(entry -> entry.isActive()).isPresent());
        ben.perform(Command.SendMessage.of(team, "welcome"));
        ana.awaitTexts(team, List.of("welcome"));
        awaitArchived(team);
        String origin = origin();
        ana.close();
        ben.perform(Command.SendMessage.of(team, "after"));
        ben.await(view -> view.room(team).orElseThrow().waiting() == 0);
        try (Member blank = recover(origin, ana.recoveryKey())) {
            blank.awaitTexts(team, List.of("welcome", "after"));
            blank.await(view -> unreadable(view, team).isEmpty());
        }
    }
}
