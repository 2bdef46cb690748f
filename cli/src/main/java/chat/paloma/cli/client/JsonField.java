package chat.paloma.cli.client;

import java.util.Locale;

/** The names in JSON objects, each with one meaning wherever it stands. docs/client.md has the same table. */
public enum JsonField {
    TYPE("which of these objects it is"),
    ROOM("the room's id, in hex"),
    ROOM_NAME("what the room is called here"),
    TOPIC("what the room is about"),
    STANDING("opening, joining, active, stuck or ended"),
    WHY("why a room is stuck or has ended, or a message will never be sent"),
    WITH("whom a conversation of two is with"),
    MEMBERS("who is in a room: a list of person objects with handle, account and role"),
    WAITING("how many messages are not sent yet"),
    UNREADABLE("how many messages can't be read yet"),
    ID("the message's id, in hex; any beginning that is unique names it"),
    KIND("of a message: message, poll, deleted or unknown; of a notice: what it is about"),
    HANDLE("somebody's handle: the server's word for an account that encryption proves"),
    ACCOUNT("somebody's account id, in hex"),
    ROLE("member, administrator or owner"),
    TIME("in milliseconds since 1970"),
    TEXT("of a message, in Markdown; else a line for a person"),
    EDITED("whether the text is not the first one"),
    REPLY_TO("the message that it answers"),
    THREAD("the message under which it stands"),
    PINNED("whether it is pinned"),
    MENTIONS_ME("whether it mentions this account"),
    REACTIONS("a list of objects with emoji and count"),
    EMOJI("a reaction"),
    COUNT("how many people chose it"),
    REPLIES("how many messages stand under it"),
    OPTIONS("of a poll: a list of objects with text and count"),
    CLOSED("whether a poll is closed"),
    ATTESTED("how the author is known: own, verified, or by another device's word"),
    DELIVERY("of an own message: queued, sent, delivered, read or failed"),
    SNIPPET("a part of the text around what was found"),
    ASKS("whether they ask to write to you"),
    ASKED("whether you asked them, and they have not answered"),
    ACCEPTED("whether you let them add you to rooms"),
    ACCEPTS("whether they let you"),
    BLOCKED("whether you blocked them"),
    VERIFIED("whether you compared safety numbers with them"),
    SAFETY_NUMBER("to be compared with theirs"),
    DEVICE("a device's id, in hex"),
    CURRENT("whether it is this device"),
    LINK("a link to pass on"),
    CODE("of a new device: to be typed on another one; of an error: what went wrong, in capitals"),
    RECOVERY_KEY("to be kept somewhere safe: it is not shown again"),
    SERVER("the server's address"),
    PROFILE("the profile's folder"),
    KEPT_IN("where the profile's key lies: keyring, passphrase or none"),
    CONNECTION("offline, connecting, catching_up or online"),
    ROOMS("how many rooms there are"),
    EXIT("the exit code");

    private final String meaning;

    JsonField(String meaning) {
        this.meaning = meaning;
    }

    /** As it stands in an object: in camel case. */
    public String key() {
        StringBuilder key = new StringBuilder();
        boolean upper = false;
        for (char c : name().toLowerCase(Locale.ROOT).toCharArray()) {
            if (c == '_') {
                upper = true;
            } else {
                key.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return key.toString();
    }

    public String meaning() {
        return meaning;
    }
}
