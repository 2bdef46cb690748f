package chat.paloma.cli.client;

import chat.paloma.client.transport.PlainText;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.EngineView.RoomInfo;
import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.RoomItem.Body;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What there is to see of rooms, messages and people, as text and as JSON. */
final class Describe {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private Describe() {}

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Today's times are short. */
    static String time(long millis) {
        ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault());
        return (time.toLocalDate().equals(LocalDate.now(ZoneId.systemDefault())) ? TIME : DAY).format(time);
    }

    // Messages

    static String kind(Body body) {
        return switch (body) {
            case Body.Message message -> "message";
            case Body.Poll poll -> "poll";
            case Body.Deleted() -> "deleted";
            case Body.Unknown unknown -> "unknown";
        };
    }

    private static boolean isOwn(EngineView view, RoomItem item) {
        return view.identity()
                .filter(identity -> identity.account().equals(item.device().account()))
                .isPresent();
    }

    static JsonLine json(EngineView view, RoomId room, RoomItem item) {
        JsonLine line = JsonLine.of(JsonType.MESSAGE)
                .put(JsonField.ROOM, room.toString())
                .put(JsonField.ROOM_NAME, Names.room(view, room))
                .put(JsonField.ID, item.id().toString())
                .put(JsonField.KIND, kind(item.body()))
                .put(JsonField.HANDLE, view.name(item.device().account()))
                .put(JsonField.ACCOUNT, item.device().account().toString())
                .put(JsonField.TIME, item.order().time().millis())
                .put(JsonField.ATTESTED, attested(item.attestation()))
                .put(JsonField.PINNED, item.pinned())
                .put(JsonField.THREAD, item.thread().map(Object::toString))
                .put(JsonField.REACTIONS, reactions(item))
                .put(
                        JsonField.REPLIES,
                        item.replies().map(RoomItem.ThreadSummary::count).orElse(0L));
        if (isOwn(view, item)) {
            line.put(JsonField.DELIVERY, lower(view.delivery(room, item.id())))
                    .put(JsonField.WHY, view.failure(room, item.id()));
        }
        switch (item.body()) {
            case Body.Message message ->
                line.put(JsonField.TEXT, message.text())
                        .put(JsonField.EDITED, message.edited())
                        .put(JsonField.REPLY_TO, message.replyTo().map(Object::toString))
                        .put(
                                JsonField.MENTIONS_ME,
                                view.identity()
                                        .filter(identity -> message.mentions().contains(identity.account()))
                                        .isPresent());
            case Body.Poll poll ->
                line.put(JsonField.TEXT, poll.question())
                        .put(JsonField.CLOSED, poll.closed())
                        .put(
                                JsonField.OPTIONS,
                                poll.options().stream()
                                        .map(option -> JsonLine.within(JsonType.MESSAGE)
                                                .put(JsonField.TEXT, option.text())
                                                .put(JsonField.COUNT, option.votes()))
                                        .toList());
            case Body.Deleted() -> {}
            case Body.Unknown unknown -> {}
        }
        return line;
    }

    private static List<JsonLine> reactions(RoomItem item) {
        return item.reactions().stream()
                .map(reaction -> JsonLine.within(JsonType.MESSAGE)
                        .put(JsonField.EMOJI, reaction.emoji())
                        .put(JsonField.COUNT, reaction.count()))
                .toList();
    }

    private static String attested(Attestation attestation) {
        return switch (attestation) {
            case Attestation.Own() -> "own";
            case Attestation.Verified verified -> "verified";
            case Attestation.Evident() -> "verified";
            case Attestation.By by -> "by another device's word";
        };
    }

    static String text(EngineView view, RoomId room, RoomItem item) {
        StringBuilder text = new StringBuilder(Names.id(item.id().toString()))
                .append("  ")
                .append(time(item.order().time().millis()))
                .append("  ")
                .append(view.name(item.device().account()))
                .append(": ")
                .append(body(item.body()));
        if (item.pinned()) {
            text.append("  (pinned)");
        }
        item.reactions()
                .forEach(reaction -> text.append("  ")
                        .append(PlainText.line(reaction.emoji()))
                        .append(' ')
                        .append(reaction.count()));
        item.replies()
                .ifPresent(replies -> text.append("  (").append(replies.count()).append(" in the thread)"));
        if (isOwn(view, item)) {
            switch (view.delivery(room, item.id())) {
                case QUEUED -> text.append("  (not sent yet)");
                case FAILED ->
                    text.append("  (not sent: ")
                            .append(view.failure(room, item.id()).orElse(""))
                            .append(')');
                case SENT, DELIVERED, READ -> {}
            }
        }
        return text.toString();
    }

    private static String body(Body body) {
        return switch (body) {
            case Body.Message message ->
                PlainText.lines(message.text(), "          ") + (message.edited() ? "  (edited)" : "");
            case Body.Poll poll ->
                PlainText.line(poll.question()) + (poll.closed() ? "  (closed)" : "") + options(poll.options());
            case Body.Deleted() -> "(deleted)";
            case Body.Unknown unknown -> "(needs a newer version)";
        };
    }

    private static String options(List<Body.Poll.Option> options) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < options.size(); i++) {
            text.append("\n          ")
                    .append(i + 1)
                    .append(". ")
                    .append(PlainText.line(options.get(i).text()))
                    .append("  ")
                    .append(options.get(i).votes());
        }
        return text.toString();
    }

    // Rooms

    static JsonLine json(EngineView view, RoomInfo room) {
        return JsonLine.of(JsonType.ROOM)
                .put(JsonField.ROOM, room.id().toString())
                .put(JsonField.ROOM_NAME, Names.room(view, room.id()))
                .put(JsonField.TOPIC, room.topic())
                .put(JsonField.STANDING, lower(room.standing()))
                .put(JsonField.WHY, Optional.of(room.why()).filter(why -> !why.isEmpty()))
                .put(JsonField.WITH, room.direct().map(view::name))
                .put(JsonField.WAITING, room.waiting())
                .put(JsonField.UNREADABLE, view.unreadables().of(room.id()).size())
                .put(
                        JsonField.MEMBERS,
                        room.roster().stream()
                                .flatMap(roster -> roster.accounts().values().stream())
                                .map(account -> member(view, account))
                                .toList());
    }

    private static JsonLine member(EngineView view, Roster.Account account) {
        return JsonLine.within(JsonType.PERSON)
                .put(JsonField.HANDLE, view.name(account.id()))
                .put(JsonField.ACCOUNT, account.id().toString())
                .put(JsonField.ROLE, lower(account.role()));
    }

    static String text(EngineView view, RoomInfo room) {
        StringBuilder text =
                new StringBuilder(Names.id(room.id().toString())).append("  ").append(Names.room(view, room.id()));
        room.roster()
                .ifPresent(roster -> text.append("  ")
                        .append(roster.accounts().values().stream()
                                .map(account -> view.name(account.id()))
                                .collect(Collectors.joining(", "))));
        if (!room.topic().isEmpty()) {
            text.append("  ").append(PlainText.line(room.topic()));
        }
        switch (room.standing()) {
            case ACTIVE -> {}
            case OPENING, JOINING ->
                text.append("  (").append(lower(room.standing())).append(')');
            case STUCK, ENDED ->
                text.append("  (")
                        .append(lower(room.standing()))
                        .append(": ")
                        .append(PlainText.line(room.why()))
                        .append(')');
        }
        if (room.waiting() > 0) {
            text.append("  (").append(room.waiting()).append(" not sent yet");
            room.obstacle().ifPresent(problem -> text.append(": ").append(PlainText.line(problem.toString())));
            text.append(')');
        }
        int unreadable = view.unreadables().of(room.id()).size();
        return unreadable == 0 ? text.toString() : text + "  (" + unreadable + " can't be read)";
    }

    // People

    static JsonLine json(EngineView view, AccountId account, Contact contact) {
        return JsonLine.of(JsonType.PERSON)
                .put(JsonField.HANDLE, view.name(account))
                .put(JsonField.ACCOUNT, account.toString())
                .put(JsonField.ASKS, contact.isRequest())
                .put(JsonField.ASKED, contact.asked())
                .put(JsonField.ACCEPTED, contact.accepted())
                .put(JsonField.ACCEPTS, contact.accepts())
                .put(JsonField.BLOCKED, contact.blocked())
                .put(JsonField.VERIFIED, contact.verified());
    }
}
