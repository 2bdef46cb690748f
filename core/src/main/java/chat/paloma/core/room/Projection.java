package chat.paloma.core.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.OperationId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The facts that follow from others, kept so that lists and counts are found at once: what stands in the timeline, who
 * is mentioned, who reacted, what is voted for. Each is a function of what it follows from and nothing else; around
 * every change, those of the subjects that it concerns are computed before and after, and the difference is applied.
 */
final class Projection {
    /** What derived facts are about. */
    sealed interface Subject {
        /** Something in the timeline or a thread. */
        record Shown(OperationId id) implements Subject {}

        /** The reaction of one account with one emoji. */
        record Reaction(OperationId target, String emoji, AccountId account) implements Subject {}

        /** The vote of one account. */
        record Vote(OperationId poll, AccountId voter) implements Subject {}

        /** A setting. */
        record Setting(String key) implements Subject {}

        /** Topic and name, from which no facts follow. */
        record TopicOrName() implements Subject {}
    }

    private final RoomData data;
    private final RoomChanges.Collector changes;

    Projection(RoomData data, RoomChanges.Collector changes) {
        this.data = data;
        this.changes = changes;
    }

    /** Makes a change that concerns these subjects. */
    void around(Set<Subject> subjects, Runnable change) {
        Map<Subject, Set<ByteString>> before = new LinkedHashMap<>();
        subjects.forEach(subject -> before.put(subject, factsOf(subject)));
        change.run();
        before.forEach((subject, former) -> {
            Set<ByteString> now = factsOf(subject);
            former.stream().filter(fact -> !now.contains(fact)).forEach(data.facts()::remove);
            now.stream().filter(fact -> !former.contains(fact)).forEach(data.facts()::add);
            note(subject);
        });
    }

    private void note(Subject subject) {
        switch (subject) {
            case Subject.Shown(OperationId id) -> {
                changes.messages.add(id);
                data.applied(id)
                        .flatMap(stored -> threadOf(stored.operation().content()))
                        .ifPresent(changes.messages::add);
            }
            case Subject.Reaction reaction -> changes.messages.add(reaction.target());
            case Subject.Vote vote -> changes.messages.add(vote.poll());
            case Subject.Setting(String key) -> changes.settings.add(key);
            case Subject.TopicOrName() -> changes.topicOrName = true;
        }
    }

    private Set<ByteString> factsOf(Subject subject) {
        return switch (subject) {
            case Subject.Shown(OperationId id) -> shown(id);
            case Subject.Reaction reaction -> reaction(reaction);
            case Subject.Vote vote -> vote(vote);
            case Subject.Setting(String key) -> setting(key);
            case Subject.TopicOrName() -> Set.of();
        };
    }

    private Set<ByteString> shown(OperationId id) {
        Optional<StoredOperation> found =
                data.applied(id).filter(stored -> stored.operation().kind().isShown());
        if (found.isEmpty()) {
            return Set.of();
        }
        StoredOperation stored = found.get();
        Order order = data.order(stored);
        Content content = stored.operation().content();
        Set<ByteString> facts = new HashSet<>();
        facts.add(threadOf(content).map(root -> Facts.thread(root, order)).orElseGet(() -> Facts.timeline(order)));
        if (!data.isDeleted(stored)) {
            mentions(stored, content).forEach(account -> facts.add(Facts.mention(account, order)));
            data.winner(Register.pins(id)).ifPresent(pin -> facts.add(Facts.pinned(data.order(pin), id)));
        }
        return facts;
    }

    /** The message under which something stands. */
    static Optional<OperationId> threadOf(Content content) {
        return switch (content) {
            case Content.Message message -> message.thread();
            case Content.Poll poll -> poll.thread();
            default -> Optional.empty();
        };
    }

    private List<AccountId> mentions(StoredOperation stored, Content content) {
        if (!(content instanceof Content.Message message)) {
            return List.of();
        }
        return data.edit(stored)
                .map(edit -> ((Content.Edit) edit.operation().content()).mentions())
                .orElse(message.mentions());
    }

    private Set<ByteString> reaction(Subject.Reaction reaction) {
        boolean live = data.winner(Register.reaction(reaction.target(), reaction.emoji(), reaction.account()))
                .isPresent();
        return live ? Set.of(Facts.reacted(reaction.target(), reaction.emoji(), reaction.account())) : Set.of();
    }

    private Set<ByteString> vote(Subject.Vote subject) {
        Optional<StoredOperation> poll = data.applied(subject.poll()).filter(stored -> !data.isDeleted(stored));
        if (poll.isEmpty() || !(poll.get().operation().content() instanceof Content.Poll content)) {
            return Set.of();
        }
        Set<ByteString> facts = new HashSet<>();
        data.choices(poll.get(), content, subject.voter())
                .forEach(choice -> facts.add(Facts.voted(subject.poll(), choice, subject.voter())));
        return facts;
    }

    private Set<ByteString> setting(String key) {
        boolean set = data.winner(Register.setting(key))
                .filter(write ->
                        ((Content.Setting) write.operation().content()).value().isPresent())
                .isPresent();
        return set ? Set.of(Facts.setting(key)) : Set.of();
    }
}
