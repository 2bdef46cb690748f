package chat.paloma.border;

import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.wire.AccountRequests;
import chat.paloma.core.wire.AdministrationRequests;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Writes events as {@code web/src/model/paloma.ts} has changes. The two that end a command carry its number, and are for
 * the host.
 */
final class EventWriter {
    private EventWriter() {}

    static JsonArray write(List<EngineEvent> events) {
        return Texts.list(events, EventWriter::write);
    }

    static JsonObject write(EngineEvent event) {
        return switch (event) {
            case EngineEvent.Completed done ->
                Texts.kind("completed").add("command", done.command()).add("outcome", write(done.outcome()));
            case EngineEvent.Refused refused ->
                Texts.kind("refused").add("command", refused.command()).add("problem", write(refused.problem()));
            case EngineEvent.ConnectionChanged changed ->
                Texts.kind("connectionChanged").add("connection", connection(changed));
            case EngineEvent.RoomChanged changed ->
                Texts.kind("roomChanged").add("room", changed.room().toString());
            case EngineEvent.TimelineChanged changed ->
                Texts.kind("timelineChanged")
                        .add("room", changed.room().toString())
                        .add("entries", Texts.list(changed.entries()));
            case EngineEvent.MessageArrived arrived ->
                Texts.kind("messageArrived")
                        .add("room", arrived.room().toString())
                        .add("entry", arrived.entry().toString())
                        .add("mentionsMe", arrived.mentionsMe());
            case EngineEvent.ContactChanged changed ->
                Texts.kind("contactChanged").add("account", changed.account().toString());
            case EngineEvent.DevicesChanged ignored -> Texts.kind("devicesChanged");
            case EngineEvent.SettingsChanged ignored -> Texts.kind("settingsChanged");
            case EngineEvent.LinkingEnded ended -> withProblem(Texts.kind("linkingEnded"), ended.problem());
            case EngineEvent.HistoryRestored restored ->
                Texts.kind("historyRestored")
                        .add("operations", restored.operations())
                        .add("complete", restored.complete());
            case EngineEvent.TypingChanged typing ->
                Texts.kind("typingChanged")
                        .add("room", typing.room().toString())
                        .add("account", typing.account().toString())
                        .add("typing", typing.typing());
            case EngineEvent.PresenceChanged presence ->
                Texts.kind("presenceChanged")
                        .add("account", presence.account().toString())
                        .add("online", presence.online());
            case EngineEvent.ReceiptsChanged changed ->
                Texts.kind("receiptsChanged").add("room", changed.room().toString());
            case EngineEvent.Notice notice -> notice(notice);
            case EngineEvent.ProfileEnded ended -> Texts.kind("profileEnded").add("problem", write(ended.why()));
        };
    }

    private static JsonObject notice(EngineEvent.Notice notice) {
        JsonObject out = Texts.kind("notice")
                .add("notice", Fields.lowerCase(notice.kind()))
                .add("detail", notice.detail());
        Texts.add(out, "room", notice.room());
        return Texts.add(out, "account", notice.about().map(device -> device.account()));
    }

    private static JsonObject connection(EngineEvent.ConnectionChanged changed) {
        return withProblem(new JsonObject().add("state", Fields.lowerCase(changed.state())), changed.problem());
    }

    static JsonObject withProblem(JsonObject out, Optional<Problem> problem) {
        problem.ifPresent(why -> out.add("problem", write(why)));
        return out;
    }

    static JsonObject write(Problem problem) {
        return new JsonObject().add("code", Fields.lowerCase(problem.code())).add("text", problem.toString());
    }

    private static JsonObject write(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done ignored -> Texts.kind("done");
            case Outcome.Text text -> Texts.kind("text").add("text", text.text());
            case Outcome.Room room -> Texts.kind("room").add("room", room.room().toString());
            case Outcome.Account account ->
                Texts.kind("account").add("account", account.account().toString());
            case Outcome.Operation operation ->
                Texts.kind("operation").add("entry", operation.entry().toString());
            case Outcome.BlobCapability blob ->
                Texts.kind("blob")
                        .add("token", blob.token())
                        .add("present", blob.present())
                        .add("size", blob.size())
                        .add("expires", blob.expires());
            case Outcome.Invites list ->
                Texts.kind("invites").add("invites", Texts.list(list.invites(), EventWriter::write));
            case Outcome.Accounts list ->
                Texts.kind("accounts").add("accounts", Texts.list(list.accounts(), EventWriter::write));
            case Outcome.RoomSizes list ->
                Texts.kind("roomSizes").add("rooms", Texts.list(list.rooms(), EventWriter::write));
            case Outcome.Status status -> Texts.kind("status").add("figures", figures(status));
        };
    }

    private static JsonObject write(AdministrationRequests.OpenInvite invite) {
        JsonObject out = new JsonObject()
                .add("id", invite.id().toHex())
                .add("administrator", invite.administrator())
                .add("expires", invite.expires());
        Texts.add(out, "creator", invite.creator());
        return Texts.add(out, "resets", invite.resets());
    }

    private static JsonObject write(AccountRequests.Summary account) {
        return new JsonObject()
                .add("account", account.account().toString())
                .add("handle", account.handle().value())
                .add("administrator", account.administrator())
                .add("devices", account.devices());
    }

    private static JsonObject write(AdministrationRequests.RoomSize size) {
        return new JsonObject()
                .add("room", size.room().toString())
                .add("devices", size.devices())
                .add("records", size.records())
                .add("bytes", size.bytes())
                .add("blobs", size.blobs())
                .add("blobBytes", size.blobBytes())
                .add("lastAccepted", size.lastAccepted());
    }

    private static JsonObject figures(Outcome.Status status) {
        JsonObject out = new JsonObject();
        status.figures().forEach(figure -> out.set(figure.name(), figure.value()));
        return out;
    }
}
