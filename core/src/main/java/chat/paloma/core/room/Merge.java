package chat.paloma.core.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.room.Projection.Subject;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.store.KeyRange;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The effect of one operation on what a room shows. Effects commute: an edit, a reaction or a vote may come before what
 * it is about, and counts once that is there.
 */
final class Merge {
    private final RoomData data;
    private final Projection projection;

    Merge(RoomData data, RoomChanges.Collector changes) {
        this.data = data;
        this.projection = new Projection(data, changes);
    }

    /** Gives an operation its effect, for the first time. */
    void apply(StoredOperation stored) {
        Order order = data.order(stored);
        projection.around(subjects(stored, order), () -> {
            data.put(stored.with(StoredOperation.State.APPLIED));
            data.facts().add(Facts.operation(order));
            effect(stored, order);
        });
        eraseWhatIsDeleted(stored);
    }

    /** Moves an operation to where it stands with another effective time. */
    void move(StoredOperation from, StoredOperation to) {
        Order before = data.order(from);
        Order after = data.order(to);
        if (before.equals(after)) {
            data.put(to);
            return;
        }
        Set<Subject> subjects = subjects(from, before);
        subjects.addAll(subjects(to, after));
        projection.around(subjects, () -> {
            data.put(to);
            data.facts().remove(Facts.operation(before));
            data.facts().add(Facts.operation(after));
            moveEffect(to, before, after);
        });
    }

    private void effect(StoredOperation stored, Order order) {
        Content content = stored.operation().content();
        AccountId author = stored.author();
        switch (content) {
            case Content.Delete delete -> data.facts().add(Facts.deleted(delete.target(), author));
            case Content.ClosePoll close -> data.facts().add(Facts.closed(close.poll(), author, order));
            case Content.Edit edit -> data.facts().add(Facts.edited(edit.target(), author, order));
            default -> {}
        }
        data.rules().register(content, author).ifPresent(register -> {
            takeAway(register, named(content));
            if (isWrite(content)
                    && !data.rules().isTakenAway(data.facts().contains(Facts.takenAway(register, stored.id())))) {
                data.facts().add(Facts.live(register, order));
            }
        });
    }

    private void moveEffect(StoredOperation stored, Order before, Order after) {
        Content content = stored.operation().content();
        AccountId author = stored.author();
        switch (content) {
            case Content.ClosePoll close -> {
                data.facts().remove(Facts.closed(close.poll(), author, before));
                data.facts().add(Facts.closed(close.poll(), author, after));
            }
            case Content.Edit edit -> {
                data.facts().remove(Facts.edited(edit.target(), author, before));
                data.facts().add(Facts.edited(edit.target(), author, after));
            }
            default -> {}
        }
        data.rules().register(content, author).ifPresent(register -> {
            if (data.facts().remove(Facts.live(register, before))) {
                data.facts().add(Facts.live(register, after));
            }
        });
    }

    private static boolean isWrite(Content content) {
        return !(content instanceof Content.Unreact || content instanceof Content.Unpin);
    }

    private static List<OperationId> named(Content content) {
        return switch (content) {
            case Content.Edit edit -> edit.replaces();
            case Content.Unreact unreact -> unreact.removes();
            case Content.Unpin unpin -> unpin.removes();
            case Content.Topic topic -> topic.replaces();
            case Content.Name name -> name.replaces();
            case Content.Setting setting -> setting.replaces();
            default -> List.of();
        };
    }

    private void takeAway(Register register, List<OperationId> named) {
        for (OperationId write : data.rules().takenAway(named, () -> data.live(register, Integer.MAX_VALUE))) {
            data.facts().add(Facts.takenAway(register, write));
            data.applied(write).ifPresent(there -> data.facts().remove(Facts.live(register, data.order(there))));
        }
    }

    /** What shows something else once this operation has its effect, or stands elsewhere. */
    private Set<Subject> subjects(StoredOperation stored, Order order) {
        Set<Subject> subjects = new LinkedHashSet<>();
        Operation operation = stored.operation();
        AccountId author = stored.author();
        if (operation.kind().isShown()) {
            subjects.add(new Subject.Shown(stored.id()));
        }
        switch (operation.content()) {
            case Content.Poll ignored -> addVotes(stored.id(), subjects);
            case Content.Edit edit -> subjects.add(new Subject.Shown(edit.target()));
            case Content.Delete delete -> addIfMayChange(delete.target(), author, subjects);
            case Content.Pin pin -> subjects.add(new Subject.Shown(pin.target()));
            case Content.Unpin unpin -> subjects.add(new Subject.Shown(unpin.target()));
            case Content.React react -> subjects.add(new Subject.Reaction(react.target(), react.emoji(), author));
            case Content.Unreact unreact ->
                subjects.add(new Subject.Reaction(unreact.target(), unreact.emoji(), author));
            case Content.Vote vote -> subjects.add(new Subject.Vote(vote.poll(), author));
            case Content.ClosePoll close -> {
                if (isEarliest(close.poll(), author, order)) {
                    addIfMayChange(close.poll(), author, subjects);
                }
            }
            case Content.Setting setting -> subjects.add(new Subject.Setting(setting.key()));
            case Content.Topic ignored -> subjects.add(new Subject.TopicOrName());
            case Content.Name ignored -> subjects.add(new Subject.TopicOrName());
            default -> {}
        }
        return subjects;
    }

    /** Nothing shows anything else when somebody closes or deletes what is not theirs, or not there. */
    private void addIfMayChange(OperationId target, AccountId author, Set<Subject> subjects) {
        if (data.applied(target)
                .filter(found -> data.rules().mayChange(found, author))
                .isPresent()) {
            subjects.add(new Subject.Shown(target));
            addVotes(target, subjects);
        }
    }

    /** Closing again changes no vote, unless it stands before the first closing, or is that one and moves. */
    private boolean isEarliest(OperationId poll, AccountId author, Order order) {
        return data.facts().startingWith(Facts.closed(poll, author), 1).stream()
                .noneMatch(first -> Facts.orderOf(first).compareTo(order) < 0);
    }

    /** Each voter once, however often they voted. */
    private void addVotes(OperationId poll, Set<Subject> subjects) {
        ByteString votes = Facts.live(Register.allVotes(poll));
        List<ByteString> next = data.facts().startingWith(votes, 1);
        while (!next.isEmpty()) {
            AccountId voter = Facts.orderOf(next.getFirst()).author();
            subjects.add(new Subject.Vote(poll, voter));
            ByteString behind =
                    KeyRange.behind(Facts.live(Register.votes(poll, voter).key()));
            next = data.facts().range(behind, KeyRange.behind(votes), 1);
        }
    }

    /** Once a message and its author's deletion are both there, nothing keeps its words. */
    private void eraseWhatIsDeleted(StoredOperation stored) {
        switch (stored.operation().content()) {
            case Content.Delete delete -> deleted(delete.target()).ifPresent(this::eraseWithEdits);
            case Content.Edit edit ->
                deleted(edit.target())
                        .filter(message -> message.author().equals(stored.author()))
                        .ifPresent(message -> erase(stored.with(StoredOperation.State.APPLIED)));
            default -> deleted(stored.id()).ifPresent(this::eraseWithEdits);
        }
    }

    private Optional<StoredOperation> deleted(OperationId target) {
        return data.applied(target)
                .filter(found -> found.operation().kind().isShown())
                .filter(data::isDeleted);
    }

    private void eraseWithEdits(StoredOperation message) {
        if (message.state() != StoredOperation.State.REMOVED) {
            erase(message);
            data.facts().startingWith(Facts.edited(message.id(), message.author()), Integer.MAX_VALUE).stream()
                    .map(data::operationOf)
                    .forEach(this::erase);
        }
    }

    private void erase(StoredOperation operation) {
        data.put(operation.removed());
    }
}
