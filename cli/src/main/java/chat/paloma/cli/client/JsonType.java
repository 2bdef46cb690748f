package chat.paloma.cli.client;

import static chat.paloma.cli.client.JsonField.*;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The kinds of JSON objects that commands print, one a line. docs/client.md has the same table. */
public enum JsonType {
    MESSAGE(
            "a message or a poll: listen, history, export, send and whatever else writes",
            JsonField.ROOM,
            ROOM_NAME,
            ID,
            KIND,
            HANDLE,
            JsonField.ACCOUNT,
            TIME,
            TEXT,
            EDITED,
            REPLY_TO,
            THREAD,
            PINNED,
            MENTIONS_ME,
            REACTIONS,
            EMOJI,
            COUNT,
            REPLIES,
            OPTIONS,
            CLOSED,
            ATTESTED,
            DELIVERY,
            WHY),
    HIT("something found: search", JsonField.ROOM, ROOM_NAME, ID, HANDLE, JsonField.ACCOUNT, TIME, SNIPPET),
    ROOM(
            "a room: rooms, create, join and whatever else changes one",
            JsonField.ROOM,
            ROOM_NAME,
            TOPIC,
            STANDING,
            WHY,
            WITH,
            MEMBERS,
            WAITING,
            UNREADABLE),
    PERSON(
            "somebody: requests, accept, block, verify",
            HANDLE,
            JsonField.ACCOUNT,
            ROLE,
            ASKS,
            ASKED,
            ACCEPTED,
            ACCEPTS,
            BLOCKED,
            VERIFIED,
            SAFETY_NUMBER),
    DEVICE("a device of your account: devices", JsonField.DEVICE, TIME, CURRENT),
    NOTICE("something that you should know: listen", KIND, TEXT, JsonField.ROOM, ROOM_NAME, HANDLE),
    LINK("a link or a code to pass on: invite, link", JsonField.LINK, CODE),
    ACCOUNT(
            "this account: register, recover, link, status",
            HANDLE,
            JsonField.ACCOUNT,
            JsonField.DEVICE,
            SERVER,
            PROFILE,
            KEPT_IN,
            CONNECTION,
            ROOMS,
            WAITING,
            RECOVERY_KEY),
    DONE("nothing more to tell", TEXT),
    ERROR("why it was not done; the same line stands on standard error", CODE, TEXT, EXIT);

    private final String meaning;
    private final Set<JsonField> fields;

    JsonType(String meaning, JsonField... fields) {
        this.meaning = meaning;
        this.fields = EnumSet.of(TYPE, fields);
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
