package chat.paloma.cli.client;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The kinds of JSON objects that commands print, one a line. docs/client.md has the same table. */
public enum JsonType {
    MESSAGE(
            "a message or a poll: listen, history, export, send and whatever else writes",
            JsonField.ROOM,
            JsonField.ROOM_NAME,
            JsonField.ID,
            JsonField.KIND,
            JsonField.HANDLE,
            JsonField.ACCOUNT,
            JsonField.TIME,
            JsonField.TEXT,
            JsonField.EDITED,
            JsonField.REPLY_TO,
            JsonField.THREAD,
            JsonField.PINNED,
            JsonField.MENTIONS_ME,
            JsonField.REACTIONS,
            JsonField.EMOJI,
            JsonField.COUNT,
            JsonField.REPLIES,
            JsonField.OPTIONS,
            JsonField.CLOSED,
            JsonField.ATTESTED,
            JsonField.DELIVERY,
            JsonField.WHY),
    HIT(
            "something found: search",
            JsonField.ROOM,
            JsonField.ROOM_NAME,
            JsonField.ID,
            JsonField.HANDLE,
            JsonField.ACCOUNT,
            JsonField.TIME,
            JsonField.SNIPPET),
    ROOM(
            "a room: rooms, create, join and whatever else changes one",
            JsonField.ROOM,
            JsonField.ROOM_NAME,
            JsonField.TOPIC,
            JsonField.STANDING,
            JsonField.WHY,
            JsonField.WITH,
            JsonField.MEMBERS,
            JsonField.WAITING,
            JsonField.UNREADABLE),
    PERSON(
            "somebody: requests, accept, block, verify, readmit",
            JsonField.HANDLE,
            JsonField.ACCOUNT,
            JsonField.ROLE,
            JsonField.ASKS,
            JsonField.ASKED,
            JsonField.ACCEPTED,
            JsonField.ACCEPTS,
            JsonField.BLOCKED,
            JsonField.VERIFIED,
            JsonField.SAFETY_NUMBER),
    DEVICE("a device of your account: devices", JsonField.DEVICE, JsonField.TIME, JsonField.CURRENT),
    NOTICE(
            "something that you should know: listen",
            JsonField.KIND,
            JsonField.TEXT,
            JsonField.ROOM,
            JsonField.ROOM_NAME,
            JsonField.HANDLE),
    LINK("a link or a code to pass on: invite, link, reset-account", JsonField.LINK, JsonField.CODE),
    ACCOUNT(
            "this account: register, recover, link, status",
            JsonField.HANDLE,
            JsonField.ACCOUNT,
            JsonField.DEVICE,
            JsonField.SERVER,
            JsonField.PROFILE,
            JsonField.KEPT_IN,
            JsonField.CONNECTION,
            JsonField.ROOMS,
            JsonField.WAITING,
            JsonField.RECOVERY_KEY),
    DONE("nothing more to tell", JsonField.TEXT),
    ERROR(
            "why it was not done; the same line stands on standard error",
            JsonField.CODE,
            JsonField.TEXT,
            JsonField.EXIT);

    private final String meaning;
    private final Set<JsonField> fields;

    JsonType(String meaning, JsonField... fields) {
        this.meaning = meaning;
        this.fields = EnumSet.of(JsonField.TYPE, fields);
    }

    /** The value of {@code type}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String meaning() {
        return meaning;
    }

    /** What it may have. */
    public Set<JsonField> fields() {
        return EnumSet.copyOf(fields);
    }
}
