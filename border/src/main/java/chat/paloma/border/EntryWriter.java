package chat.paloma.border;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.EngineView.DeliveryState;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.operation.Attachment;
import chat.paloma.core.room.operation.Dimensions;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import java.util.Optional;

/** Writes what stands in a room's timeline as an {@code Entry} of {@code views.ts}. */
final class EntryWriter {
    private final EngineView view;
    private final RoomId room;
    private final RoomView conversation;
    private final Optional<AccountId> me;

    EntryWriter(EngineView view, RoomId room) {
        this.view = view;
        this.room = room;
        this.conversation = view.conversation(room);
        this.me = view.identity().map(own -> own.account());
    }

    private boolean isMe(AccountId account) {
        return me.filter(account::equals).isPresent();
    }

    JsonObject write(RoomItem item) {
        JsonObject out = new JsonObject()
                .add("id", item.id().toString())
                .add("place", ByteString.adopt(item.order().encoded()).toHex())
                .add("account", item.device().account().toString())
                .add("time", item.order().time().millis())
                .add("pinned", item.pinned())
                .add("reactions", Texts.list(item.reactions(), reaction -> reaction(item, reaction)))
                .add("attested", attested(item.attestation()))
                .add("body", body(item));
        Texts.add(out, "thread", item.thread());
        item.replies().ifPresent(replies -> out.add("replies", replies(replies)));
        if (isMe(item.device().account())) {
            DeliveryState state = view.delivery(room, item.id());
            out.add("delivery", Fields.lowerCase(state));
            Texts.add(out, "failure", view.failure(room, item.id()));
        }
        return out;
    }

    private JsonObject reaction(RoomItem item, RoomItem.Reaction reaction) {
        boolean mine = me.filter(own -> conversation.hasReacted(item.id(), reaction.emoji(), own))
                .isPresent();
        return new JsonObject()
                .add("emoji", reaction.emoji())
                .add("count", reaction.count())
                .add("mine", mine);
    }

    private JsonObject replies(RoomItem.ThreadSummary replies) {
        long last = conversation
                .item(replies.last())
                .map(item -> item.order().time().millis())
                .orElse(0L);
        return new JsonObject().add("count", replies.count()).add("last", last);
    }

    private static String attested(Attestation attestation) {
        return switch (attestation) {
            case Attestation.Own ignored -> "own";
            case Attestation.Verified ignored -> "verified";
            case Attestation.Evident ignored -> "verified";
            case Attestation.By ignored -> "by another device";
        };
    }

    private JsonObject body(RoomItem item) {
        return switch (item.body()) {
            case RoomItem.Body.Message message -> message(item, message);
            case RoomItem.Body.Poll poll -> poll(item, poll);
            case RoomItem.Body.Deleted ignored -> Texts.kind("deleted");
            case RoomItem.Body.Unknown ignored -> Texts.kind("unknown");
        };
    }

    private JsonObject message(RoomItem item, RoomItem.Body.Message message) {
        JsonArray attachments = new JsonArray();
        for (int i = 0; i < message.attachments().size(); i++) {
            attachments.add(attachment(item, i, message.attachments().get(i)));
        }
        JsonObject out = Texts.kind("message")
                .add("text", message.text())
                .add("edited", message.edited())
                .add("mentions", Texts.list(message.mentions()))
                .add("mentionsMe", message.mentions().stream().anyMatch(this::isMe))
                .add("attachments", attachments);
        return Texts.add(out, "replyTo", message.replyTo());
    }

    /** Without the key, which the host takes by the id. */
    private static JsonObject attachment(RoomItem item, int index, Attachment attachment) {
        JsonObject out = new JsonObject()
                .add("id", item.id() + ":" + index)
                .add("name", attachment.name())
                .add("mediaType", attachment.mediaType())
                .add("size", attachment.content().size());
        attachment.dimensions().ifPresent(size -> out.add("width", size.width()).add("height", size.height()));
        attachment.thumbnail().ifPresent(small -> out.add("thumbnail", dimensions(small.dimensions())));
        return out;
    }

    private static JsonObject dimensions(Dimensions size) {
        return new JsonObject().add("width", size.width()).add("height", size.height());
    }

    private JsonObject poll(RoomItem item, RoomItem.Body.Poll poll) {
        JsonArray options = new JsonArray();
        for (int i = 0; i < poll.options().size(); i++) {
            int index = i;
            options.add(new JsonObject()
                    .add("text", poll.options().get(i).text())
                    .add("votes", poll.options().get(i).votes())
                    .add(
                            "mine",
                            me.filter(own -> conversation.hasVoted(item.id(), index, own))
                                    .isPresent()));
        }
        return Texts.kind("poll")
                .add("question", poll.question())
                .add("options", options)
                .add("multiple", poll.multiple())
                .add("closed", poll.closed());
    }
}
