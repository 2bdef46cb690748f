package chat.paloma.core.room;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Ways to merge wrongly, each in one rule, with the type of content whose property must notice. */
enum BrokenRules {
    THE_CLOCK_OF_THE_AUTHOR_IS_BELIEVED(CrdtType.MESSAGES, new MergeRules() {
        @Override
        HybridTime effectiveTime(Operation operation, long acceptTime) {
            return operation.time();
        }
    }),
    THE_CLOCK_OF_THE_AUTHOR_HAS_NO_SAY(CrdtType.MESSAGES, new MergeRules() {
        @Override
        HybridTime effectiveTime(Operation operation, long acceptTime) {
            return HybridTime.ofMillis(acceptTime);
        }
    }),
    THE_FIRST_ACCEPTANCE_COUNTS(CrdtType.MESSAGES, new MergeRules() {
        @Override
        HybridTime effectiveTime(HybridTime one, HybridTime other) {
            return one;
        }
    }),
    THE_LAST_ACCEPTANCE_COUNTS(CrdtType.MESSAGES, new MergeRules() {
        @Override
        HybridTime effectiveTime(HybridTime one, HybridTime other) {
            return other;
        }
    }),
    THE_GREATEST_TIME_COUNTS(CrdtType.MESSAGES, new MergeRules() {
        @Override
        HybridTime effectiveTime(HybridTime one, HybridTime other) {
            return one.compareTo(other) >= 0 ? one : other;
        }
    }),
    WHAT_COMES_LAST_STANDS_LAST(CrdtType.TOPIC_AND_NAME, new MergeRules() {
        private final Map<OperationId, Long> arrivals = new HashMap<>();

        @Override
        Order order(StoredOperation operation) {
            long arrival = arrivals.computeIfAbsent(operation.id(), id -> (long) arrivals.size());
            return new Order(true, new HybridTime(arrival), operation.author(), operation.id());
        }
    }),
    THE_AUTHOR_HAS_NO_SAY_IN_THE_ORDER(CrdtType.TOPIC_AND_NAME, new MergeRules() {
        @Override
        Order order(StoredOperation operation) {
            Order order = operation.order();
            return new Order(order.accepted(), order.time(), History.account(0), order.id());
        }
    }),
    NOTHING_WAITS_FOR_ITS_PAST(CrdtType.MESSAGES, new MergeRules() {
        @Override
        boolean waits(List<OperationId> missing) {
            return false;
        }
    }),
    ANYBODY_DELETES_ANYTHING(CrdtType.DELETES, new MergeRules() {
        @Override
        boolean mayChange(StoredOperation target, AccountId account) {
            return true;
        }
    }),
    NOBODY_DELETES_ANYTHING(CrdtType.DELETES, new MergeRules() {
        @Override
        boolean mayChange(StoredOperation target, AccountId account) {
            return false;
        }
    }),
    ANYBODY_EDITS_ANYTHING(CrdtType.EDITS, new MergeRules() {
        @Override
        Optional<Register> register(Content content, AccountId author) {
            return Register.of(content, content instanceof Content.Edit ? History.account(0) : author);
        }

        @Override
        Register edits(StoredOperation message) {
            return Register.edits(message.id(), History.account(0));
        }
    }),
    ANYBODY_TAKES_REACTIONS_BACK(CrdtType.REACTIONS, new MergeRules() {
        @Override
        Optional<Register> register(Content content, AccountId author) {
            boolean reaction = content instanceof Content.React || content instanceof Content.Unreact;
            return Register.of(content, reaction ? History.account(1) : author);
        }
    }),
    A_REMOVED_REACTION_IS_REMOVED_FOR_ALL_THAT_CAME(CrdtType.REACTIONS, takesAwayEverything()),
    A_REMOVED_PIN_IS_REMOVED_FOR_ALL_THAT_CAME(CrdtType.PINS, takesAwayEverything()),
    A_WRITE_TAKES_AWAY_ALL_THAT_CAME(CrdtType.SETTINGS, takesAwayEverything()),
    A_REMOVED_REACTION_STAYS(CrdtType.REACTIONS, takesAwayNothing()),
    A_REMOVED_PIN_STAYS(CrdtType.PINS, takesAwayNothing()),
    A_REPLACED_EDIT_STAYS(CrdtType.EDITS, takesAwayNothing()),
    A_REPLACED_TOPIC_STAYS(CrdtType.TOPIC_AND_NAME, takesAwayNothing()),
    WHAT_WAS_TAKEN_AWAY_COMES_BACK(CrdtType.SETTINGS, new MergeRules() {
        @Override
        boolean isTakenAway(boolean named) {
            return false;
        }
    }),
    VOTES_COUNT_AFTER_THE_CLOSING(CrdtType.POLLS, new MergeRules() {
        @Override
        Optional<Order> votesUntil(Optional<Order> closed) {
            return Optional.empty();
        }
    }),
    EVERYBODY_CHOOSES_AS_MUCH_AS_THEY_LIKE(CrdtType.POLLS, new MergeRules() {
        @Override
        List<Integer> choices(Content.Poll poll, Content.Vote vote) {
            return super.choices(new Content.Poll(poll.question(), poll.options(), true, poll.thread()), vote);
        }
    }),
    THE_LAST_CHOICE_COUNTS_WHERE_THERE_CAN_BE_ONE(CrdtType.POLLS, new MergeRules() {
        @Override
        List<Integer> choices(Content.Poll poll, Content.Vote vote) {
            List<Integer> choices = super.choices(poll, vote);
            return poll.multiple()
                    ? choices
                    : super.choices(
                            poll,
                            new Content.Vote(
                                    vote.poll(),
                                    vote.choices().reversed().stream().limit(1).toList()));
        }
    }),
    A_REPEAT_HAS_ITS_EFFECT_AGAIN(CrdtType.EVERYTHING, new MergeRules() {
        @Override
        boolean isRepeat(boolean known) {
            return false;
        }
    }),
    A_DUPLICATED_DEVICE_GOES_UNNOTICED(CrdtType.MESSAGES, new MergeRules() {
        @Override
        boolean isDuplicated(boolean sameCounter) {
            return false;
        }
    }),
    EVERY_DEVICE_IS_SUSPECTED(CrdtType.MESSAGES, new MergeRules() {
        @Override
        boolean isDuplicated(boolean sameCounter) {
            return true;
        }
    });

    final CrdtType type;
    final MergeRules rules;

    BrokenRules(CrdtType type, MergeRules rules) {
        this.type = type;
        this.rules = rules;
    }

    private static MergeRules takesAwayEverything() {
        return new MergeRules() {
            @Override
            List<OperationId> takenAway(List<OperationId> named, Supplier<List<OperationId>> live) {
                return named.isEmpty() ? named : live.get();
            }
        };
    }

    private static MergeRules takesAwayNothing() {
        return new MergeRules() {
            @Override
            List<OperationId> takenAway(List<OperationId> named, Supplier<List<OperationId>> live) {
                return List.of();
            }
        };
    }
}
