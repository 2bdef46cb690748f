package chat.paloma.node.lane;

import chat.paloma.core.lane.RecordKind;
import chat.paloma.node.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Deletes the envelopes of messages that are older than their room, or the node, keeps them. Headers stay, so that the
 * chain can still be verified; commits and proposals stay too, because devices that were away need them.
 *
 * <p>It works in steps, so that messages that come in meanwhile do not wait for it.
 */
public final class Retention {
    /** Envelopes that one step deletes. */
    static final int STEP = 500;

    private final Database database;
    private final InstantSource clock;
    private final Optional<Duration> keep;

    /**
     * @param keep how long the node keeps messages of rooms that do not say; for good when empty
     */
    public Retention(Database database, InstantSource clock, Optional<Duration> keep) {
        this.database = database;
        this.clock = clock;
        this.keep = keep;
    }

    /** Deletes what is due. Blocks until that is on disk. */
    public int run() {
        int all = 0;
        int step;
        do {
            step = Database.await(database.write(transaction -> transaction
                    .handle()
                    .createUpdate("UPDATE record SET envelope = NULL WHERE id IN (SELECT r.id FROM record r"
                            + " JOIN room ON room.lane_id = r.lane_id"
                            + " WHERE r.kind = :kind AND r.envelope IS NOT NULL AND r.accept_time < :now - 1000 *"
                            + " CASE WHEN room.retention_seconds = 0 THEN :default ELSE room.retention_seconds END"
                            + " AND (room.retention_seconds > 0 OR :default > 0) LIMIT :limit)")
                    .bind("kind", RecordKind.APPLICATION.value())
                    .bind("now", clock.millis())
                    .bind("default", keep.map(Duration::toSeconds).orElse(0L))
                    .bind("limit", STEP)
                    .execute()));
            all += step;
        } while (step == STEP);
        return all;
    }
}
