package chat.paloma.node.lane;

import chat.paloma.core.lane.Position;
import chat.paloma.node.bus.Committed;
import chat.paloma.node.bus.Numbered;
import chat.paloma.node.bus.RecordStore;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.SqlErrors;
import chat.paloma.node.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * The numbers of all records of a database, and reading records by them.
 *
 * <p>They come from here and not from the database's own sequence, which has gaps: one transaction at a time writes, so
 * that they are in the order of the commits, and whoever has all up to one knows which comes next.
 */
public final class RecordNumbers implements RecordStore {
    private static final String LAST = "SELECT COALESCE(MAX(id), 0) FROM record";
    private static final Object KEY = new Object();
    /** How long who reads by numbers waits for the database; another way may bring what it reads meanwhile. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final Database database;

    public RecordNumbers(Database database) {
        this.database = database;
    }

    private static final class Last {
        long number;

        Last(long number) {
            this.number = number;
        }
    }

    /** The number of the next record that a transaction appends. */
    static long next(Transaction transaction) {
        Last last = transaction.scratch(KEY, () -> new Last(last(transaction)));
        last.number++;
        return last.number;
    }

    private static long last(Transaction transaction) {
        try (ResultSet row = transaction.prepared(LAST).executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    @Override
    public long lastNumber() {
        return database.read(
                SILENCE, handle -> handle.createQuery(LAST).mapTo(Long.class).one());
    }

    @Override
    public List<Numbered> after(long number, int most) {
        return database.read(
                SILENCE,
                handle -> handle.createQuery(
                                "SELECT r.sequence, r.accept_time, r.kind, r.generation, r.epoch, r.envelope_hash, r.head,"
                                        + " r.envelope, r.id, l.lane, l.incarnation FROM record r JOIN lane l ON l.id = r.lane_id"
                                        + " WHERE r.id > :after ORDER BY r.id LIMIT :limit")
                        .bind("after", number)
                        .bind("limit", most)
                        .map((row, context) -> {
                            LaneTable.Stored stored = LaneTable.readRecord(row);
                            Position position = new Position(
                                    row.getInt(11), stored.record().header().sequence(), stored.head());
                            return new Numbered(
                                    row.getLong(9),
                                    new Committed(LaneTable.readLaneId(row.getBytes(10)), stored.record(), position));
                        })
                        .list());
    }
}
