package chat.paloma.core.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that a room shows, in lines that a test compares. */
final class RoomPrint {
    private static final int ALL = 10_000;

    private RoomPrint() {}

    static String item(
            Order order,
            String body,
            Map<String, Set<AccountId>> reactions,
            List<String> texts,
            List<OperationId> replies) {
        Map<String, Set<AccountId>> shown = new TreeMap<>(reactions);
        shown.values().removeIf(Set::isEmpty);
        return order + " " + body + " reactions " + shown + " texts " + texts + " replies " + replies;
    }

    static String poll(String question, List<Set<AccountId>> voters, boolean closed) {
        return question + " " + voters + (closed ? " closed" : "");
    }

    static String mentions(AccountId account, List<OperationId> messages) {
        return "mentions of " + account + " " + messages;
    }

    static String pinned(List<OperationId> messages) {
        return "pinned " + messages;
    }

    static String value(Content content) {
        return switch (content) {
            case Content.Topic topic -> topic.text();
            case Content.Name name -> name.text();
            case Content.Setting setting ->
                setting.value().map(ByteString::toString).orElse("");
            default -> throw new AssertionError(content);
        };
    }

    static List<String> of(RoomView room) {
        List<String> lines = new ArrayList<>();
        List<RoomItem> items = new ArrayList<>(room.newest(new Listing.Timeline(), ALL));
        Set<OperationId> roots = new TreeSet<>();
        room.operations(Optional.empty(), ALL)
                .forEach(stored ->
                        Projection.threadOf(stored.operation().content()).ifPresent(roots::add));
        roots.forEach(root -> items.addAll(room.newest(new Listing.Replies(root), ALL)));
        items.sort(Comparator.comparing(RoomItem::order));
        items.forEach(item -> lines.add(item(room, item)));
        for (int account = 1; account <= 3; account++) {
            AccountId mentioned = History.account(account);
            lines.add(mentions(mentioned, ids(room.newest(new Listing.Mentions(mentioned), ALL))));
        }
        lines.add(pinned(ids(room.pinned(ALL))));
        lines.add("topic " + room.topic().map(Written::value).orElse(""));
        lines.add("name " + room.name().map(Written::value).orElse(""));
        for (String key : History.KEYS) {
            lines.add("setting " + key + " "
                    + room.setting(key).map(found -> found.value().toString()).orElse(""));
        }
        lines.add("heads " + new TreeSet<>(room.heads(ALL)));
        return lines;
    }

    static List<OperationId> ids(List<RoomItem> items) {
        return items.stream().map(RoomItem::id).toList();
    }

    private static String item(RoomView room, RoomItem item) {
        Map<String, Set<AccountId>> reactions = new HashMap<>();
        for (RoomItem.Reaction reaction : item.reactions()) {
            List<AccountId> accounts = room.reactors(item.id(), reaction.emoji(), Optional.empty(), ALL);
            if (accounts.size() != reaction.count()) {
                throw new AssertionError("counts " + reaction + " of " + accounts);
            }
            reactions.put(reaction.emoji(), new TreeSet<>(accounts));
        }
        List<OperationId> replies = ids(room.newest(new Listing.Replies(item.id()), ALL));
        long count = item.replies().map(RoomItem.ThreadSummary::count).orElse(0L);
        if (count != replies.size()) {
            throw new AssertionError("counts " + count + " of " + replies);
        }
        List<String> texts =
                room.texts(item.id(), ALL).stream().map(Written::value).toList();
        return item(item.order(), body(room, item), reactions, texts, replies);
    }

    private static String body(RoomView room, RoomItem item) {
        return switch (item.body()) {
            case RoomItem.Body.Message message -> message.text() + (message.edited() ? " (edited)" : "");
            case RoomItem.Body.Poll poll -> {
                List<Set<AccountId>> voters = new ArrayList<>();
                for (int i = 0; i < poll.options().size(); i++) {
                    voters.add(new TreeSet<>(room.voters(item.id(), i, Optional.empty(), ALL)));
                    if (voters.getLast().size() != poll.options().get(i).votes()) {
                        throw new AssertionError("counts " + poll + " of " + voters);
                    }
                }
                yield poll(poll.question(), voters, poll.closed());
            }
            case RoomItem.Body.Deleted() -> "deleted";
            case RoomItem.Body.Unknown unknown -> "unknown " + unknown.kind().value();
        };
    }
}
