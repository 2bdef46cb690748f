package chat.paloma.core.mls;

/**
 * The bounds of this implementation on what a message may make it do or keep, in one place. Lengths are in bytes.
 *
 * <p>Bounds of single fields stand with their types (keys, credentials, extensions); what comes in beyond a bound is
 * refused as malformed.
 */
public final class MlsLimits {
    /** The longest message that is read. A tree inside a Welcome or GroupInfo counts. */
    public static final int MAX_MESSAGE_LENGTH = 1 << 26;
    /** The longest application message that is encrypted or decrypted, padding included. */
    public static final int MAX_APPLICATION_LENGTH = 1 << 20;
    /** The longest additional authenticated data of a message. */
    public static final int MAX_AUTHENTICATED_DATA_LENGTH = 1 << 16;
    /** The longest signature that is read: no suite has one as long. */
    public static final int MAX_SIGNATURE_LENGTH = 1 << 13;
    /** The longest extension of a group context that is read. */
    public static final int MAX_GROUP_EXTENSION_LENGTH = 1 << 20;
    /** The longest MAC or hash that is read. */
    public static final int MAX_HASH_LENGTH = 64;

    /** Proposals that one commit covers. */
    public static final int MAX_COMMIT_PROPOSALS = 1024;
    /** Members that one commit may add: the design's figure is 100, the protocol code refuses above this. */
    public static final int MAX_COMMIT_ADDS = 256;
    /** Received proposals that wait for a commit in one epoch; further ones are refused. */
    public static final int MAX_PENDING_PROPOSALS = 1024;
    /** The length of all received proposals that wait for a commit; further ones are refused. */
    public static final int MAX_PENDING_PROPOSALS_LENGTH = 1 << 24;
    /** The longest body of a proposal of a type that RFC 9420 does not define. */
    public static final int MAX_CUSTOM_PROPOSAL_LENGTH = 1 << 16;
    /** Entries of the {@code external_senders} extension. */
    public static final int MAX_EXTERNAL_SENDERS = 64;

    /** The id of an external pre-shared key. */
    public static final int MAX_PSK_ID_LENGTH = 1024;
    /** A pre-shared key's nonce as it is read; any but the hash length is refused later. */
    public static final int MAX_PSK_NONCE_LENGTH = 64;
    /** Pre-shared keys in one commit or Welcome. */
    public static final int MAX_PSKS = 64;
    /** Resumption PSKs of past epochs that a group keeps. */
    public static final int MAX_RESUMPTION_PSKS = 32;

    /** How far ahead of the last seen message of a sender the next may be, in generations of one ratchet. */
    public static final int MAX_GENERATION_GAP = 1000;
    /** Keys of jumped-over messages that are kept for one ratchet; the oldest go first. */
    public static final int MAX_SKIPPED_KEYS = 256;
    /** Past epochs whose application messages can still be decrypted; the caller may keep fewer. */
    public static final int MAX_PAST_EPOCHS = 32;

    /** New members that one Welcome serves. */
    public static final int MAX_WELCOME_MEMBERS = MAX_COMMIT_ADDS;

    private MlsLimits() {}
}
