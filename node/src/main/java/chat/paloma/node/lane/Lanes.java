package chat.paloma.node.lane;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordHeader;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.core.wire.WireLimits;
import chat.paloma.node.bus.Committed;
import chat.paloma.node.bus.LaneBus;
import chat.paloma.node.bus.Numbered;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.StoreException;
import chat.paloma.node.store.StoreException.Reason;
import chat.paloma.node.store.Transaction;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * The lanes of a node.
 *
 * <p>What is appended in a transaction is published behind its commit, in the same order, to whoever listens.
 */
public final class Lanes {
    private final Database database;
    private final CryptoProvider crypto;
    private final ServerId server;
    private final InstantSource clock;
    private final LaneBus bus;
    private final LaneTable table;

    public Lanes(Database database, CryptoProvider crypto, ServerId server, InstantSource clock, LaneBus bus) {
        this.database = database;
        this.crypto = crypto;
        this.server = server;
        this.clock = clock;
        this.bus = bus;
        this.table = new LaneTable(crypto, server);
    }

    /** Lets every lane go over to its next incarnation, in a transaction of the caller. */
    public static void beginIncarnation(Handle handle, CryptoProvider crypto, ServerId server) {
        LaneTable.beginIncarnation(handle, crypto, server);
    }

    /** Makes a lane that does not exist. */
    public void create(Transaction transaction, LaneId lane, RoomEpoch epoch) {
        table.create(transaction, lane, epoch);
    }

    /**
     * Makes a lane that existed before the node was restored from a backup: it was put back to nothing, and is in the
     * node's incarnation, so that what devices know of it is not mistaken for what comes now.
     */
    public void createAgain(Transaction transaction, LaneId lane, RoomEpoch epoch) {
        table.createAgain(transaction, lane, epoch);
    }

    /** Whether the lane exists. */
    public boolean exists(Transaction transaction, LaneId lane) {
        return table.find(transaction, lane).isPresent();
    }

    /** The key of a lane in the database, for tables that refer to it. */
    public long key(Transaction transaction, LaneId lane) {
        return state(transaction, lane).key();
    }

    private LaneState state(Transaction transaction, LaneId lane) {
        return table.find(transaction, lane).orElseThrow(() -> new Refusal(FailureCode.NOT_FOUND, "no such lane"));
    }

    /** The epoch that messages of a room must be of now. */
    public RoomEpoch epoch(Transaction transaction, LaneId lane) {
        return state(transaction, lane).epoch();
    }

    /** From now on messages must be of this epoch. */
    public void setEpoch(Transaction transaction, LaneId lane, RoomEpoch epoch) {
        table.setEpoch(transaction, state(transaction, lane), epoch);
    }

    /** Appends, whatever the epoch. */
    public Committed append(Transaction transaction, LaneId lane, Entry entry) {
        Numbered appended = table.append(transaction, state(transaction, lane), entry, clock.millis());
        bus.prepare(transaction, appended);
        transaction.afterCommit(() -> bus.publish(appended));
        return appended.committed();
    }

    /**
     * Lets a device's message be appended once, however often it comes: a repeat is answered with its first place.
     *
     * @param append what is done the first time
     * @throws Refusal when another envelope had this number, or the number is too old
     */
    public Committed appendOnce(
            Transaction transaction, MessageNumber number, LaneId lane, Envelope envelope, Supplier<Committed> append) {
        return findRepeat(transaction, number, lane, envelope).orElseGet(() -> {
            Committed committed = append.get();
            MessageWindow.add(
                    transaction,
                    number,
                    new MessageWindow.Place(
                            key(transaction, committed.lane()),
                            committed.position().sequence()));
            return committed;
        });
    }

    /**
     * Where a message of a device was appended before, if it was.
     *
     * @throws Refusal when another envelope had this number, or the number is too old
     */
    public Optional<Committed> findRepeat(
            Transaction transaction, MessageNumber number, LaneId lane, Envelope envelope) {
        return MessageWindow.find(transaction, number).map(place -> {
            long message = number.number();
            LaneState state = table.find(transaction, lane)
                    .filter(known -> known.key() == place.laneKey())
                    .orElseThrow(() -> new Refusal(
                            FailureCode.MESSAGE_NUMBER_REUSED, "number " + message + " went to another lane"));
            LaneTable.Stored stored = table.range(transaction.handle(), state.key(), place.sequence() - 1, 1, 0)
                    .getFirst();
            if (!stored.record().header().envelopeHash().equals(envelope.hash(crypto))) {
                throw new Refusal(FailureCode.MESSAGE_NUMBER_REUSED, "number " + message + " was another message");
            }
            Position position = new Position(
                    incarnationOf(transaction.handle(), state.key(), place.sequence()),
                    place.sequence(),
                    stored.head());
            return new Committed(lane, stored.record(), position);
        });
    }

    private int incarnationOf(Handle handle, long key, long sequence) {
        return table.starts(handle, key).stream()
                .filter(start -> start.sequence() < sequence)
                .mapToInt(LaneStart::incarnation)
                .max()
                .orElse(1);
    }

    /** Deletes the envelopes up to a sequence. */
    public void deleteEnvelopes(Transaction transaction, LaneId lane, long upTo) {
        transaction
                .handle()
                .createUpdate("UPDATE record SET envelope = NULL"
                        + " WHERE lane_id = :lane AND sequence <= :upTo AND envelope IS NOT NULL")
                .bind("lane", key(transaction, lane))
                .bind("upTo", upTo)
                .execute();
    }

    /** The lowest message number above all that a device has used. */
    public long nextMessage(Handle handle, long device) {
        return MessageWindow.next(handle, device);
    }

    /** Where a lane ends; empty when there is none. */
    public Optional<Position> end(LaneId lane) {
        return database.read(handle -> table.find(handle, lane).map(LaneState::position));
    }

    /** The same within a transaction of the caller. */
    public Optional<Position> end(Handle handle, LaneId lane) {
        return table.find(handle, lane).map(LaneState::position);
    }

    /** Whether the lane had this head at this sequence: in any incarnation. */
    public boolean had(Handle handle, LaneId lane, Position position) {
        return table.find(handle, lane)
                .map(state -> hasHead(handle, state.key(), position))
                .orElse(false);
    }

    private boolean hasHead(Handle handle, long key, Position position) {
        if (table.headAt(handle, key, position.sequence())
                .filter(position.head()::equals)
                .isPresent()) {
            return true;
        }
        return table.starts(handle, key).stream()
                .anyMatch(start -> start.sequence() == position.sequence()
                        && (LaneHead.of(crypto, start).equals(position.head())
                                || start.head().equals(position.head())));
    }

    /** How the lane's incarnations began. */
    public List<LaneStart> starts(LaneId lane) {
        return database.read(handle -> table.find(handle, lane)
                .map(state -> table.starts(handle, state.key()))
                .orElseThrow(() -> new Refusal(FailureCode.NOT_FOUND, "no such lane")));
    }

    /**
     * Reads records behind a sequence. What the store returns is checked against what was chained.
     *
     * @throws Refusal when the lane does not reach there, or the store returned something else than was written
     */
    public Range range(LaneId lane, long after, int maxRecords, int maxBytes) {
        return range(lane, after, Long.MAX_VALUE, maxRecords, maxBytes);
    }

    /** The same, as if the lane ended with the record {@code upTo}. */
    public Range range(LaneId lane, long after, long upTo, int maxRecords, int maxBytes) {
        return database.read(handle -> {
            LaneState state =
                    table.find(handle, lane).orElseThrow(() -> new Refusal(FailureCode.NOT_FOUND, "no such lane"));
            Position last =
                    upTo < state.position().sequence() ? positionAt(handle, state.key(), upTo) : state.position();
            if (after > last.sequence()) {
                throw new Refusal(FailureCode.POSITION_UNKNOWN, "the lane ends at " + last.sequence());
            }
            Span span = Span.behind(table.starts(handle, state.key()), after);
            LaneHead before = after == span.start().sequence()
                    ? LaneHead.of(crypto, span.start())
                    : table.headAt(handle, state.key(), after).orElseThrow(() -> damaged(after));
            List<LaneTable.Stored> stored = table.range(
                    handle,
                    state.key(),
                    after,
                    (int) Math.min(
                            Math.clamp(maxRecords, 1, WireLimits.MAX_RANGE_RECORDS),
                            Math.min(span.end(), last.sequence()) - after),
                    Math.clamp(maxBytes, 0, WireLimits.MAX_RANGE_BYTES));
            if (stored.isEmpty() && after < last.sequence()) {
                throw damaged(after + 1);
            }
            LaneHead head = verify(after, before, stored);
            return new Range(
                    before,
                    stored.stream().map(LaneTable.Stored::record).toList(),
                    new Position(span.start().incarnation(), after + stored.size(), head),
                    last);
        });
    }

    private Position positionAt(Handle handle, long key, long sequence) {
        LaneHead head = table.headAt(handle, key, sequence).orElseThrow(() -> damaged(sequence));
        return new Position(incarnationOf(handle, key, sequence), sequence, head);
    }

    /**
     * The part of a lane that one incarnation wrote. A range never reaches over its end, because the chain begins anew.
     *
     * @param end the sequence of its last record, or more when it is the newest
     */
    private record Span(LaneStart start, long end) {
        static Span behind(List<LaneStart> starts, long sequence) {
            LaneStart start = starts.stream()
                    .filter(each -> each.sequence() <= sequence)
                    .reduce((former, later) -> later)
                    .orElseThrow(() -> new StoreException(Reason.DAMAGED, "a lane without a start"));
            long end = starts.stream()
                    .mapToLong(LaneStart::sequence)
                    .filter(each -> each > sequence)
                    .min()
                    .orElse(Long.MAX_VALUE);
            return new Span(start, end);
        }
    }

    private LaneHead verify(long after, LaneHead before, List<LaneTable.Stored> stored) {
        LaneHead head = before;
        long sequence = after;
        for (LaneTable.Stored each : stored) {
            RecordHeader header = each.record().header();
            sequence++;
            head = head.after(crypto, header);
            if (header.sequence() != sequence || !head.equals(each.head()) || !each.hasItsEnvelope(crypto)) {
                throw damaged(sequence);
            }
        }
        return head;
    }

    private static Refusal damaged(long sequence) {
        return new Refusal(FailureCode.RECORD_DAMAGED, "record " + sequence);
    }

    public ServerId server() {
        return server;
    }
}
