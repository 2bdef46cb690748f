package chat.paloma.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.client.ClientException;
import chat.paloma.client.Messenger;
import chat.paloma.client.store.StoredRoom;
import chat.paloma.core.codec.ByteString;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client does when the node lies to it: it says so, shows nothing that is false, and loses nothing. */
@Timeout(120)
class MaliciousNodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> ALL = List.of("one", "two", "three");
    private static final JdkCrypto CRYPTO = new JdkCrypto();

    @TempDir
    private Path folder;

    private TamperingNode proxy;
    private Node node;
    private Person alice;
    private Person bob;

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
        alice = Person.register("alice", folder.resolve("alice"), administratorLink());
        try (Messenger hers = alice.connect()) {
            bob = Person.register(
                    "bob",
                    folder.resolve("bob"),
                    hers.invite(Duration.ofDays(1)).link());
            assertThrows(ClientException.class, () -> hers.send(bob.handle, "hello", Duration.ZERO));
            try (Messenger his = bob.connect()) {
                his.acceptInvitations();
            }
            hers.send(bob.handle, "hello", PATIENCE);
        }
    }

    private String administratorLink() {
        return node.notices().stream()
                .filter(line -> line.contains("#join="))
                .findFirst()
                .orElseThrow()
                .strip();
    }

    @AfterEach
    void end() throws Exception {
        proxy.close();
        alice.close();
        bob.close();
        node.stop();
    }

    /** Bob joins and reads what is there; then Alice writes while he is away. */
    private void writeWhileBobIsAway() throws Exception {
        try (Messenger his = bob.connect()) {
            his.listen(true, 10);
        }
        assertEquals(List.of("hello"), bob.texts());
        bob.messages.clear();
        try (Messenger hers = alice.connect()) {
            for (String text : ALL) {
                hers.send(bob.handle, text, PATIENCE);
            }
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
                    if (range.records().size() >= ALL.size()) {
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
        ClientException refused =
                assertThrows(ClientException.class, () -> bob.connect().close());
        String why = String.valueOf(refused.getMessage());
        assertTrue(why.startsWith("the server shows another history than before: "), why);
        assertTrue(why.endsWith("; nothing of it was taken in"), why);
        assertEquals(List.of(), bob.texts());
        proxy.beHonest();
        try (Messenger his = bob.connect()) {
            his.listen(true, 10);
        }
        assertEquals(ALL, bob.texts());
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
        writeWhileBobIsAway();
        try (Messenger his = bob.connect()) {
            his.listen(true, 10);
            bob.messages.clear();
            AtomicInteger seen = new AtomicInteger();
            proxy.tamper(new TamperingNode.Tampering() {
                @Override
                public List<Frame> toClient(Frame frame, int request) throws Exception {
                    if (frame instanceof Frame.Happened happened
                            && Event.of(happened).orElseThrow() instanceof Event.Delivered delivered
                            && delivered.lane() instanceof LaneId.Room) {
                        return switch (seen.getAndIncrement()) {
                            case 0 -> List.of();
                            case 1 -> List.of(frame, frame);
                            default -> List.of(frame, new Event.FellBehind(delivered.lane()).frame());
                        };
                    }
                    return List.of(frame);
                }
            });
            try (Messenger hers = alice.connect()) {
                for (String text : ALL) {
                    hers.send(bob.handle, text, PATIENCE);
                }
            }
            for (int i = 0; i < 40 && bob.messages.size() < ALL.size(); i++) {
                his.listen(true, 10);
            }
            his.listen(true, 10);
        }
        assertEquals(ALL, bob.texts());
    }

    /** The node can chain garbage as the next commit. The room is kept in front of it, and goes on when it stops lying. */
    @Test
    void aRoomThatCannotBeFollowedIsKept() throws Exception {
        writeWhileBobIsAway();
        proxy.tamper(ranges(MaliciousNodeTest::withForgedCommit));
        try (Messenger his = bob.connect()) {
            his.listen(true, 10);
            assertEquals(1, his.rooms().size());
            String stuck = his.rooms().getFirst().stuck().orElseThrow();
            assertTrue(stuck.contains("a commit can't be processed"), stuck);
            ClientException refused =
                    assertThrows(ClientException.class, () -> his.send(alice.handle, "anybody there?", PATIENCE));
            assertTrue(String.valueOf(refused.getMessage()).startsWith("not sent: this device can't follow the room"));
        }
        assertEquals(List.of(), bob.texts());
        assertEquals(1, bob.notices.size(), bob.notices.toString());
        assertTrue(bob.notices.getFirst().contains("nothing of it was deleted here"), bob.notices.getFirst());
        proxy.beHonest();
        try (Messenger his = bob.connect()) {
            his.listen(true, 10);
            assertEquals(Optional.empty(), his.rooms().getFirst().stuck());
            his.send(alice.handle, "here again", PATIENCE);
        }
        assertEquals(ALL, bob.texts());
        try (Messenger hers = alice.connect()) {
            hers.listen(true, 10);
        }
        assertEquals(List.of("here again"), alice.texts());
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
                alice.store.settings().identity().orElseThrow().keys().record();
        proxy.tamper(accounts(ignored -> own));
        ClientException refused = sendFromAlice();
        assertTrue(
                String.valueOf(refused.getMessage()).contains("'bob' was another account before")
                        || String.valueOf(refused.getMessage()).contains("account itself"),
                refused.getMessage());
    }

    @Test
    void aDeviceThatTheAccountDidNotAddIsRefused() throws Exception {
        proxy.tamper(accounts(MaliciousNodeTest::withAnotherDevice));
        String why = String.valueOf(sendFromAlice().getMessage());
        assertTrue(why.startsWith("the server shows an account for 'bob' that proves wrong: "), why);
    }

    private ClientException sendFromAlice() throws Exception {
        StoredRoom before;
        try (Messenger hers = alice.connect()) {
            before = alice.store.rooms().find(hers.rooms().getFirst().id()).orElseThrow();
            ClientException refused =
                    assertThrows(ClientException.class, () -> hers.send(bob.handle, "secret", PATIENCE));
            assertEquals(
                    before.chain(),
                    alice.store.rooms().find(before.id()).orElseThrow().chain());
            return refused;
        }
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
        List<LaneRequests.Append> appends = new ArrayList<>();
        proxy.tamper(new TamperingNode.Tampering() {
            @Override
            public void toNode(Frame.Asked frame) throws Exception {
                if (frame.type() == LaneRequests.APPEND.number()) {
                    appends.add(
                            LaneRequests.APPEND.request().decodeAll(frame.body().toByteArray()));
                    if (committed.compareAndSet(false, true)) {
                        // Bob joined by a Welcome, so his first act is to bring fresh keys.
                        try (Messenger his = bob.connect()) {
                            his.listen(true, 10);
                        }
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
        try (Messenger hers = alice.connect()) {
            long before = hers.rooms().getFirst().epoch();
            hers.send(bob.handle, "still there", PATIENCE);
            assertEquals(before + 1, hers.rooms().getFirst().epoch());
        }
        assertEquals(1, stale.get());
        assertEquals(2, appends.size());
        assertEquals(appends.get(0).message(), appends.get(1).message());
        assertEquals(appends.get(0).epoch().epoch() + 1, appends.get(1).epoch().epoch());
        assertTrue(!appends.get(0).envelope().equals(appends.get(1).envelope()));
        for (int i = 0; i < 3; i++) {
            try (Messenger his = bob.connect()) {
                his.listen(true, 10);
            }
        }
        assertEquals(List.of("hello", "still there"), bob.texts());
    }
}
