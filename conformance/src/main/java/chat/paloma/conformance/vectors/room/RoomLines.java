package chat.paloma.conformance.vectors.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.StoredOperation;
import chat.paloma.core.room.Written;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Everything that a room shows, a line each. */
final class RoomLines {
    private static final int ALL = 10_000;

    private RoomLines() {}

    static List<String> of(RoomView room) {
        List<String> lines = new ArrayList<>();
        Set<AccountId> accounts = new TreeSet<>();
        Set<String> keys = new TreeSet<>();
        for (StoredOperation stored : room.operations(Optional.empty(), ALL)) {
            accounts.add(stored.author());
            if (stored.operation().content() instanceof Content.Setting setting) {
                keys.add(setting.key());
            }
            room.item(stored.id()).ifPresent(item -> lines.add(item(room, item)));
        }
        for (AccountId account : accounts) {
            lines.add("mentions " + account + " " + ids(room.newest(new Listing.Mentions(account), ALL)));
        }
        lines.add("timeline " + ids(room.newest(new Listing.Timeline(), ALL)));
        lines.add("pinned " + ids(room.pinned(ALL)));
        lines.add("topic " + room.topic().map(Written::value).orElse(""));
        lines.add("name " + room.name().map(Written::value).orElse(""));
        for (String key : keys) {
            lines.add("setting " + key + " "
                    + room.setting(key)
                            .map(Written::value)
                            .map(ByteString::toHex)
                            .orElse("-"));
        }
        lines.add("heads " + room.heads(ALL));
        lines.add("duplicated "
                + room.duplicated(ALL).stream()
                        .map(device -> device.device().device() + " " + room.evidence(device, ALL))
                        .toList());
        return lines;
    }

    private static List<OperationId> ids(List<RoomItem> items) {
        return items.stream().map(RoomItem::id).toList();
    }

    private static String item(RoomView room, RoomItem item) {
        StringBuilder line = new StringBuilder();
        line.append(item.order().time().value()).append(' ').append(item.id()).append(' ');
        line.append(
                switch (item.body()) {
                    case RoomItem.Body.Message message ->
                        "message " + message.text() + (message.edited() ? " edited" : "");
                    case RoomItem.Body.Poll poll ->
                        "poll " + poll.question() + " " + voters(room, item, poll) + (poll.closed() ? " closed" : "");
                    case RoomItem.Body.Deleted() -> "deleted";
                    case RoomItem.Body.Unknown unknown ->
                        "unknown " + unknown.kind().value();
                });
        for (RoomItem.Reaction reaction : item.reactions()) {
            line.append(' ').append(reaction.emoji()).append(' ');
            line.append(room.reactors(item.id(), reaction.emoji(), Optional.empty(), ALL));
        }
        item.thread().ifPresent(root -> line.append(" under ").append(root));
        item.replies().ifPresent(replies -> line.append(" replies ").append(replies.count()));
        List<String> texts =
                room.texts(item.id(), ALL).stream().map(Written::value).toList();
        return line.append(" texts ").append(texts).toString();
    }

    private static List<List<AccountId>> voters(RoomView room, RoomItem item, RoomItem.Body.Poll poll) {
        List<List<AccountId>> voters = new ArrayList<>();
        for (int i = 0; i < poll.options().size(); i++) {
            voters.add(room.voters(item.id(), i, Optional.empty(), ALL));
        }
        return voters;
    }
}
