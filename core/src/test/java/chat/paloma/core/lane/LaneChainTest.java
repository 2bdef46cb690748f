package chat.paloma.core.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.lane.LaneException.Reason;
import chat.paloma.core.membership.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaneChainTest {
    private static final CryptoProvider CRYPTO = new BouncyCastleCrypto();
    private static final ServerId SERVER = new ServerId(repeat("5e", 32));
    private static final LaneId LANE = new LaneId.Room(new RoomId(repeat("55", 32)), RegionId.ONLY);
    private static final LaneStart START = LaneStart.first(SERVER, LANE);

    private static ByteString repeat(String hex, int times) {
        return ByteString.fromHex(hex.repeat(times));
    }

    private static LaneRecord record(long sequence, long time, String text) {
        Envelope envelope = new Envelope(ByteString.utf8(text));
        return new LaneRecord(
                new RecordHeader(sequence, time, RecordKind.APPLICATION, new RoomEpoch(0, 3), envelope.hash(CRYPTO)),
                Optional.of(envelope));
    }

    private static List<LaneRecord> records() {
        return List.of(record(1, 10, "one"), record(2, 10, "two"), record(3, 12, "three"));
    }

    private static void assertRefused(Reason reason, List<LaneRecord> records) {
        LaneHead head = follow(records()).position().head();
        LaneException refusal = assertThrows(
                LaneException.class, () -> LaneChain.from(CRYPTO, START).follow(CRYPTO, records, head));
        assertEquals(reason, refusal.reason());
    }

    private static LaneChain follow(List<LaneRecord> records) {
        LaneChain chain = LaneChain.from(CRYPTO, START);
        try {
            for (LaneRecord record : records) {
                chain = chain.follow(CRYPTO, record);
            }
            return chain;
        } catch (LaneException e) {
            throw new AssertionError(e);
        }
    }

    /** The chained bytes, written out from docs/protocol.md. */
    @Test
    void theBytesThatAreChainedStay() throws LaneException {
        ByteString start = ByteString.fromHex(
                "5e".repeat(32) + "01" + "55".repeat(32) + "0001" + "00000001" + "0000000000000000" + "00".repeat(32));
        ByteString first = hash("Paloma 1.0 lane start", start);
        assertEquals(first, LaneChain.from(CRYPTO, START).position().head().bytes());

        ByteString envelope = hash("Paloma 1.0 envelope", ByteString.utf8("one"));
        ByteString header = ByteString.fromHex(
                "0000000000000001" + "000000000000000a" + "0001" + "00000000" + "0000000000000003" + envelope.toHex());
        ByteString second = hash("Paloma 1.0 lane record", ByteString.fromHex(first.toHex() + header.toHex()));
        assertEquals(
                second,
                LaneChain.from(CRYPTO, START)
                        .follow(CRYPTO, record(1, 10, "one"))
                        .position()
                        .head()
                        .bytes());
    }

    private static ByteString hash(String label, ByteString content) {
        byte[] input = new TlsWriter()
                .writeOpaque(ByteString.utf8(label).toByteArray())
                .writeBytes(content.toByteArray())
                .toByteArray();
        return ByteString.adopt(CRYPTO.hash(HashAlgorithm.SHA_256, input));
    }

    @Test
    void anHonestLaneIsFollowed() throws LaneException {
        LaneHead head = follow(records()).position().head();
        LaneChain chain = LaneChain.from(CRYPTO, START).follow(CRYPTO, records(), head);
        assertEquals(3, chain.position().sequence());
        assertEquals(12, chain.lastTime());
    }

    @Test
    void retentionLeavesTheChainVerifiable() throws LaneException {
        List<LaneRecord> kept = new ArrayList<>(records());
        kept.set(1, new LaneRecord(kept.get(1).header(), Optional.empty()));
        LaneHead head = follow(records()).position().head();
        LaneChain.from(CRYPTO, START).follow(CRYPTO, kept, head);
    }

    @Test
    void aRecordThatIsLeftOutIsNoticed() {
        assertRefused(
                Reason.SEQUENCE_NOT_NEXT, List.of(records().get(0), records().get(2)));
    }

    @Test
    void aRecordThatComesTwiceIsNoticed() {
        assertRefused(
                Reason.SEQUENCE_NOT_NEXT, List.of(records().get(0), records().get(0)));
    }

    @Test
    void recordsInAnotherOrderAreNoticed() {
        LaneRecord one = record(1, 10, "two");
        LaneRecord two = record(2, 10, "one");
        assertRefused(Reason.HEAD_DIFFERS, List.of(one, two, records().get(2)));
    }

    @Test
    void aTimeThatGoesBackIsNoticed() {
        assertRefused(Reason.TIME_GOES_BACK, List.of(records().get(0), record(2, 9, "two")));
    }

    @Test
    void anEnvelopeThatWasChangedIsNoticed() {
        LaneRecord changed =
                new LaneRecord(records().get(0).header(), Optional.of(new Envelope(ByteString.utf8("other"))));
        assertRefused(Reason.ENVELOPE_CHANGED, List.of(changed));
    }

    @Test
    void aRewrittenHistoryIsNoticed() {
        assertRefused(
                Reason.HEAD_DIFFERS,
                List.of(record(1, 10, "rewritten"), records().get(1), records().get(2)));
    }

    @Test
    void theLastRecordsCannotBeWithheldSilently() {
        assertRefused(Reason.HEAD_DIFFERS, records().subList(0, 2));
    }

    @Test
    void anIncarnationGoesOnWhereTheFormerEnded() throws LaneException {
        LaneChain chain = follow(records());
        LaneChain next = chain.begin(CRYPTO, START.next(chain.position()));
        assertEquals(2, next.position().incarnation());
        assertEquals(3, next.position().sequence());
        next.follow(CRYPTO, record(4, 12, "four"));
    }

    @Test
    void anIncarnationThatForgetsRecordsIsNoticed() {
        LaneChain chain = follow(records());
        LaneStart earlier = START.next(follow(records().subList(0, 2)).position());
        LaneException refusal = assertThrows(LaneException.class, () -> chain.begin(CRYPTO, earlier));
        assertEquals(Reason.START_DIFFERS, refusal.reason());
    }

    @Test
    void anIncarnationOfAnotherHistoryIsNoticed() {
        LaneChain chain = follow(records());
        LaneChain other = follow(List.of(record(1, 1, "a"), record(2, 2, "b"), record(3, 3, "c")));
        LaneException refusal =
                assertThrows(LaneException.class, () -> chain.begin(CRYPTO, START.next(other.position())));
        assertEquals(Reason.START_DIFFERS, refusal.reason());
    }
}
