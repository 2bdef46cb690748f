package chat.paloma.core.room;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.OperationLimits;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The decisions in which a room's merging consists, each a function of operations and accept times alone. They stand
 * in one place so that tests can break each of them and see that it is noticed.
 */
class MergeRules {
    /** The rules, as docs/room.md states them. */
    static final MergeRules DEFAULT = new MergeRules();

    /** The effective time that one acceptance gives. */
    HybridTime effectiveTime(Operation operation, long acceptTime) {
        return operation.time().clampedTo(acceptTime);
    }

    /** The effective time from two acceptances: the smaller one. */
    HybridTime effectiveTime(HybridTime one, HybridTime other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Where an operation stands. */
    Order order(StoredOperation operation) {
        return operation.order();
    }

    /** Whether an operation is kept back: as long as anything that it names as its past is missing. */
    boolean waits(List<OperationId> missing) {
        return !missing.isEmpty();
    }

    /** Whether an account may delete something: its author may. */
    boolean mayChange(StoredOperation target, AccountId account) {
        return target.author().equals(account);
    }

    /** Where an account writes with this content: nobody's edits, votes or reactions get among another's. */
    Optional<Register> register(Content content, AccountId author) {
        return Register.of(content, author);
    }

    /** The edits that count for a message: its author's. */
    Register edits(StoredOperation message) {
        return Register.edits(message.id(), message.author());
    }

    /** Which writes a write or a removal takes away: those that it names, and none that its author had not seen. */
    List<OperationId> takenAway(List<OperationId> named, Supplier<List<OperationId>> live) {
        return named;
    }

    /** Whether a write that was taken away before it came stays away. */
    boolean isTakenAway(boolean named) {
        return named;
    }

    /** Up to where votes count: before the poll was closed, where it was. */
    Optional<Order> votesUntil(Optional<Order> closed) {
        return closed;
    }

    /** Which of a vote's choices count: those that are options, and the first of them where there can be one only. */
    List<Integer> choices(Content.Poll poll, Content.Vote vote) {
        return vote.choices().stream()
                .filter(choice -> choice < poll.options().size())
                .limit(poll.multiple() ? OperationLimits.MAX_OPTIONS : 1)
                .toList();
    }

    /** Whether an operation is a repeat, and has no second effect: it is one when it is known. */
    boolean isRepeat(boolean known) {
        return known;
    }

    /** Whether two operations with one counter of a device show that its state was duplicated. They always do. */
    boolean isDuplicated(boolean sameCounter) {
        return sameCounter;
    }
}
