package chat.paloma.border;

import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.personal.Reading;
import chat.paloma.core.engine.room.Unreadables;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.Written;
import chat.paloma.core.room.operation.Attachment;
import chat.paloma.core.room.operation.EncryptedBlob;
import chat.paloma.core.room.operation.OperationId;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** Questions about rooms, see {@link Queries}. */
final class RoomQueries {
    private static final int MAX_LIMIT = 500;
    private static final int MAX_ACCOUNTS = 1_000;

    private RoomQueries() {}

    static JsonValue answer(EngineView view, String kind, Fields in) {
        if (kind.equals("rooms")) {
            return Texts.list(
                    view.rooms().stream().flatMap(id -> view.room(id).stream()).toList(), info -> room(view, info));
        }
        RoomId room = in.room("room");
        return switch (kind) {
            case "room" -> Queries.orNull(view.room(room).map(info -> room(view, info)));
            case "timeline" -> TimelineQuery.answer(view, room, in);
            case "entries" -> some(view, room, in.operations("entries"));
            case "unreadables" ->
                Texts.list(
                        view.unreadables().of(room), row -> unreadable(row.key().sequence(), row.value()));
            case "threads" -> entries(view, room, view.conversation(room).threads(limit(in)));
            case "pinned" -> entries(view, room, view.conversation(room).pinned(limit(in)));
            default -> entry(view, room, kind, in);
        };
    }

    private static JsonValue entry(EngineView view, RoomId room, String kind, Fields in) {
        OperationId entry = in.operation("entry");
        RoomView conversation = view.conversation(room);
        return switch (kind) {
            case "entry" -> Queries.orNull(conversation.item(entry).map(new EntryWriter(view, room)::write));
            case "texts" -> Texts.list(conversation.texts(entry, MAX_LIMIT), RoomQueries::text);
            case "reactors" ->
                Texts.list(conversation.reactors(entry, in.text("emoji"), Optional.empty(), MAX_ACCOUNTS));
            case "voters" ->
                Texts.list(conversation.voters(entry, in.number("option"), Optional.empty(), MAX_ACCOUNTS));
            case "readers" -> Texts.list(view.readers(room, entry));
            case "attachment" ->
                Queries.orNull(attachment(conversation, entry, in).map(Attachments::write));
            default -> throw new IllegalArgumentException("no question " + kind);
        };
    }

    static int limit(Fields in) {
        return Math.clamp(in.number("limit"), 1, MAX_LIMIT);
    }

    /** Those of the entries that there are, in one answer: each alone would take several times as long. */
    private static JsonValue some(EngineView view, RoomId room, List<OperationId> ids) {
        if (ids.size() > MAX_LIMIT) {
            throw new IllegalArgumentException("more than " + MAX_LIMIT + " entries");
        }
        RoomView conversation = view.conversation(room);
        return entries(
                view,
                room,
                ids.stream().flatMap(id -> conversation.item(id).stream()).toList());
    }

    private static JsonValue entries(EngineView view, RoomId room, List<RoomItem> items) {
        EntryWriter writer = new EntryWriter(view, room);
        return Texts.list(items, writer::write);
    }

    private static JsonObject text(Written<String> text) {
        return new JsonObject()
                .add("text", text.value())
                .add("time", text.order().time().millis());
    }

    private static Optional<EncryptedBlob> attachment(RoomView conversation, OperationId entry, Fields in) {
        int index = in.number("index");
        boolean thumbnail = in.bool("thumbnail");
        return conversation.item(entry).flatMap(item -> {
            if (!(item.body() instanceof RoomItem.Body.Message message)
                    || index < 0
                    || index >= message.attachments().size()) {
                return Optional.empty();
            }
            Attachment found = message.attachments().get(index);
            return thumbnail ? found.thumbnail().map(Attachment.Thumbnail::content) : Optional.of(found.content());
        });
    }

    private static JsonObject unreadable(long sequence, Unreadables.Unreadable unreadable) {
        return new JsonObject()
                .add("sequence", sequence)
                .add("time", unreadable.acceptTime())
                .add("why", unreadable.why())
                .add("attempts", unreadable.attempts())
                .add("nextAt", unreadable.nextAt());
    }

    private static JsonObject room(EngineView view, EngineView.RoomInfo info) {
        Reading.Unread unread = view.unread(info.id());
        JsonObject out = new JsonObject()
                .add("room", info.id().toString())
                .add("name", info.name())
                .add("topic", info.topic())
                .add("standing", Fields.lowerCase(info.standing()))
                .add("why", info.why())
                .add("members", Texts.list(members(info), RoomQueries::member))
                .add("unread", unread.messages())
                .add("mentions", unread.mentions())
                .add("notifications", Fields.lowerCase(view.notifications(info.id())))
                .add("draft", view.draft(info.id()))
                .add("sharesHistory", view.sharesHistory(info.id()))
                .add("waiting", info.waiting())
                .add("unreadable", view.unreadables().of(info.id()).size());
        Texts.add(out, "direct", info.direct());
        Texts.add(out, "readUpTo", view.readPlace(info.id()).map(place -> place.id()));
        info.roster()
                .ifPresent(roster ->
                        out.add("whoMayAdd", Fields.lowerCase(roster.policy().whoMayAdd())));
        info.obstacle().ifPresent(problem -> out.add("obstacle", EventWriter.write(problem)));
        view.conversation(info.id()).newest(new Listing.Timeline(), 1).stream()
                .findFirst()
                .ifPresent(item -> out.add("latest", latest(item)));
        return out;
    }

    private static List<Roster.Account> members(EngineView.RoomInfo info) {
        return info.roster()
                .map(roster -> List.copyOf(roster.accounts().values()))
                .orElse(List.of());
    }

    private static JsonObject member(Roster.Account account) {
        return new JsonObject()
                .add("account", account.id().toString())
                .add("role", Fields.lowerCase(account.role()))
                .add("devices", account.devices().size());
    }

    private static JsonObject latest(RoomItem item) {
        AccountId author = item.device().account();
        String text = switch (item.body()) {
            case RoomItem.Body.Message message ->
                message.text().isEmpty() && !message.attachments().isEmpty()
                        ? message.attachments().getFirst().name()
                        : message.text();
            case RoomItem.Body.Poll poll -> poll.question();
            case RoomItem.Body.Deleted ignored -> "";
            case RoomItem.Body.Unknown ignored -> "";
        };
        return new JsonObject()
                .add("account", author.toString())
                .add("text", text)
                .add("time", item.order().time().millis());
    }
}
