package chat.paloma.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.AdministratorLink;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.EngineView.DeliveryState;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.Standing;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceEntry;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.DeviceList;
import chat.paloma.core.identity.SignedDeviceList;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordHeader;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.wire.AccountRequests;
import chat.paloma.core.wire.AccountRequests.Found;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.LaneRequests;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import chat.paloma.node.Node;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client does when the node lies to it: it says so, shows nothing that is false, and loses nothing. */
@Timeout(180)
class MaliciousNodeTest {
    private static final List<String> ALL = List.of("hello", "one", "two", "three");
    private static final JdkCrypto CRYPTO = new JdkCrypto();

    @TempDir
    private Path folder;

    private TamperingNode proxy;
    private Node node;
    private Person alice;
    private Person bob;
    private RoomId room;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    MaliciousNodeTest() {}

    @BeforeEach
    void begin() throws Exception {
        proxy = new TamperingNode();
        SettingValues values = new SettingValues();
        values.setFromOption(Settings.DATA, folder.resolve("node").toString());
        values.setFromOption(Settings.PORT, "0");
        values.setFromOption(Settings.BIND, "127.0.0.1");
        values.setFromOption(Settings.PUBLIC_ADDRESS, proxy.origin());
        node = Node.start(NodeConfiguration.of(values), List.of(new Chat(false, false)));
        proxy.standsBefore(node.port());
        alice = Person.register("alice", folder.resolve("alice"), AdministratorLink.of(node));
        bob = Person.register("bob", folder.resolve("bob"), alice.invite());
        room = alice.direct(bob);
        alice.write(room, "hello");
        bob.accept(alice);
        bob.awaitTexts(room, List.of("hello"));
        alice.awaitTexts(room, List.of("hello"));
    }

    @AfterEach
    void end() throws Exception {
        proxy.close();
        alice.close();
        bob.close();
        node.stop();
    }

    /** Alice writes while Bob is away. */
    private void writeWhileBobIsAway() throws Exception {
        bob.goOffline();
        for (String text : ALL.subList(1, ALL.size())) {
            alice.send(room, text);
        }
    }

    /** Changes ranges of rooms that have all three messages, so that there is something to change. */
    private static TamperingNode.Tampering ranges(UnaryOperator<Range> change) {
        return new TamperingNode.Tampering() {
            @Override
            public List<Frame> toClient(Frame frame, int request) throws Exception {
                if (request == LaneRequests.READ_RANGE.number() && frame instanceof Frame.Answered answered) {
                    Range range = LaneRequests.READ_RANGE
                            .answer()
                            .decodeAll(answered.body().toByteArray());
                    if (range.records().size() >= ALL.size() - 1) {
                        return List.of(new Frame.Answered(
                                answered.id(),
                                ByteString.adopt(change.apply(range).encoded())));
                    }
                }
                return List.of(frame);
            }
        };
    }

    private static UnaryOperator<Range> records(UnaryOperator<List<LaneRecord>> change) {
        return range ->
                new Range(range.before(), change.apply(new ArrayList<>(range.records())), range.after(), range.end());
    }

    private void refusedThenHonest(UnaryOperator<Range> change) throws Exception {
        writeWhileBobIsAway();
        proxy.tamper(ranges(change));
        bob.client().goOnline();
        bob.await(view -> !deceptions().isEmpty());
        String why = deceptions().getFirst();
        assertTrue(why.contains("the server shows another history than before: "), why);
        assertEquals(List.of("hello"), bob.texts(room));
        OperationId waiting = bob.write(room, "to whom?");
        assertEquals(DeliveryState.QUEUED, bob.client().look(view -> view.delivery(room, waiting)));
        assertEquals(
                Optional.of(ProblemCode.SERVER_DECEIVES),
                bob.client()
                        .look(view -> view.room(room).orElseThrow().obstacle())
                        .map(Problem::code));
        bob.goOffline();
        proxy.beHonest();
        bob.goOnline();
        List<String> all = new ArrayList<>(ALL);
        all.add("to whom?");
        bob.awaitTexts(room, all);
        alice.awaitTexts(room, all);
    }

    private List<String> deceptions() {
        return bob.notices().stream()
                .filter(line -> line.startsWith("SERVER_DECEIVES"))
                .toList();
    }

    @Test
    void aDroppedRecordIsRefused() throws Exception {
        refusedThenHonest(records(list -> {
            list.remove(1);
            return list;
        }));
    }

    @Test
    void reorderedRecordsAreRefused() throws Exception {
        refusedThenHonest(records(List::reversed));
    }

    @Test
    void aRepeatedRecordIsRefused() throws Exception {
        refusedThenHonest(records(list -> {
            list.add(1, list.getFirst());
            return list;
        }));
    }

    @Test
    void aRewrittenRecordIsRefused() throws Exception {
        refusedThenHonest(records(list -> {
            list.set(1, new LaneRecord(list.get(1).header(), list.getFirst().envelope()));
            return list;
        }));
    }

    /** What is dropped or repeated on the way as events is noticed, and fetched or passed over. */
    @Test
    void eventsThatAreDroppedOrRepeatedLoseNothing() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        proxy.tamper(new TamperingNode.Tampering() {
            @Override
            public List<Frame> toClient(Frame frame, int request) throws Exception {
                if (frame instanceof Frame.Happened happened
                        && Event.of(happened).orElseThrow() instanceof Event.Delivered delivered
                        && delivered.lane() instanceof LaneId.Room) {
                    return switch (seen.getAndIncrement() % 3) {
                        case 0 -> List.of();
                        case 1 -> List.of(frame, frame);
                        default -> List.of(frame, new Event.FellBehind(delivered.lane()).frame());
                    };
                }
                return List.of(frame);
            }
        });
        List<String> all = new ArrayList<>(List.of("hello"));
        for (int i = 0; i < 6; i++) {
            alice.send(room, "message " + i);
            all.add("message " + i);
        }
        // The last event may be one that was dropped: what comes next shows that it is missing.
        proxy.beHonest();
        alice.send(room, "honest again");
        all.add("honest again");
        bob.awaitTexts(room, all);
        alice.awaitTexts(room, all);
        assertTrue(seen.get() >= 6, seen.toString());
    }

    /** The node can chain garbage as the next commit. The room is kept in front of it, and goes on when it stops lying. */
    @Test
    void aRoomThatCannotBeFollowedIsKept() throws Exception {
        writeWhileBobIsAway();
        proxy.tamper(ranges(MaliciousNodeTest::withForgedCommit));
        bob.client().goOnline();
        bob.await(view -> view.room(room).orElseThrow().standing() == Standing.STUCK);
        String why = bob.client().look(view -> view.room(room).orElseThrow().why());
        assertTrue(why.contains("a commit can't be processed"), why);
        assertEquals(List.of("hello"), bob.texts(room));
        assertTrue(
                bob.notices().stream().anyMatch(line -> line.startsWith("ROOM_STUCK")),
                bob.notices().toString());
        OperationId waiting = bob.write(room, "here again");
        assertEquals(DeliveryState.QUEUED, bob.client().look(view -> view.delivery(room, waiting)));
        bob.goOffline();
        proxy.beHonest();
        bob.goOnline();
        bob.await(view -> view.delivery(room, waiting) != DeliveryState.QUEUED);
        alice.await(view -> Person.texts(view, room).contains("here again"));
        // What lay behind the garbage can't be read with the keys of now: each is a line with its cause, and asked for.
        assertTrue(
                bob.notices().stream()
                        .anyMatch(line -> line.startsWith("UNREADABLE") && line.contains("could not follow the room")),
                bob.notices().toString());
        bob.await(view -> Person.texts(view, room).containsAll(alice()));
        bob.await(view -> view.unreadables().of(room).isEmpty());
    }

    /** What alice has in the room. */
    private List<String> alice() {
        try {
            return alice.texts(room);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Range withForgedCommit(Range range) {
        RecordHeader next = range.records().getFirst().header();
        Envelope envelope = new Envelope(ByteString.adopt("garbage".getBytes(StandardCharsets.UTF_8)));
        RecordHeader header = new RecordHeader(
                next.sequence(), next.acceptTime(), RecordKind.COMMIT, next.epoch(), envelope.hash(CRYPTO));
        LaneHead head = range.before().after(CRYPTO, header);
        Position after = new Position(range.after().incarnation(), next.sequence(), head);
        return new Range(range.before(), List.of(new LaneRecord(header, Optional.of(envelope))), after, after);
    }

    @Test
    void anAccountOfSomebodyElseIsRefused() throws Exception {
        AccountRecord own =
                alice.client().look(view -> view.identity().orElseThrow().record());
        proxy.tamper(accounts(ignored -> own));
        Problem problem = alice.refused(new Command.LookUp(bob.handle));
        assertTrue(
                List.of(ProblemCode.IDENTITY_CHANGED, ProblemCode.SERVER_DECEIVES)
                        .contains(problem.code()),
                problem.toString());
        nothingIsSentThatTheServerCouldRead();
    }

    @Test
    void aDeviceThatTheAccountDidNotAddIsRefused() throws Exception {
        proxy.tamper(accounts(MaliciousNodeTest::withAnotherDevice));
        Problem problem = alice.refused(new Command.LookUp(bob.handle));
        assertEquals(ProblemCode.SERVER_DECEIVES, problem.code());
        assertTrue(problem.toString().contains("an account for 'bob': "), problem.toString());
        nothingIsSentThatTheServerCouldRead();
    }

    /** What was known of Bob before still holds, and nobody else is in the room. */
    private void nothingIsSentThatTheServerCouldRead() throws Exception {
        proxy.beHonest();
        alice.send(room, "to Bob alone");
        bob.awaitTexts(room, List.of("hello", "to Bob alone"));
        assertEquals(
                Set.of(alice.account(), bob.account()),
                alice.client()
                        .look(view -> view.room(room).orElseThrow().roster().orElseThrow())
                        .accounts()
                        .keySet());
    }

    private static TamperingNode.Tampering accounts(UnaryOperator<AccountRecord> change) {
        return new TamperingNode.Tampering() {
            @Override
            public List<Frame> toClient(Frame frame, int request) throws Exception {
                if ((request == AccountRequests.LOOK_UP.number() || request == AccountRequests.GET_ACCOUNT.number())
                        && frame instanceof Frame.Answered answered) {
                    Found found = AccountRequests.LOOK_UP
                            .answer()
                            .decodeAll(answered.body().toByteArray());
                    Found other = new Found(found.handle(), change.apply(found.account()));
                    return List.of(new Frame.Answered(answered.id(), ByteString.adopt(other.encoded())));
                }
                return List.of(frame);
            }
        };
    }

    private static AccountRecord withAnotherDevice(AccountRecord record) {
        DeviceList list = record.list().content();
        DeviceEntry first = list.devices().getFirst();
        List<DeviceEntry> devices = new ArrayList<>(list.devices());
        devices.add(new DeviceEntry(DeviceId.random(new SystemRandom()), first.addedAt(), first.keys()));
        devices.sort((a, b) -> a.device().compareTo(b.device()));
        return new AccountRecord(
                record.certificate(),
                new SignedDeviceList(
                        new DeviceList(
                                list.account(), list.listKeyGeneration(), list.version(), list.previous(), devices),
                        record.list().signature()));
    }

    /** Bob's commit ends the epoch after Alice encrypted and before the node sees it: refused, encrypted anew, once. */
    @Test
    void aMessageOfAnOldEpochIsEncryptedAnewAndDeliveredOnce() throws Exception {
        AtomicBoolean committed = new AtomicBoolean();
        AtomicInteger stale = new AtomicInteger();
        List<LaneRequests.Append> appends = new CopyOnWriteArrayList<>();
        RoomId shared = room;
        proxy.tamper(new TamperingNode.Tampering() {
            @Override
            public void toNode(Frame.Asked frame) throws Exception {
                if (frame.type() == LaneRequests.APPEND.number()) {
                    appends.add(
                            LaneRequests.APPEND.request().decodeAll(frame.body().toByteArray()));
                    if (committed.compareAndSet(false, true)) {
                        bob.perform(new Command.SetWhoMayAdd(shared, WhoMayAdd.MEMBERS));
                    }
                }
            }

            @Override
            public List<Frame> toClient(Frame frame, int request) {
                if (frame instanceof Frame.Refused refused && refused.failure().is(FailureCode.STALE_EPOCH)) {
                    stale.incrementAndGet();
                }
                return List.of(frame);
            }
        });
        alice.send(room, "still there");
        bob.awaitTexts(room, List.of("hello", "still there"));
        assertTrue(stale.get() >= 1);
        // The same message number, in the old epoch and then in the new one.
        List<LaneRequests.Append> same = appends.stream()
                .filter(each -> each.message() == appends.getFirst().message())
                .toList();
        assertTrue(same.getLast().epoch().epoch() > same.getFirst().epoch().epoch());
        assertNotEquals(same.get(0).envelope(), same.get(1).envelope());
        bob.goOffline();
        bob.goOnline();
        assertEquals(List.of("hello", "still there"), bob.texts(room));
        alice.awaitTexts(room, List.of("hello", "still there"));
    }

    /** Somebody is told that they leave once the node has it; until then it is proposed on each connection. */
    @Test
    void whoLeavesIsOutThoughTheConnectionEndsBeforeTheNodeHearsOfIt() throws Exception {
        RoomId team = ((Outcome.Room)
                        alice.perform(new Command.CreateRoom("team", List.of(bob.account()), WhoMayAdd.ADMINISTRATORS)))
                .room();
        bob.await(view -> view.entry(team).filter(RoomEntry::isActive).isPresent());
        AtomicInteger proposals = new AtomicInteger();
        proxy.tamper(new TamperingNode.Tampering() {
            @Override
            public void toNode(Frame.Asked frame) throws Exception {
                boolean proposes = frame.type() == LaneRequests.APPEND.number()
                        && LaneRequests.APPEND
                                .request()
                                .decodeAll(frame.body().toByteArray())
                                .kind()
                                .equals(RecordKind.PROPOSAL);
                if (proposes && proposals.incrementAndGet() == 1) {
                    throw new IOException("the connection ends");
                }
            }
        });
        bob.perform(new Command.Leave(team));
        assertEquals(2, proposals.get());
        bob.await(view -> view.entry(team).filter(RoomEntry::isActive).isEmpty());
        alice.await(view ->
                view.room(team).orElseThrow().roster().orElseThrow().accounts().size() == 1);
    }
}
