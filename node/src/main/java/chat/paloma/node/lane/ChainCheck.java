package chat.paloma.node.lane;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.RecordHeader;
import chat.paloma.node.store.StoreException;
import chat.paloma.node.store.StoreException.Reason;
import java.util.List;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;

/** Computes the chains of all lanes anew, from the records as they are stored, and compares them with what is stored. */
public final class ChainCheck {
    /** Records that are in memory at a time. */
    private static final int PAGE_RECORDS = 100;

    private static final int PAGE_BYTES = 4 << 20;

    private final Handle handle;
    private final CryptoProvider crypto;
    private final ServerId server;
    private final LongConsumer progress;
    private final LaneTable table;
    private long records;

    private ChainCheck(Handle handle, CryptoProvider crypto, ServerId server, LongConsumer progress) {
        this.handle = handle;
        this.crypto = crypto;
        this.server = server;
        this.progress = progress;
        this.table = new LaneTable(crypto, server);
    }

    /** What was found to be whole. */
    public record Result(long lanes, long records) {}

    /**
     * Checks every lane of a database, in a transaction of the caller.
     *
     * @param progress hears how many records have been checked
     * @throws StoreException {@code DAMAGED}, with the first lane and record that do not fit
     */
    public static Result run(Handle handle, CryptoProvider crypto, ServerId server, LongConsumer progress) {
        return new ChainCheck(handle, crypto, server, progress).run();
    }

    private Result run() {
        long lanes = 0;
        long after = 0;
        List<LaneState> page;
        do {
            page = LaneTable.page(handle, after);
            for (LaneState state : page) {
                check(state);
                after = state.key();
                lanes++;
            }
        } while (page.size() == LaneTable.PAGE);
        long stored = handle.createQuery("SELECT COUNT(*) FROM record")
                .mapTo(Long.class)
                .one();
        if (stored != records) {
            throw new StoreException(Reason.DAMAGED, (stored - records) + " records are of no lane");
        }
        return new Result(lanes, records);
    }

    private void check(LaneState state) {
        List<LaneStart> starts = table.starts(handle, state.key());
        if (starts.isEmpty() || !starts.getFirst().equals(LaneStart.first(server, state.lane()))) {
            throw damaged(state, "begins as another one");
        }
        LaneHead head = LaneHead.of(crypto, starts.getFirst());
        long sequence = 0;
        for (int i = 1; i < starts.size(); i++) {
            LaneStart next = starts.get(i);
            head = follow(state, sequence, head, next.sequence());
            sequence = next.sequence();
            if (!next.head().equals(head)
                    || !next.lane().equals(state.lane())
                    || !next.server().equals(server)) {
                throw damaged(state, "does not go on in incarnation " + next.incarnation());
            }
            head = LaneHead.of(crypto, next);
        }
        head = follow(state, sequence, head, state.position().sequence());
        if (!head.equals(state.position().head())
                || starts.getLast().incarnation() != state.position().incarnation()) {
            throw damaged(state, "ends with another head");
        }
    }

    /** Follows the chain from behind one record up to another. */
    private LaneHead follow(LaneState state, long after, LaneHead before, long upTo) {
        LaneHead head = before;
        long sequence = after;
        while (sequence < upTo) {
            int most = (int) Math.min(PAGE_RECORDS, upTo - sequence);
            List<LaneTable.Stored> page = table.range(handle, state.key(), sequence, most, PAGE_BYTES);
            if (page.isEmpty()) {
                throw damaged(state, "has no record " + (sequence + 1));
            }
            for (LaneTable.Stored each : page) {
                RecordHeader header = each.record().header();
                sequence++;
                head = head.after(crypto, header);
                if (header.sequence() != sequence || !head.equals(each.head()) || !each.hasItsEnvelope(crypto)) {
                    throw damaged(state, "differs at record " + sequence);
                }
            }
            records += page.size();
            progress.accept(records);
        }
        return head;
    }

    private static StoreException damaged(LaneState state, String how) {
        return new StoreException(Reason.DAMAGED, "lane " + state.key() + " " + how);
    }
}
