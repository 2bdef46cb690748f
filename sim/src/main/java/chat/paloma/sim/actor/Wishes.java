package chat.paloma.sim.actor;

import chat.paloma.core.engine.api.Command;
import chat.paloma.core.membership.RoomId;
import chat.paloma.sim.check.Names;
import java.util.Optional;

/** Commands in plain words. */
final class Wishes {
    private Wishes() {}

    /** The room that a command is about. */
    static Optional<RoomId> roomOf(Command command) {
        return switch (command) {
            case Command.AddMember each -> Optional.of(each.room());
            case Command.RemoveMember each -> Optional.of(each.room());
            case Command.Leave each -> Optional.of(each.room());
            case Command.SetRole each -> Optional.of(each.room());
            case Command.SetWhoMayAdd each -> Optional.of(each.room());
            case Command.CreateLink each -> Optional.of(each.room());
            case Command.RevokeLinks each -> Optional.of(each.room());
            case Command.SendMessage each -> Optional.of(each.room());
            case Command.EditMessage each -> Optional.of(each.room());
            case Command.DeleteMessage each -> Optional.of(each.room());
            case Command.React each -> Optional.of(each.room());
            case Command.Pin each -> Optional.of(each.room());
            case Command.SetName each -> Optional.of(each.room());
            case Command.SetTopic each -> Optional.of(each.room());
            case Command.CreatePoll each -> Optional.of(each.room());
            case Command.Vote each -> Optional.of(each.room());
            case Command.ClosePoll each -> Optional.of(each.room());
            default -> Optional.empty();
        };
    }

    static String tell(Command command, Names names) {
        String what = switch (command) {
            case Command.Register each -> "registers as " + each.handle().value();
            case Command.Recover each ->
                "comes back with the recovery key of " + each.handle().value();
            case Command.NameContact each -> "calls " + names.of(each.account()) + " \"" + each.name() + "\"";
            case Command.SetDraft each -> "drafts \"" + each.text() + "\" in " + names.of(each.room());
            case Command.SetNotifications each -> "wants to be told " + each.level() + " of " + names.of(each.room());
            case Command.MarkRead each -> "has read " + names.of(each.room());
            case Command.BeginLinking each -> "waits to be linked";
            case Command.ApproveLinking each -> "links a device";
            case Command.RevokeDevice each -> "revokes a device";
            case Command.LookUp each -> "looks up " + each.handle().value();
            case Command.OpenDirect each -> "opens the conversation with " + names.of(each.account());
            case Command.AnswerRequest each -> (each.accept() ? "accepts " : "declines ") + names.of(each.account());
            case Command.Block each -> (each.blocked() ? "blocks " : "unblocks ") + names.of(each.account());
            case Command.CreateRoom each ->
                "creates a room with " + each.members().size() + " others";
            case Command.AddMember each -> "adds " + names.of(each.account());
            case Command.RemoveMember each -> "removes " + names.of(each.account());
            case Command.Leave each -> "leaves";
            case Command.SetRole each -> "makes " + names.of(each.account()) + " " + each.role();
            case Command.SetWhoMayAdd each -> "lets " + each.who() + " add people";
            case Command.CreateLink each -> "makes a link";
            case Command.RevokeLinks each -> "revokes all links";
            case Command.JoinByLink each -> "joins by a link";
            case Command.SendMessage each -> "writes \"" + shorten(each.text()) + "\"";
            case Command.EditMessage each -> "edits a message to \"" + shorten(each.text()) + "\"";
            case Command.DeleteMessage each -> "deletes a message";
            case Command.React each -> (each.on() ? "reacts with " : "takes back ") + each.emoji();
            case Command.Pin each -> each.on() ? "pins a message" : "unpins a message";
            case Command.SetName each -> "names it \"" + each.name() + "\"";
            case Command.SetTopic each -> "sets the topic \"" + each.topic() + "\"";
            case Command.CreatePoll each -> "makes a poll";
            case Command.Vote each -> "votes";
            case Command.ClosePoll each -> "closes a poll";
            default -> command.getClass().getSimpleName();
        };
        return what + roomOf(command).map(room -> " in " + names.of(room)).orElse("");
    }

    private static String shorten(String text) {
        return text.length() > 24 ? text.substring(0, 24) + "…" : text;
    }
}
