package chat.paloma.core.engine.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.engine.account.Registrar;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.room.Conversations.Own;
import chat.paloma.core.engine.room.RoomMessage.SentBefore;
import chat.paloma.core.engine.state.EmptyState;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.lane.EnvelopeHash;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordHeader;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.testing.SeededRandom;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.HybridTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operation that the node took as record 4, and an hour later as record 20, once more for somebody else. */
class SentAgainTest {
    private static final CryptoProvider CRYPTO = new BouncyCastleCrypto();
    private static final RoomId ROOM = new RoomId(ByteString.adopt(new byte[RoomId.LENGTH]));
    private static final long MINUTE = 60_000;
    private static final long WRITTEN = 1_800_000_000_000L;
    private static final long FIRST = WRITTEN + 8 * MINUTE;
    private static final long AGAIN = WRITTEN + 60 * MINUTE;
    /** The author's clock was late by three minutes more than it may be. */
    private static final HybridTime EFFECTIVE = HybridTime.ofMillis(FIRST - 5 * MINUTE);

    private static final SentBefore LIE = new SentBefore(List.of(4L), 0);

    private final Device author = device(1, "ana");
    private final Device reader = device(2, "ben");
    private final Conversations conversations = conversations(reader);
    private Own own;
    private SentBefore before;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    SentAgainTest() {}

    @BeforeEach
    void write() {
        Conversations authors = conversations(author);
        Position nothing = new Position(1, 0, LaneHead.NONE);
        own = authors.write(ROOM, nothing, composer -> Optional.of(Content.Message.of("hello")))
                .orElseThrow();
        Outbox outbox = new Outbox(author);
        outbox.add(ROOM, new RoomMessage.OfOperation(own.bytes()), Optional.of(own.id()));
        authors.sent(ROOM, outbox.first(ROOM, 1).getFirst().value(), header(4, FIRST));
        outbox.removeAll(ROOM);
        authors.resending().askedFor(ROOM, List.of(4L), 1, outbox);
        before = carried(outbox.first(ROOM, 1).getFirst().value()).before().orElseThrow();
    }

    private static RoomMessage.OfOperation carried(OutboxEntry entry) {
        try {
            Decoder<RoomMessage> decoder = RoomMessage::decode;
            return (RoomMessage.OfOperation) decoder.decodeAll(entry.message().toByteArray());
        } catch (DecodeException e) {
            throw new AssertionError(e);
        }
    }

    private static Device device(int seed, String handle) {
        Device device = new Device(
                EngineSettings.of("test"), CRYPTO, new SeededRandom(seed), new EngineState(new EmptyState()), WRITTEN);
        new Registrar(device).begin("https://chat.example", new Handle(handle));
        return device;
    }

    private static Conversations conversations(Device device) {
        return new Conversations(device, new RoomLog(device), new Histories(device));
    }

    private static RecordHeader header(long sequence, long acceptTime) {
        return new RecordHeader(
                sequence,
                acceptTime,
                RecordKind.APPLICATION,
                new RoomEpoch(1, 1),
                new EnvelopeHash(ByteString.adopt(new byte[EnvelopeHash.LENGTH])));
    }

    private HybridTime received(RecordHeader header, SentBefore told, long joinedAt) {
        conversations.receive(
                ROOM,
                author.address(),
                own.bytes(),
                header,
                conversations.unreadables().acceptTime(ROOM, header, told, joinedAt),
                new Attestation.Verified(ByteString.EMPTY),
                true);
        return conversations
                .view(ROOM)
                .operation(own.id())
                .flatMap(stored -> stored.effective())
                .orElseThrow();
    }

    @Test
    void whoCouldNotReadItTakesTheTimeOfTheRecord() {
        conversations.unreadables().add(ROOM, header(4, FIRST), "the key is gone", true);
        assertEquals(EFFECTIVE, received(header(20, AGAIN), before, 2));
    }

    @Test
    void whoCameBehindTheRecordTakesTheTimeThatTheAuthorTells() {
        assertEquals(EFFECTIVE, received(header(20, AGAIN), before, 9));
    }

    @Test
    void anAuthorWhoLiesMovesNothingForWhoKnowsTheRecord() {
        conversations.unreadables().add(ROOM, header(4, FIRST), "the key is gone", true);
        assertEquals(EFFECTIVE, received(header(20, AGAIN), LIE, 9));
    }

    @Test
    void anAuthorWhoLiesMovesNothingForWhoKnowsTheOperation() {
        received(header(20, AGAIN), before, 9);
        assertEquals(EFFECTIVE, received(header(21, AGAIN), LIE, 9));
    }

    @Test
    void anAuthorWhoLiesSendsNothingNewIntoThePastOfWhoWasThere() {
        HybridTime bound = HybridTime.ofMillis(AGAIN - 5 * MINUTE);
        SentBefore lie = new SentBefore(List.of(10L), 0);
        assertEquals(bound, received(header(20, AGAIN), lie, 9));
    }

    @Test
    void anAuthorWhoLiesSendsNothingIntoTheFuture() {
        HybridTime bound = HybridTime.ofMillis(AGAIN - 5 * MINUTE);
        SentBefore lie = new SentBefore(List.of(4L), AGAIN + 60 * MINUTE);
        assertEquals(bound, received(header(20, AGAIN), lie, 9));
    }
}
