package chat.paloma.node.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The turns of one writer, of the many that a database may have: they write one after the other, under an advisory lock.
 * Each transaction notes its turn in a row of the writer's own; so that row says, whatever the server went through
 * meanwhile, whether the newest turn is on disk.
 *
 * <p>The number that the server gives to a transaction can't say it: a transaction may be lost in a crash without a
 * trace, and then its number is given to another one, of any node.
 *
 * <p>One thread at a time.
 */
final class PostgresTurns {
    private static final String TABLE = PostgresSchemas.CHAT + ".writer";
    /** Nobody asks for the turns of a writer that was silent for so long. */
    private static final Duration FORGOTTEN = Duration.ofDays(30);
    /** How long asking waits for whoever writes; the turn that is asked about may not have ended yet. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final long lock;
    private final UUID writer = UUID.randomUUID();
    private long turn;

    /** @param lock that writers hold while they write */
    PostgresTurns(long lock) {
        this.lock = lock;
    }

    /** Makes what turns are noted in, and forgets those of writers that ended long ago. */
    static void prepare(Handle handle) {
        handle.execute("CREATE TABLE IF NOT EXISTS " + TABLE
                + " (id UUID PRIMARY KEY, turn BIGINT NOT NULL, began_at TIMESTAMPTZ NOT NULL)");
        handle.execute(
                "DELETE FROM " + TABLE + " WHERE began_at < now() - make_interval(secs => ?)", FORGOTTEN.toSeconds());
    }

    /** Begins the next turn in a transaction that has no statement yet: waits for the lock, and notes the turn. */
    void begin(Connection connection) throws SQLException {
        turn++;
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + TABLE
                + " VALUES (?, ?, now()) ON CONFLICT (id) DO UPDATE SET turn = excluded.turn,"
                + " began_at = excluded.began_at RETURNING pg_advisory_xact_lock(?)")) {
            statement.setObject(1, writer);
            statement.setLong(2, turn);
            statement.setLong(3, lock);
            statement.execute();
        }
    }

    /**
     * Whether the newest turn was committed, by whatever connection; it has ended when this returns. Leaves no
     * transaction behind.
     */
    boolean isOnDisk(Connection connection) throws SQLException {
        try (PreparedStatement wait = connection.prepareStatement("SELECT set_config('lock_timeout', ?, true)");
                PreparedStatement take = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)");
                PreparedStatement look = connection.prepareStatement("SELECT turn FROM " + TABLE + " WHERE id = ?")) {
            wait.setString(1, Long.toString(PATIENCE.toMillis()));
            wait.execute();
            take.setLong(1, lock);
            take.execute();
            look.setObject(1, writer);
            try (ResultSet row = look.executeQuery()) {
                return row.next() && row.getLong(1) == turn;
            }
        } finally {
            connection.rollback();
        }
    }
}
