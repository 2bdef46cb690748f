package chat.paloma.core.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.room.RoomItem.Body;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.store.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts together what a room shows of one operation. */
final class ItemReader {
    private final RoomData data;

    ItemReader(RoomData data) {
        this.data = data;
    }

    RoomItem read(StoredOperation stored) {
        boolean deleted = data.isDeleted(stored);
        OperationId id = stored.id();
        return new RoomItem(
                id,
                stored.operation().device(),
                data.order(stored),
                stored.attestation(),
                deleted ? new Body.Deleted() : body(stored),
                Projection.threadOf(stored.operation().content()),
                !deleted && data.winner(Register.pins(id)).isPresent(),
                deleted ? List.of() : reactions(id),
                replies(id));
    }

    private Body body(StoredOperation stored) {
        return switch (stored.operation().content()) {
            case Content.Message message -> message(stored, message);
            case Content.Poll poll -> poll(stored, poll);
            default -> new Body.Unknown(stored.operation().kind());
        };
    }

    private Body message(StoredOperation stored, Content.Message message) {
        Optional<Content.Edit> edit =
                data.edit(stored).map(write -> (Content.Edit) write.operation().content());
        return new Body.Message(
                edit.map(Content.Edit::text).orElse(message.text()),
                edit.isPresent(),
                message.replyTo(),
                edit.map(Content.Edit::mentions).orElse(message.mentions()),
                message.attachments());
    }

    private Body poll(StoredOperation stored, Content.Poll poll) {
        List<Body.Poll.Option> options = new ArrayList<>();
        for (int i = 0; i < poll.options().size(); i++) {
            options.add(new Body.Poll.Option(poll.options().get(i), data.facts().count(Facts.voted(stored.id(), i))));
        }
        return new Body.Poll(
                poll.question(), options, poll.multiple(), data.closed(stored).isPresent());
    }

    private List<RoomItem.Reaction> reactions(OperationId id) {
        List<RoomItem.Reaction> reactions = new ArrayList<>();
        ByteString end = KeyRange.behind(Facts.reacted(id));
        ByteString from = Facts.reacted(id);
        while (reactions.size() < RoomItem.MAX_REACTIONS) {
            List<ByteString> found = data.facts().range(from, end, 1);
            if (found.isEmpty()) {
                break;
            }
            String emoji = Facts.emojiOf(found.getFirst());
            ByteString all = Facts.reacted(id, emoji);
            reactions.add(new RoomItem.Reaction(emoji, data.facts().count(all)));
            from = KeyRange.behind(all);
        }
        return reactions;
    }

    private Optional<RoomItem.ThreadSummary> replies(OperationId id) {
        ByteString thread = Facts.thread(id);
        return data.facts()
                .last(thread)
                .map(last -> new RoomItem.ThreadSummary(data.facts().count(thread), Facts.idOf(last)));
    }
}
