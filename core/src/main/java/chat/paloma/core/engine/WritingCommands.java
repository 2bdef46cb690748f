package chat.paloma.core.engine;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.api.TimelineEntryId;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.Histories;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.room.Standing;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.RoomComposer;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.OperationId;
import java.util.Optional;
import java.util.function.Function;

/** What a person writes. It is part of the room at once and sent when that is possible, without a connection too. */
final class WritingCommands {
    private final Device device;
    private final Rooms rooms;
    private final Connection connection;
    private final Replies replies;

    WritingCommands(Device device, Rooms rooms, Connection connection, Replies replies) {
        this.device = device;
        this.rooms = rooms;
        this.connection = connection;
        this.replies = replies;
    }

    private void write(long id, RoomId room, Function<RoomComposer, Optional<? extends Content>> content) {
        Optional<RoomEntry> entry = rooms.find(room);
        if (entry.isEmpty() || entry.get().standing() == Standing.ENDED) {
            replies.refused(
                    id, ProblemCode.NOT_A_MEMBER, entry.map(RoomEntry::why).orElse(""));
            return;
        }
        if (rooms.isLeaving(room)) {
            replies.refused(id, ProblemCode.NOT_A_MEMBER, RoomCommands.LEAVING);
            return;
        }
        Optional<OperationId> written = rooms.write(room, content);
        if (written.isEmpty()) {
            replies.done(id);
            return;
        }
        replies.done(id, new Outcome.Operation(new TimelineEntryId(written.get().bytes())));
        connection.session().ifPresent(session -> session.lanes().poke(room));
    }

    /** The message, if it is there and this account's. */
    private Optional<RoomItem> own(long id, RoomId room, OperationId message) {
        Optional<RoomItem> item = find(id, room, message);
        if (item.isPresent() && !item.get().device().account().equals(device.account())) {
            replies.refused(id, ProblemCode.FORBIDDEN, "somebody else wrote this");
            return Optional.empty();
        }
        return item;
    }

    private Optional<RoomItem> find(long id, RoomId room, OperationId message) {
        if (rooms.find(room).isEmpty()) {
            replies.refused(id, ProblemCode.NOT_A_MEMBER, "");
            return Optional.empty();
        }
        Optional<RoomItem> item = rooms.conversations().view(room).item(message);
        if (item.isEmpty()) {
            replies.refused(id, ProblemCode.NOT_FOUND, "there is no such message in this room");
        }
        return item;
    }

    void send(long id, Command.SendMessage send) {
        write(
                id,
                send.room(),
                composer -> Optional.of(new Content.Message(
                        send.text(), send.replyTo(), send.thread(), send.mentions(), send.attachments())));
    }

    void edit(long id, Command.EditMessage edit) {
        own(id, edit.room(), edit.message())
                .ifPresent(item -> write(
                        id,
                        edit.room(),
                        composer -> Optional.of(composer.edit(edit.message(), edit.text(), edit.mentions()))));
    }

    void delete(long id, Command.DeleteMessage delete) {
        own(id, delete.room(), delete.message())
                .ifPresent(item ->
                        write(id, delete.room(), composer -> Optional.of(new Content.Delete(delete.message()))));
    }

    void react(long id, Command.React react) {
        find(id, react.room(), react.message())
                .ifPresent(item -> write(
                        id,
                        react.room(),
                        composer -> react.on()
                                ? Optional.of(new Content.React(react.message(), react.emoji()))
                                : composer.unreact(react.message(), react.emoji())));
    }

    void pin(long id, Command.Pin pin) {
        find(id, pin.room(), pin.message())
                .ifPresent(item -> write(
                        id,
                        pin.room(),
                        composer -> pin.on()
                                ? Optional.of(new Content.Pin(pin.message()))
                                : composer.unpin(pin.message())));
    }

    void setName(long id, Command.SetName set) {
        write(id, set.room(), composer -> Optional.of(composer.name(set.name())));
    }

    void setTopic(long id, Command.SetTopic set) {
        write(id, set.room(), composer -> Optional.of(composer.topic(set.topic())));
    }

    /** Every member could write the setting: a client that keeps to the rules leaves it to administrators. */
    void setHistory(long id, Command.SetHistory set) {
        boolean may = rooms.roster(set.room())
                .map(roster -> roster.policy().roleOf(device.account()))
                .filter(role -> role.isAtLeast(Role.ADMINISTRATOR))
                .isPresent();
        if (rooms.find(set.room()).isPresent() && !may) {
            replies.refused(id, ProblemCode.FORBIDDEN, "only administrators decide what is shared");
            return;
        }
        ByteString value = ByteString.adopt(new byte[] {(byte) (set.shared() ? 1 : 0)});
        write(
                id,
                set.room(),
                composer -> Histories.isShared(rooms.conversations().view(set.room())) == set.shared()
                        ? Optional.empty()
                        : Optional.of(composer.setting(Histories.SETTING, Optional.of(value))));
    }

    void createPoll(long id, Command.CreatePoll create) {
        write(
                id,
                create.room(),
                composer -> Optional.of(
                        new Content.Poll(create.question(), create.options(), create.multiple(), Optional.empty())));
    }

    void vote(long id, Command.Vote vote) {
        find(id, vote.room(), vote.poll())
                .ifPresent(item ->
                        write(id, vote.room(), composer -> Optional.of(new Content.Vote(vote.poll(), vote.choices()))));
    }

    void closePoll(long id, Command.ClosePoll close) {
        own(id, close.room(), close.poll())
                .ifPresent(
                        item -> write(id, close.room(), composer -> Optional.of(new Content.ClosePoll(close.poll()))));
    }
}
