package chat.paloma.core.wire;

import static chat.paloma.core.wire.Retry.LATER;
import static chat.paloma.core.wire.Retry.NEVER;
import static chat.paloma.core.wire.Retry.RECONNECT;
import static chat.paloma.core.wire.Retry.REFRESH;

import java.util.Optional;

/** Why a node refuses, and whether to try again. The table in docs/protocol.md is held to this one by a test. */
public enum FailureCode {
    MALFORMED_FRAME(1, NEVER, "the bytes are no frame"),
    UNSUPPORTED_VERSION(2, NEVER, "no version of the protocol in common"),
    CLIENT_TOO_OLD(3, NEVER, "the node wants a newer client"),
    NOT_AUTHENTICATED(4, RECONNECT, "a request before the proof"),
    AUTHENTICATION_FAILED(5, NEVER, "no such device, or not its signature for this connection"),
    HANDSHAKE_TIMEOUT(6, RECONNECT, "no proof within the time"),
    DEVICE_REVOKED(7, NEVER, "the device is no longer on its account's list"),
    DRAINING(8, RECONNECT, "the node shuts down"),
    UNEXPECTED_REQUEST(10, NEVER, "a part of the handshake at the wrong time"),
    SLOW_CONSUMER(11, RECONNECT, "the device does not read what it is sent"),
    REPLACED(12, NEVER, "the same device connected again"),

    MALFORMED_REQUEST(16, NEVER, "the body is not what the type says"),
    UNKNOWN_REQUEST(17, NEVER, "no such type of request"),
    TOO_LARGE(18, NEVER, "beyond a bound"),
    TOO_MANY_REQUESTS(19, LATER, "too many unanswered requests"),
    RATE_LIMITED(20, LATER, "more often than allowed"),
    FORBIDDEN(21, NEVER, "not with this account's rights"),
    NOT_FOUND(22, NEVER, "there is nothing of this name, or not for this account"),
    STORAGE_UNAVAILABLE(23, LATER, "the store takes nothing now; nothing was changed"),
    INTERNAL(24, LATER, "a fault of the node, which is in its log"),
    RECORD_DAMAGED(25, NEVER, "the store returned other bytes than were chained"),

    INVITE_INVALID(32, NEVER, "the invite is unknown, used or expired"),
    REGISTRATION_CLOSED(33, NEVER, "the node takes no new accounts"),
    HANDLE_TAKEN(34, NEVER, "somebody has the handle"),
    ACCOUNT_EXISTS(35, NEVER, "the account is registered already"),
    IDENTITY_INVALID(36, NEVER, "a certificate, list or signature does not verify"),
    DEVICE_LIST_CONFLICT(37, REFRESH, "the list does not follow the newest one"),
    LAST_ADMINISTRATOR(38, NEVER, "nobody would be left to administer the node"),

    KEY_PACKAGE_INVALID(48, NEVER, "a key package is not one of this device"),
    NO_KEY_PACKAGE(49, LATER, "a device has none left"),
    CLAIM_NOT_PERMITTED(50, NEVER, "neither a shared room nor an accepted invitation"),
    STOCK_FULL(51, NEVER, "the device has enough key packages in stock"),

    ROOM_EXISTS(64, NEVER, "there is a room of this id"),
    NOT_A_MEMBER(65, NEVER, "the device is not in the room"),
    EPOCH_TAKEN(66, REFRESH, "another commit began the next epoch"),
    STALE_EPOCH(67, REFRESH, "the message is of an epoch that has ended"),
    COMMIT_REFUSED(68, NEVER, "the commit breaks a rule, which the detail names"),
    GROUP_INFO_MISMATCH(69, NEVER, "the GroupInfo is not of the epoch that the commit begins"),
    WELCOME_MISMATCH(70, NEVER, "the Welcomes are not for those whom the commit adds"),
    GENERATION_ENDED(71, REFRESH, "the room goes on in another generation"),
    TREE_MOVED_ON(72, REFRESH, "the tree of that epoch is no longer kept"),
    DEVICE_NOT_CERTIFIED(73, NEVER, "a device is not on its account's newest list"),
    ENVELOPE_INVALID(74, NEVER, "the envelope is not an MLS message of this room and kind"),

    MESSAGE_NUMBER_REUSED(80, NEVER, "another message had this number"),
    MESSAGE_NUMBER_TOO_OLD(81, NEVER, "the number lies before what the node remembers"),
    POSITION_UNKNOWN(82, REFRESH, "the lane never had this position"),
    RECEIPTS_OFF(83, NEVER, "the room is too large for receipts"),
    TOO_MANY_SUBSCRIPTIONS(84, NEVER, "more lanes than a connection may follow"),

    QUOTA_EXCEEDED(96, NEVER, "the account's blobs would be larger than allowed"),
    BLOB_MISMATCH(97, NEVER, "the bytes are not those that were announced"),
    CAPABILITY_INVALID(98, REFRESH, "the capability is expired or for something else"),
    UPLOAD_MOVED_ON(99, REFRESH, "the upload is at another offset"),

    VAULT_CONFLICT(112, REFRESH, "the vault has another version"),
    LINK_TAKEN(113, NEVER, "this part of the link was written already");

    private final int number;
    private final Retry retry;
    private final String meaning;

    FailureCode(int number, Retry retry, String meaning) {
        this.number = number;
        this.retry = retry;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public Retry retry() {
        return retry;
    }

    /** For a person. */
    public String meaning() {
        return meaning;
    }

    public static Optional<FailureCode> of(int number) {
        for (FailureCode code : values()) {
            if (code.number == number) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
