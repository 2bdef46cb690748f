package chat.paloma.core.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.store.KeyRange;
import chat.paloma.core.room.store.KeySet;
import chat.paloma.core.room.store.RoomStore;
import chat.paloma.core.room.store.StoreChanges;
import java.util.List;
import java.util.Optional;

/** What a room keeps, read and changed through one set of changes: operations by id, facts, and a few totals. */
final class RoomData {
    private static final int OPERATION = 16;
    private static final int TOTALS = 17;
    private static final ByteString TOTALS_KEY =
            new TlsWriter().writeUint8(TOTALS).toByteString();

    private final StoreChanges changes;
    private final MergeRules rules;

    /**
     * Totals that change with many steps.
     *
     * @param revision how many steps have changed the room
     * @param clock the greatest time that the room has shown
     * @param waiting operations that wait
     * @param waitingBytes the bytes of those
     */
    record Totals(long revision, HybridTime clock, int waiting, long waitingBytes) implements TlsEncodable {
        static final Totals NONE = new Totals(0, HybridTime.ZERO, 0, 0);

        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(revision).write(clock).writeUint32(waiting).writeUint64(waitingBytes);
        }

        Totals withClock(HybridTime time) {
            return new Totals(revision, time, waiting, waitingBytes);
        }

        /** With so much more or less that waits. */
        Totals withWaiting(int operations, long bytes) {
            return new Totals(revision, clock, waiting + operations, waitingBytes + bytes);
        }

        Totals revised() {
            return new Totals(revision + 1, clock, waiting, waitingBytes);
        }

        static Totals decode(TlsReader in) throws DecodeException {
            return new Totals(in.readUint64(), HybridTime.decode(in), (int) in.readUint32(), in.readUint64());
        }
    }

    RoomData(RoomStore store, MergeRules rules) {
        this.changes = new StoreChanges(store);
        this.rules = rules;
    }

    StoreChanges changes() {
        return changes;
    }

    KeySet facts() {
        return changes.keys();
    }

    private static ByteString key(OperationId id) {
        return new TlsWriter(33).writeUint8(OPERATION).write(id).toByteString();
    }

    /** An operation, whatever became of it. */
    Optional<StoredOperation> operation(OperationId id) {
        return changes.get(key(id), StoredOperation::decode);
    }

    /** An operation that has, or had, its effect. */
    Optional<StoredOperation> applied(OperationId id) {
        return operation(id).filter(StoredOperation::isApplied);
    }

    void put(StoredOperation operation) {
        changes.put(key(operation.id()), operation);
    }

    Totals totals() {
        return changes.get(TOTALS_KEY, Totals::decode).orElse(Totals.NONE);
    }

    void put(Totals totals) {
        changes.put(TOTALS_KEY, totals);
    }

    /** Whether nothing has to wait for this operation: it has its effect, or it will never come. */
    boolean isSettled(OperationId id) {
        return applied(id).isPresent() || facts().contains(Facts.absent(id));
    }

    MergeRules rules() {
        return rules;
    }

    /** Where an operation stands. */
    Order order(StoredOperation operation) {
        return rules.order(operation);
    }

    /** Whether the author of something deleted it. */
    boolean isDeleted(StoredOperation target) {
        return facts().startingWith(Facts.deletions(target.id()), Integer.MAX_VALUE).stream()
                .anyMatch(fact -> rules.mayChange(target, Facts.accountOf(fact)));
    }

    /** The write of a register that counts, if there is one. */
    Optional<StoredOperation> winner(Register register) {
        return facts().last(Facts.live(register.key())).map(this::operationOf);
    }

    /** The writes of a register that none took away, at most {@code limit}, the last ones first. */
    List<OperationId> live(Register register, int limit) {
        ByteString prefix = Facts.live(register.key());
        return facts().rangeDescending(prefix, KeyRange.behind(prefix), limit).stream()
                .map(Facts::idOf)
                .toList();
    }

    /** The operation that a fact which ends with an order speaks of. */
    StoredOperation operationOf(ByteString fact) {
        OperationId id = Facts.idOf(fact);
        return operation(id).orElseThrow(() -> new IllegalStateException("no operation " + id));
    }

    /** The edit that shows what a message says now. */
    Optional<StoredOperation> edit(StoredOperation message) {
        return winner(rules.edits(message));
    }

    /** When a poll was closed by its author: the first time. */
    Optional<Order> closed(StoredOperation poll) {
        return facts().startingWith(Facts.closed(poll.id(), poll.author()), 1).stream()
                .findFirst()
                .map(Facts::orderOf);
    }

    /** What an account chooses in a poll: with its last vote before the closing. */
    List<Integer> choices(StoredOperation stored, Content.Poll poll, AccountId voter) {
        ByteString prefix = Facts.live(Register.votes(stored.id(), voter).key());
        ByteString to = rules.votesUntil(closed(stored))
                .map(closing -> Facts.append(prefix, ByteString.adopt(closing.encoded())))
                .orElseGet(() -> KeyRange.behind(prefix));
        return facts().rangeDescending(prefix, to, 1).stream()
                .findFirst()
                .map(fact -> rules.choices(
                        poll, (Content.Vote) operationOf(fact).operation().content()))
                .orElse(List.of());
    }
}
