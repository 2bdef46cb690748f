package chat.paloma.core.engine.api;

/** Why something can't be done, or can't be shown. What a person reads is written from this and {@link Problem#detail}. */
public enum ProblemCode {
    /** The node is not reached now; it is done once it is, where the command says so. */
    NO_CONNECTION("the server can't be reached"),
    /** The profile has no account yet. */
    NOT_REGISTERED("this profile has no account yet: register first"),
    /** The profile has an account already. */
    ALREADY_REGISTERED("this profile has an account already; another profile can be somebody else"),
    /** The invite is unknown, used or expired. */
    INVITE_INVALID("the invite is unknown, used or expired: ask for a new one"),
    /** The node takes no new accounts. */
    REGISTRATION_CLOSED("this server takes no new accounts"),
    /** Somebody has the handle. */
    HANDLE_TAKEN("somebody has this name already: choose another"),
    /** There is nobody of this handle, or no such thing. */
    NOT_FOUND("there is no such thing here"),
    /** The person may not do it. */
    FORBIDDEN("you may not do this here"),
    /** What was asked for makes no sense. */
    INVALID("this is not possible"),
    /** Longer than it may be, or more of it than there may be. */
    TOO_LARGE("this is too much"),
    /** Not a member of the room, or no longer. */
    NOT_A_MEMBER("this device is not in the room"),
    /** The room can't be followed any further. */
    ROOM_STUCK("this device can't follow the room any further"),
    /** They have not accepted, or no longer accept. */
    NOT_ACCEPTED("they have not accepted the request yet"),
    /** They have no key package. */
    NO_DEVICE("they have no device that can be added now: try again later"),
    /** A device is in the room that its account does not vouch for. */
    DEVICE_NOT_CERTIFIED("a device in the room is not, or no longer, one of its account"),
    /** A handle has another account than before. */
    IDENTITY_CHANGED("the name belongs to another account than before"),
    /** What the node shows does not prove right. */
    SERVER_DECEIVES("the server shows something that proves wrong; nothing of it was taken in"),
    /** The device is no longer on its account's list. */
    DEVICE_REVOKED("this device was removed from its account"),
    /** The node speaks no version of the protocol that this client speaks, or wants a newer client. */
    VERSION("this client and the server have no version of the protocol in common: use the newest client"),
    /** The same device connected elsewhere. */
    REPLACED("the same device connected elsewhere"),
    /** The profile is older than what the node knows of it. */
    PROFILE_OLD("this profile is a copy, or was put back from a backup"),
    /** A recovery key that is none, or of another account. */
    WRONG_RECOVERY_KEY("this is not the recovery key of this account"),
    /** A code for linking that is wrong or no longer good. */
    WRONG_CODE("the code is wrong, used or expired"),
    /** The node refuses, for a reason that this client has no words for. */
    REFUSED("the server refused"),
    /** What came in can't be read, see the detail. */
    UNREADABLE("this can't be read");

    private final String meaning;

    ProblemCode(String meaning) {
        this.meaning = meaning;
    }

    /** In plain words, without a full stop. */
    public String meaning() {
        return meaning;
    }
}
