package chat.paloma.border;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.NotificationLevel;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.room.operation.Attachment;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Reads commands as {@code web/src/model/commands.ts} has them, and the two about blobs, which the host alone gives. What
 * is malformed or outside its bounds is an {@link IllegalArgumentException}.
 */
public final class CommandReader {
    private CommandReader() {}

    /** Reads one command. */
    public static Command read(String json) {
        Fields in = Fields.parse(json);
        String kind = in.text("kind");
        return switch (kind) {
            case "register", "recover", "beginLinking", "approveLinking", "revokeDevice" -> account(kind, in);
            case "rotateListKey" -> new Command.RotateListKey(in.text("recoveryKey"));
            case "removeAccount" -> new Command.RemoveAccount(in.account("account"));
            case "createInvite",
                    "createReset",
                    "listInvites",
                    "revokeInvite",
                    "listAccounts",
                    "setAdministrator",
                    "listRoomSizes",
                    "getStatus" -> administration(kind, in);
            case "lookUp", "acceptIdentity", "answerRequest", "block", "verify", "nameContact", "readmit" ->
                person(kind, in);
            case "sendMessage" -> send(in);
            case "editMessage", "deleteMessage", "react", "pin" -> message(kind, in);
            case "createPoll", "vote", "closePoll" -> poll(kind, in);
            case "markRead", "setDraft", "setNotifications", "setSetting" -> personal(kind, in);
            case "setTyping" -> new Command.SetTyping(in.room("room"), in.bool("typing"));
            case "showPresence" -> new Command.ShowPresence(in.bool("visible"));
            case "beginUpload" -> new Command.BeginUpload(in.room("room"), in.blob("blob"), in.integer("size"));
            case "beginDownload" -> new Command.BeginDownload(in.room("room"), in.blob("blob"));
            default -> room(kind, in);
        };
    }

    private static Command account(String kind, Fields in) {
        return switch (kind) {
            case "register" ->
                new Command.Register(
                        in.text("origin"), in.optionalText("invite").map(CommandReader::token), in.handle("handle"));
            case "recover" -> new Command.Recover(in.text("origin"), in.handle("handle"), in.text("recoveryKey"));
            case "beginLinking" -> new Command.BeginLinking(in.text("origin"));
            case "approveLinking" -> new Command.ApproveLinking(in.text("code"));
            default -> new Command.RevokeDevice(in.device("device"), in.optionalText("recoveryKey"));
        };
    }

    /** What stands behind {@code #join=} in a link. */
    private static ByteString token(String base64url) {
        return ByteString.adopt(Base64.getUrlDecoder().decode(base64url));
    }

    private static Command administration(String kind, Fields in) {
        return switch (kind) {
            case "createInvite" -> new Command.CreateInvite(in.bool("administrator"), in.number("days"));
            case "createReset" -> new Command.CreateReset(in.account("account"), in.number("days"));
            case "listInvites" -> new Command.ListInvites();
            case "revokeInvite" -> new Command.RevokeInvite(in.bytes("id"));
            case "listAccounts" -> new Command.ListAccounts(in.text("after"));
            case "setAdministrator" -> new Command.SetAdministrator(in.account("account"), in.bool("administrator"));
            case "listRoomSizes" -> new Command.ListRoomSizes(in.optionalRoom("after"));
            default -> new Command.GetStatus();
        };
    }

    private static Command person(String kind, Fields in) {
        return switch (kind) {
            case "lookUp" -> new Command.LookUp(in.handle("handle"));
            case "acceptIdentity" -> new Command.AcceptIdentity(in.handle("handle"));
            case "answerRequest" -> new Command.AnswerRequest(in.account("account"), in.bool("accept"));
            case "block" -> new Command.Block(in.account("account"), in.bool("blocked"));
            case "verify" -> new Command.Verify(in.account("account"), in.bool("verified"));
            case "readmit" -> new Command.Readmit(in.account("account"));
            default -> new Command.NameContact(in.account("account"), in.text("name"));
        };
    }

    private static Command room(String kind, Fields in) {
        return switch (kind) {
            case "createRoom" ->
                new Command.CreateRoom(
                        in.text("name"), in.accounts("members"), in.constant("whoMayAdd", WhoMayAdd.values()));
            case "openDirect" -> new Command.OpenDirect(in.account("account"));
            case "addMember" -> new Command.AddMember(in.room("room"), in.account("account"));
            case "removeMember" -> new Command.RemoveMember(in.room("room"), in.account("account"));
            case "leave" -> new Command.Leave(in.room("room"));
            case "createLink" -> new Command.CreateLink(in.room("room"));
            case "revokeLinks" -> new Command.RevokeLinks(in.room("room"));
            case "repairRoom" -> new Command.RepairRoom(in.room("room"));
            case "retryUnreadable" -> new Command.RetryUnreadable(in.room("room"));
            case "setRole" ->
                new Command.SetRole(in.room("room"), in.account("account"), in.constant("role", Role.values()));
            case "setWhoMayAdd" -> new Command.SetWhoMayAdd(in.room("room"), in.constant("who", WhoMayAdd.values()));
            case "joinByLink" -> new Command.JoinByLink(in.text("link"));
            case "setHistory" -> new Command.SetHistory(in.room("room"), in.bool("shared"));
            case "setRetention" -> new Command.SetRetention(in.room("room"), in.number("seconds"));
            case "setName" -> new Command.SetName(in.room("room"), in.text("text"));
            case "setTopic" -> new Command.SetTopic(in.room("room"), in.text("text"));
            default -> throw new IllegalArgumentException("no command " + kind);
        };
    }

    private static Command send(Fields in) {
        List<Attachment> attachments =
                in.texts("attachments").stream().map(Attachments::read).toList();
        return new Command.SendMessage(
                in.room("room"),
                in.text("text"),
                in.optionalOperation("replyTo"),
                in.optionalOperation("thread"),
                in.accounts("mentions"),
                attachments);
    }

    private static Command message(String kind, Fields in) {
        return switch (kind) {
            case "editMessage" ->
                new Command.EditMessage(
                        in.room("room"), in.operation("message"), in.text("text"), in.accounts("mentions"));
            case "deleteMessage" -> new Command.DeleteMessage(in.room("room"), in.operation("message"));
            case "react" ->
                new Command.React(in.room("room"), in.operation("message"), in.text("emoji"), in.bool("on"));
            default -> new Command.Pin(in.room("room"), in.operation("message"), in.bool("on"));
        };
    }

    private static Command poll(String kind, Fields in) {
        return switch (kind) {
            case "createPoll" ->
                new Command.CreatePoll(in.room("room"), in.text("question"), in.texts("options"), in.bool("multiple"));
            case "vote" -> new Command.Vote(in.room("room"), in.operation("poll"), in.numbers("choices"));
            default -> new Command.ClosePoll(in.room("room"), in.operation("poll"));
        };
    }

    private static Command personal(String kind, Fields in) {
        return switch (kind) {
            case "markRead" -> new Command.MarkRead(in.room("room"), in.operation("entry"));
            case "setDraft" -> new Command.SetDraft(in.room("room"), in.text("text"));
            case "setNotifications" ->
                new Command.SetNotifications(in.room("room"), in.constant("level", NotificationLevel.values()));
            default -> new Command.SetSetting(in.text("key"), settingValue(in));
        };
    }

    private static Optional<ByteString> settingValue(Fields in) {
        return in.optionalText("value").map(ByteString::utf8);
    }
}
