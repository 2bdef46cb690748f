package chat.paloma.border;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.engine.device.OwnIdentity;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.identity.AccountId;
import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Answers what {@code web/src/model/paloma.ts} asks, in the form of {@code views.ts}: JSON in, JSON out, {@code null}
 * where there is nothing. A question that is none is an {@link IllegalArgumentException}. Nothing changes.
 */
public final class Queries {
    private Queries() {}

    /** Answers one question. */
    public static String answer(EngineView view, String json) {
        return answer(view, Fields.parse(json)).toString();
    }

    private static JsonValue answer(EngineView view, Fields in) {
        String kind = in.text("kind");
        return switch (kind) {
            case "account" -> orNull(view.identity().map(own -> account(view, own)));
            case "person" -> {
                AccountId account = in.account("account");
                yield orNull(view.contact(account).map(contact -> person(view, account, contact)));
            }
            case "people" -> Texts.list(view.contacts(), row -> person(view, row));
            case "safetyNumber" ->
                orNull(view.safetyNumber(in.account("account"))
                        .map(number ->
                                new JsonObject().add("digits", number.digits()).add("text", number.text())));
            case "isSafetyText" -> Json.value(view.isSafetyText(in.account("account"), in.text("scanned")));
            case "devices" -> Texts.list(view.devices(), Queries::device);
            case "setting" ->
                view.setting(in.text("key")).map(Queries::utf8).map(Json::value).orElse(Json.NULL);
            default -> RoomQueries.answer(view, kind, in);
        };
    }

    static JsonValue orNull(Optional<JsonObject> value) {
        return value.isPresent() ? value.get() : Json.NULL;
    }

    private static String utf8(ByteString bytes) {
        return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    }

    private static JsonObject account(EngineView view, OwnIdentity own) {
        return new JsonObject()
                .add("account", own.account().toString())
                .add("device", own.address().device().toString())
                .add("handle", own.handle().value())
                .add("origin", view.origin().orElse(""))
                .add("administrator", view.isAdministrator())
                .add("registered", view.isRegistered());
    }

    private static JsonObject person(EngineView view, Row<AccountId, Contact> row) {
        return person(view, row.key(), row.value());
    }

    private static JsonObject person(EngineView view, AccountId account, Contact contact) {
        JsonObject out = new JsonObject()
                .add("account", account.toString())
                .add("handle", contact.handle().value())
                .add("name", view.displayName(account))
                .add("asks", contact.asks())
                .add("asked", contact.asked())
                .add("accepted", contact.accepted())
                .add("accepts", contact.accepts())
                .add("blocked", contact.blocked())
                .add("verified", contact.verified())
                .add("online", view.isOnline(account));
        Optional<AccountId> holder = view.find(contact.handle()).filter(other -> !other.equals(account));
        Texts.add(out, "holder", holder);
        return Texts.add(out, "offered", holder.isEmpty() ? view.offered(contact.handle()) : Optional.empty());
    }

    private static JsonObject device(EngineView.DeviceInfo device) {
        return new JsonObject()
                .add("device", device.id().toString())
                .add("addedAt", device.addedAt())
                .add("current", device.current());
    }
}
