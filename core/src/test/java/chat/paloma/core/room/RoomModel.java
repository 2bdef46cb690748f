package chat.paloma.core.room;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.room.History.Entry;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a room is, straight from docs/room.md: a function of a set of operations with their accept times, with no regard
 * to how long it takes. It shares nothing with the room but the types.
 */
final class RoomModel {
    private static final long TOLERANCE = 5 * 60 * 1000;

    private final Map<OperationId, Entry> entries = new HashMap<>();
    private final List<Entry> ordered;

    RoomModel(List<Entry> history) {
        history.forEach(entry -> entries.put(entry.id(), entry));
        ordered = entries.values().stream()
                .sorted(Comparator.comparingLong((Entry entry) -> effective(entry))
                        .thenComparing(Entry::author)
                        .thenComparing(Entry::id))
                .toList();
    }

    static long effective(Entry entry) {
        long time = entry.operation().time().value();
        return entry.acceptTimes().stream()
                .mapToLong(accepted ->
                        Math.max((accepted - TOLERANCE) << 16, Math.min(time, ((accepted + TOLERANCE) << 16) + 0xffff)))
                .min()
                .orElseThrow();
    }

    Order order(Entry entry) {
        return new Order(true, new HybridTime(effective(entry)), entry.author(), entry.id());
    }

    private int place(OperationId id) {
        return ordered.indexOf(entries.get(id));
    }

    private Stream<Entry> all(Predicate<Content> which) {
        return ordered.stream().filter(entry -> which.test(entry.operation().content()));
    }

    private boolean isDeleted(Entry target) {
        return all(content -> content instanceof Content.Delete delete
                        && delete.target().equals(target.id()))
                .anyMatch(delete -> delete.author().equals(target.author()));
    }

    /** Writes that nothing of the same register names as replaced or removed, in order. */
    private List<Entry> left(List<Entry> writes, Stream<OperationId> named) {
        Set<OperationId> gone = new TreeSet<>(named.toList());
        return writes.stream().filter(entry -> !gone.contains(entry.id())).toList();
    }

    private List<Entry> edits(Entry message) {
        return all(content ->
                        content instanceof Content.Edit edit && edit.target().equals(message.id()))
                .filter(edit -> edit.author().equals(message.author()))
                .toList();
    }

    private Optional<Content.Edit> edit(Entry message) {
        List<Entry> edits = edits(message);
        return left(
                        edits,
                        edits.stream().flatMap(entry -> edit(entry.operation().content()).replaces().stream()))
                .stream()
                .reduce((one, next) -> next)
                .map(entry -> edit(entry.operation().content()));
    }

    private static Content.Edit edit(Content content) {
        return (Content.Edit) content;
    }

    private Set<AccountId> reactors(OperationId target, String emoji) {
        Set<AccountId> reactors = new TreeSet<>();
        for (Entry add :
                all(content -> content.equals(new Content.React(target, emoji))).toList()) {
            boolean removed = all(content -> content instanceof Content.Unreact unreact
                            && unreact.target().equals(target)
                            && unreact.emoji().equals(emoji)
                            && unreact.removes().contains(add.id()))
                    .anyMatch(remove -> remove.author().equals(add.author()));
            if (!removed) {
                reactors.add(add.author());
            }
        }
        return reactors;
    }

    private Optional<Entry> pin(OperationId target) {
        List<Entry> pins =
                all(content -> content.equals(new Content.Pin(target))).toList();
        Stream<OperationId> removed = all(content ->
                        content instanceof Content.Unpin unpin && unpin.target().equals(target))
                .flatMap(entry -> ((Content.Unpin) entry.operation().content()).removes().stream());
        return left(pins, removed).stream().reduce((one, next) -> next);
    }

    private Set<AccountId> voters(Entry stored, Content.Poll poll, int option) {
        Optional<Entry> closed = all(content -> content.equals(new Content.ClosePoll(stored.id())))
                .filter(entry -> entry.author().equals(stored.author()))
                .findFirst();
        Map<AccountId, Content.Vote> last = new HashMap<>();
        for (Entry entry : ordered) {
            if (entry.operation().content() instanceof Content.Vote vote
                    && vote.poll().equals(stored.id())
                    && (closed.isEmpty()
                            || place(entry.id()) < place(closed.get().id()))) {
                last.put(entry.author(), vote);
            }
        }
        Set<AccountId> voters = new TreeSet<>();
        last.forEach((voter, vote) -> {
            if (poll.multiple()
                    ? vote.choices().contains(option)
                    : vote.choices().stream().findFirst().equals(Optional.of(option))) {
                voters.add(voter);
            }
        });
        return voters;
    }

    /** Everything that a room shows, in the words of {@link RoomPrint}. */
    List<String> print() {
        List<String> lines = new ArrayList<>();
        for (Entry entry : ordered) {
            if (entry.operation().kind().isShown()) {
                lines.add(item(entry));
            }
        }
        for (int account = 1; account <= 3; account++) {
            AccountId mentioned = History.account(account);
            lines.add(RoomPrint.mentions(
                    mentioned,
                    ordered.stream()
                            .filter(entry ->
                                    !isDeleted(entry) && mentions(entry).contains(mentioned))
                            .map(Entry::id)
                            .toList()));
        }
        lines.add(RoomPrint.pinned(ordered.stream()
                .filter(entry -> entry.operation().kind().isShown() && !isDeleted(entry))
                .filter(entry -> pin(entry.id()).isPresent())
                .sorted(Comparator.comparingInt(
                        entry -> -place(pin(entry.id()).orElseThrow().id())))
                .map(Entry::id)
                .toList()));
        lines.add("topic " + last(content -> content instanceof Content.Topic));
        lines.add("name " + last(content -> content instanceof Content.Name));
        for (String key : History.KEYS) {
            lines.add("setting " + key + " "
                    + last(content -> content instanceof Content.Setting setting
                            && setting.key().equals(key)));
        }
        Set<OperationId> heads = new TreeSet<>(entries.keySet());
        ordered.forEach(entry -> entry.operation().past().forEach(heads::remove));
        lines.add("heads " + heads);
        return lines;
    }

    private String last(Predicate<Content> register) {
        List<Entry> writes = all(register).toList();
        Stream<OperationId> named =
                writes.stream().flatMap(entry -> replaces(entry.operation().content()).stream());
        return left(writes, named).stream()
                .reduce((one, next) -> next)
                .map(entry -> RoomPrint.value(entry.operation().content()))
                .orElse("");
    }

    private static List<OperationId> replaces(Content content) {
        return switch (content) {
            case Content.Topic topic -> topic.replaces();
            case Content.Name name -> name.replaces();
            case Content.Setting setting -> setting.replaces();
            default -> List.of();
        };
    }

    private List<AccountId> mentions(Entry entry) {
        return entry.operation().content() instanceof Content.Message message
                ? edit(entry).map(Content.Edit::mentions).orElse(message.mentions())
                : List.of();
    }

    private String item(Entry entry) {
        Content content = entry.operation().content();
        String body = switch (content) {
            case Content.Message message ->
                edit(entry).map(edit -> edit.text() + " (edited)").orElse(message.text());
            case Content.Poll poll -> poll(entry, poll);
            default -> "unknown " + content.kind().value();
        };
        Map<String, Set<AccountId>> reactions = new HashMap<>();
        History.EMOJIS.forEach(emoji -> reactions.put(emoji, reactors(entry.id(), emoji)));
        boolean deleted = isDeleted(entry);
        List<OperationId> replies = ordered.stream()
                .filter(other -> other.operation().content() instanceof Content.Message message
                        && message.thread().equals(Optional.of(entry.id())))
                .map(Entry::id)
                .toList();
        return RoomPrint.item(
                order(entry), deleted ? "deleted" : body, deleted ? Map.of() : reactions, texts(entry), replies);
    }

    private List<String> texts(Entry entry) {
        if (isDeleted(entry) || !(entry.operation().content() instanceof Content.Message message)) {
            return List.of();
        }
        return Stream.concat(
                        Stream.of(message.text()),
                        edits(entry).stream()
                                .map(edit -> edit(edit.operation().content()).text()))
                .toList();
    }

    private String poll(Entry entry, Content.Poll poll) {
        List<Set<AccountId>> voters = new ArrayList<>();
        for (int i = 0; i < poll.options().size(); i++) {
            voters.add(voters(entry, poll, i));
        }
        boolean closed = all(content -> content.equals(new Content.ClosePoll(entry.id())))
                .anyMatch(close -> close.author().equals(entry.author()));
        return RoomPrint.poll(poll.question(), voters, closed);
    }
}
