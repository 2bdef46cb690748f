package chat.paloma.node.lane;

import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.SqlErrors;
import chat.paloma.node.store.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The numbers that a device gave its messages: which of them the node has appended, and where.
 *
 * <p>A device numbers from 1, one more with each message. The node remembers the last {@link #SIZE}; a message that is
 * sent again within them is answered as the first time, one from before is refused.
 */
final class MessageWindow {
    /** Messages of a device that are remembered. */
    static final int SIZE = 1024;

    private static final String SELECT =
            "SELECT lane_id, sequence FROM client_message WHERE device_id = ? AND message = ?";
    private static final String INSERT =
            "INSERT INTO client_message (device_id, message, lane_id, sequence) VALUES (?, ?, ?, ?)";
    private static final String FORGET = "DELETE FROM client_message WHERE device_id = ? AND message <= ?";
    private static final String LAST = "SELECT last_message FROM device WHERE id = ?";
    private static final String SET_LAST = "UPDATE device SET last_message = ? WHERE id = ?";

    private MessageWindow() {}

    /** Where a message was appended before. */
    record Place(long laneKey, long sequence) {}

    private static final Object LAST_NUMBERS = new Object();

    private static final class LastNumbers {
        final Map<Long, Long> known = new HashMap<>();
        final Map<Long, Long> changed = new HashMap<>();
    }

    private static LastNumbers numbers(Transaction transaction) {
        return transaction.scratch(LAST_NUMBERS, () -> {
            LastNumbers numbers = new LastNumbers();
            transaction.beforeCommit(() -> save(transaction, numbers.changed.entrySet()));
            return numbers;
        });
    }

    /**
     * Where the message was appended, if it was.
     *
     * @throws Refusal when its number lies before the window
     */
    static Optional<Place> find(Transaction transaction, MessageNumber number) {
        long device = number.device();
        long message = number.number();
        if (message < 1) {
            throw new Refusal(FailureCode.MALFORMED_REQUEST, "messages are numbered from 1");
        }
        long last = last(transaction, device);
        if (message > last) {
            return Optional.empty();
        }
        try {
            PreparedStatement statement = transaction.prepared(SELECT);
            statement.setLong(1, device);
            statement.setLong(2, message);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    return Optional.of(new Place(row.getLong(1), row.getLong(2)));
                }
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
        if (message <= last - SIZE) {
            throw new Refusal(FailureCode.MESSAGE_NUMBER_TOO_OLD, "the newest is " + last);
        }
        return Optional.empty();
    }

    /** Remembers where a message was appended, and forgets the one that falls out of the window. */
    static void add(Transaction transaction, MessageNumber number, Place place) {
        long device = number.device();
        long message = number.number();
        LastNumbers numbers = numbers(transaction);
        long last = last(transaction, device);
        try {
            PreparedStatement insert = transaction.prepared(INSERT);
            insert.setLong(1, device);
            insert.setLong(2, message);
            insert.setLong(3, place.laneKey());
            insert.setLong(4, place.sequence());
            insert.executeUpdate();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
        if (message > last) {
            numbers.known.put(device, message);
            numbers.changed.put(device, message);
        }
    }

    private static long last(Transaction transaction, long device) {
        return numbers(transaction).known.computeIfAbsent(device, key -> {
            try {
                PreparedStatement statement = transaction.prepared(LAST);
                statement.setLong(1, key);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? row.getLong(1) : 0;
                }
            } catch (SQLException e) {
                throw SqlErrors.translate(e);
            }
        });
    }

    private static void save(Transaction transaction, Set<Map.Entry<Long, Long>> lastOfDevices) {
        transaction.forEach(SET_LAST, lastOfDevices, (statement, each) -> {
            statement.setLong(1, each.getValue());
            statement.setLong(2, each.getKey());
        });
        transaction.forEach(FORGET, lastOfDevices, (statement, each) -> {
            statement.setLong(1, each.getKey());
            statement.setLong(2, each.getValue() - SIZE);
        });
    }

    /** The lowest number above all that were appended. */
    static long next(Handle handle, long device) {
        return handle.createQuery("SELECT last_message FROM device WHERE id = :id")
                        .bind("id", device)
                        .mapTo(Long.class)
                        .findOne()
                        .orElse(0L)
                + 1;
    }
}
