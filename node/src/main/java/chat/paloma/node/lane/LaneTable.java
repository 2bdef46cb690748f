package chat.paloma.node.lane;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.EnvelopeHash;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordHeader;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.node.bus.Committed;
import chat.paloma.node.bus.Numbered;
import chat.paloma.node.store.SqlErrors;
import chat.paloma.node.store.StoreException;
import chat.paloma.node.store.StoreException.Reason;
import chat.paloma.node.store.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The tables {@code lane}, {@code lane_start} and {@code record}.
 *
 * <p>Within a transaction of the writer, a lane's row is read once, changed in memory with each append, and written
 * back once: many messages to one room cost one row each and not three.
 */
final class LaneTable {
    private static final String SELECT_LANE =
            "SELECT id, incarnation, sequence, head, accept_time, generation, epoch FROM lane WHERE lane = ?";
    private static final String UPDATE_LANE =
            "UPDATE lane SET sequence = ?, head = ?, accept_time = ?, generation = ?, epoch = ? WHERE id = ?";
    private static final String INSERT_RECORD =
            "INSERT INTO record (id, lane_id, sequence, accept_time, kind, generation, epoch, envelope_hash, head,"
                    + " envelope) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final Decoder<LaneStart> DECODE_START = LaneStart::decode;
    private static final Decoder<LaneId> DECODE_LANE = LaneId::decode;
    static final int PAGE = 1000;

    private final CryptoProvider crypto;
    private final ServerId server;

    LaneTable(CryptoProvider crypto, ServerId server) {
        this.crypto = crypto;
        this.server = server;
    }

    /** Lanes that this transaction has read or changed. */
    private static final class Open {
        final Map<LaneId, LaneState> states = new HashMap<>();
        final Map<LaneId, LaneState> changed = new HashMap<>();
    }

    private static final Object OPEN = new Object();

    private Open open(Transaction transaction) {
        return transaction.scratch(OPEN, () -> {
            Open open = new Open();
            transaction.beforeCommit(() -> transaction.forEach(UPDATE_LANE, open.changed.values(), LaneTable::bind));
            return open;
        });
    }

    /** The lane as the writes before this one left it. */
    Optional<LaneState> find(Transaction transaction, LaneId lane) {
        Open open = open(transaction);
        LaneState known = open.states.get(lane);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<LaneState> read = select(transaction, lane);
        read.ifPresent(state -> open.states.put(lane, state));
        return read;
    }

    private Optional<LaneState> select(Transaction transaction, LaneId lane) {
        try {
            PreparedStatement statement = transaction.prepared(SELECT_LANE);
            statement.setBytes(1, lane.encoded());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(readLane(row, lane)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    private static LaneState readLane(ResultSet row, LaneId lane) throws SQLException {
        Position position = new Position(row.getInt(2), row.getLong(3), readHead(row.getBytes(4)));
        return new LaneState(
                row.getLong(1), lane, position, row.getLong(5), new RoomEpoch(row.getInt(6), row.getLong(7)));
    }

    private static LaneHead readHead(byte[] bytes) {
        if (bytes == null || bytes.length != LaneHead.LENGTH) {
            throw new StoreException(Reason.DAMAGED, "a head that is none");
        }
        return new LaneHead(ByteString.adopt(bytes));
    }

    /**
     * Lets every lane go over to its next incarnation, where it ends. All at once, although some may never be written
     * to again: only so can a device see from a lane's starts that the server no longer has what it had.
     */
    static void beginIncarnation(Handle handle, CryptoProvider crypto, ServerId server) {
        long after = 0;
        List<LaneState> page;
        do {
            page = page(handle, after);
            for (LaneState state : page) {
                LaneStart start = new LaneStart(
                        server,
                        state.lane(),
                        Math.addExact(state.position().incarnation(), 1),
                        state.position().sequence(),
                        state.position().head());
                insertStart(handle, state.key(), start);
                handle.createUpdate("UPDATE lane SET incarnation = :incarnation, head = :head WHERE id = :id")
                        .bind("incarnation", start.incarnation())
                        .bind("head", start.position(crypto).head().bytes().toByteArray())
                        .bind("id", state.key())
                        .execute();
                after = state.key();
            }
        } while (page.size() == PAGE);
    }

    /** Lanes in the order of their keys, behind one; fewer than {@link #PAGE} when they are the last. */
    static List<LaneState> page(Handle handle, long after) {
        return handle.createQuery("SELECT id, incarnation, sequence, head, accept_time, generation, epoch, lane"
                        + " FROM lane WHERE id > :after ORDER BY id LIMIT :limit")
                .bind("after", after)
                .bind("limit", PAGE)
                .map((row, context) -> readLane(row, readLaneId(row.getBytes(8))))
                .list();
    }

    static LaneId readLaneId(byte[] bytes) {
        try {
            return DECODE_LANE.decodeAll(bytes);
        } catch (DecodeException e) {
            throw new StoreException(Reason.DAMAGED, "the name of a lane: " + e.getMessage(), e);
        }
    }

    /** Makes a lane. */
    LaneState create(Transaction transaction, LaneId lane, RoomEpoch epoch) {
        return create(transaction, epoch, List.of(LaneStart.first(server, lane)));
    }

    /** Makes a lane that is in the server's incarnation, and was put back to nothing in all before. */
    LaneState createAgain(Transaction transaction, LaneId lane, RoomEpoch epoch) {
        int incarnation = transaction
                .handle()
                .createQuery("SELECT incarnation FROM server WHERE id = 1")
                .mapTo(Integer.class)
                .one();
        List<LaneStart> starts = new ArrayList<>(List.of(LaneStart.first(server, lane)));
        while (starts.size() < incarnation) {
            LaneStart last = starts.getLast();
            starts.add(last.next(last.position(crypto)));
        }
        return create(transaction, epoch, starts);
    }

    private LaneState create(Transaction transaction, RoomEpoch epoch, List<LaneStart> starts) {
        LaneId lane = starts.getLast().lane();
        Position position = starts.getLast().position(crypto);
        long key = transaction
                .handle()
                .createUpdate("INSERT INTO lane (lane, incarnation, sequence, head, accept_time, generation, epoch)"
                        + " VALUES (:lane, :incarnation, 0, :head, 0, :generation, :epoch)")
                .bind("lane", lane.encoded())
                .bind("incarnation", position.incarnation())
                .bind("head", position.head().bytes().toByteArray())
                .bind("generation", epoch.generation())
                .bind("epoch", epoch.epoch())
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
        starts.forEach(start -> insertStart(transaction.handle(), key, start));
        LaneState state = new LaneState(key, lane, position, 0, epoch);
        open(transaction).states.put(lane, state);
        return state;
    }

    private static void insertStart(Handle handle, long key, LaneStart start) {
        handle.createUpdate("INSERT INTO lane_start (lane_id, incarnation, start) VALUES (:lane, :incarnation, :start)")
                .bind("lane", key)
                .bind("incarnation", start.incarnation())
                .bind("start", start.encoded())
                .execute();
    }

    /** Gives an entry its place behind the last record. */
    Numbered append(Transaction transaction, LaneState state, Entry entry, long now) {
        long acceptTime = Math.max(now, state.acceptTime());
        EnvelopeHash hash = entry.envelope().hash(crypto);
        RecordHeader header =
                new RecordHeader(state.position().sequence() + 1, acceptTime, entry.kind(), entry.epoch(), hash);
        Position position = new Position(
                state.position().incarnation(),
                header.sequence(),
                state.position().head().after(crypto, header));
        LaneRecord record = new LaneRecord(header, Optional.of(entry.envelope()));
        long number = RecordNumbers.next(transaction);
        insert(transaction, number, state.key(), record, position.head());
        replace(transaction, new LaneState(state.key(), state.lane(), position, acceptTime, state.epoch()));
        return new Numbered(number, new Committed(state.lane(), record, position));
    }

    /** From now on messages must be of this epoch. */
    void setEpoch(Transaction transaction, LaneState state, RoomEpoch epoch) {
        replace(transaction, state.withEpoch(epoch));
    }

    private void replace(Transaction transaction, LaneState state) {
        Open open = open(transaction);
        open.states.put(state.lane(), state);
        open.changed.put(state.lane(), state);
    }

    private static void insert(Transaction transaction, long number, long key, LaneRecord record, LaneHead head) {
        RecordHeader header = record.header();
        try {
            PreparedStatement statement = transaction.prepared(INSERT_RECORD);
            statement.setLong(1, number);
            statement.setLong(2, key);
            statement.setLong(3, header.sequence());
            statement.setLong(4, header.acceptTime());
            statement.setInt(5, header.kind().value());
            statement.setInt(6, header.epoch().generation());
            statement.setLong(7, header.epoch().epoch());
            statement.setBytes(8, header.envelopeHash().bytes().toByteArray());
            statement.setBytes(9, head.bytes().toByteArray());
            if (record.envelope().isPresent()) {
                statement.setBytes(10, record.envelope().get().bytes().toByteArray());
            } else {
                statement.setNull(10, Types.VARBINARY);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    private static void bind(PreparedStatement update, LaneState state) throws SQLException {
        update.setLong(1, state.position().sequence());
        update.setBytes(2, state.position().head().bytes().toByteArray());
        update.setLong(3, state.acceptTime());
        update.setInt(4, state.epoch().generation());
        update.setLong(5, state.epoch().epoch());
        update.setLong(6, state.key());
    }

    /** The lane as it was committed last. */
    Optional<LaneState> find(Handle handle, LaneId lane) {
        return handle.createQuery("SELECT id, incarnation, sequence, head, accept_time, generation, epoch"
                        + " FROM lane WHERE lane = :lane")
                .bind("lane", lane.encoded())
                .map((row, context) -> readLane(row, lane))
                .findOne();
    }

    /** The head behind a record; empty when the lane has no record of this sequence. */
    Optional<LaneHead> headAt(Handle handle, long key, long sequence) {
        return handle.createQuery("SELECT head FROM record WHERE lane_id = :lane AND sequence = :sequence")
                .bind("lane", key)
                .bind("sequence", sequence)
                .map((row, context) -> readHead(row.getBytes(1)))
                .findOne();
    }

    /** A record with the head behind it. */
    record Stored(LaneRecord record, LaneHead head) {
        /** Whether the envelope, when it is still there, is the one that was chained. */
        boolean hasItsEnvelope(CryptoProvider crypto) {
            return record.envelope()
                    .map(envelope ->
                            envelope.hash(crypto).equals(record.header().envelopeHash()))
                    .orElse(true);
        }
    }

    /** Records behind a sequence, in order, until one of both bounds is reached; one always fits. */
    List<Stored> range(Handle handle, long key, long after, int maxRecords, int maxBytes) {
        List<Stored> out = new ArrayList<>();
        long bytes = 0;
        try (var rows = handle.createQuery(
                        "SELECT sequence, accept_time, kind, generation, epoch, envelope_hash, head,"
                                + " envelope FROM record WHERE lane_id = :lane AND sequence > :after ORDER BY sequence LIMIT :limit")
                .bind("lane", key)
                .bind("after", after)
                .bind("limit", maxRecords)
                .map((row, context) -> readRecord(row))
                .iterator()) {
            while (rows.hasNext()) {
                Stored next = rows.next();
                bytes += next.record()
                        .envelope()
                        .map(envelope -> envelope.bytes().length())
                        .orElse(0);
                if (!out.isEmpty() && bytes > maxBytes) {
                    break;
                }
                out.add(next);
            }
        }
        return out;
    }

    static Stored readRecord(ResultSet row) throws SQLException {
        byte[] hash = row.getBytes(6);
        if (hash == null || hash.length != EnvelopeHash.LENGTH) {
            throw new StoreException(Reason.DAMAGED, "an envelope hash that is none");
        }
        RecordHeader header = new RecordHeader(
                row.getLong(1),
                row.getLong(2),
                new RecordKind(row.getInt(3)),
                new RoomEpoch(row.getInt(4), row.getLong(5)),
                new EnvelopeHash(ByteString.adopt(hash)));
        byte[] envelope = row.getBytes(8);
        Optional<Envelope> kept =
                envelope == null ? Optional.empty() : Optional.of(new Envelope(ByteString.adopt(envelope)));
        return new Stored(new LaneRecord(header, kept), readHead(row.getBytes(7)));
    }

    /** How the lane's incarnations began, the first at the beginning. */
    List<LaneStart> starts(Handle handle, long key) {
        return handle.createQuery("SELECT start FROM lane_start WHERE lane_id = :lane ORDER BY incarnation")
                .bind("lane", key)
                .map((row, context) -> readStart(row.getBytes(1)))
                .list();
    }

    private static LaneStart readStart(byte[] bytes) {
        try {
            return DECODE_START.decodeAll(bytes);
        } catch (DecodeException e) {
            throw new StoreException(Reason.DAMAGED, "the start of a lane: " + e.getMessage(), e);
        }
    }
}
