package chat.paloma.core.wire;

/** The bounds of what travels in a frame. Lengths are in bytes. */
public final class WireLimits {
    /** The longest frame, either way. */
    public static final int MAX_FRAME = 1 << 20;
    /** The longest MLS commit that travels in a request; a longer one is uploaded as a blob. */
    public static final int MAX_INLINE_COMMIT = 256 << 10;
    /** The longest Welcome in a frame. */
    public static final int MAX_WELCOME = 512 << 10;
    /** The longest GroupInfo, which comes without a tree. */
    public static final int MAX_GROUP_INFO = 128 << 10;
    /** The longest ratchet tree that a room is created with; later ones grow by commits. */
    public static final int MAX_FIRST_TREE = 256 << 10;
    /** The most bytes of a tree in one answer. */
    public static final int MAX_TREE_CHUNK = 512 << 10;
    /** The most bytes of envelopes in one answer. */
    public static final int MAX_RANGE_BYTES = 512 << 10;
    /** The most records in one answer. */
    public static final int MAX_RANGE_RECORDS = 1000;
    /** The longest key package. */
    public static final int MAX_KEY_PACKAGE = 32 << 10;
    /** Key packages in one request. */
    public static final int MAX_KEY_PACKAGES = 32;
    /** Lanes in one subscription request. */
    public static final int MAX_LANES = 512;
    /** Rooms, accounts or invites in one answer. */
    public static final int MAX_LIST = 512;
    /** New devices in one commit. */
    public static final int MAX_WELCOMED = 256;
    /** What a message to a person who is not yet a contact may hold. */
    public static final int MAX_INVITATION = 4 << 10;
    /** The longest message between two devices of an account. */
    public static final int MAX_DIRECT = 64 << 10;
    /** The longest vault of an account. */
    public static final int MAX_VAULT = 96 << 10;
    /** The longest part of a link between a new device and one of an account. */
    public static final int MAX_LINK_PART = 64 << 10;
    /** The longest ephemeral signal. */
    public static final int MAX_SIGNAL = 512;
    /** The longest receipt. */
    public static final int MAX_RECEIPT = 256;
    /** The longest text for a person in a frame. */
    public static final int MAX_TEXT = 256;
    /** Requests that a device may have unanswered. */
    public static final int MAX_OUTSTANDING = 64;
    /** Random bytes of each side in the handshake. */
    public static final int NONCE = 32;

    private WireLimits() {}
}
