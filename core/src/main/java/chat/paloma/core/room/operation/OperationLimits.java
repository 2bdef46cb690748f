package chat.paloma.core.room.operation;

/** The bounds of an operation. Lengths are in bytes, of UTF-8 where it is text. They belong to the format. */
public final class OperationLimits {
    /** The longest operation. */
    public static final int MAX_OPERATION = 64 << 10;
    /** The longest payload; what surrounds it fits beside it. */
    public static final int MAX_PAYLOAD = 60 << 10;
    /** Operations that one names as its past, beside the device's own one before. */
    public static final int MAX_DEPENDENCIES = 32;
    /** Lanes of which one says what was seen. */
    public static final int MAX_SEEN = 16;
    /** The longest text of a message. */
    public static final int MAX_TEXT = 16 << 10;
    /** Accounts that a message mentions. */
    public static final int MAX_MENTIONS = 64;
    /** Attachments of a message. */
    public static final int MAX_ATTACHMENTS = 16;
    /** The longest file name. */
    public static final int MAX_FILE_NAME = 255;
    /** The longest media type. */
    public static final int MAX_MEDIA_TYPE = 127;
    /** The largest attachment, before encryption. */
    public static final long MAX_ATTACHMENT = 1L << 40;
    /** The smallest and the largest piece in which a blob is encrypted. */
    public static final int MIN_CHUNK = 1 << 10;

    public static final int MAX_CHUNK = 16 << 20;
    /** Writes that one write or removal names as replaced. */
    public static final int MAX_REPLACED = 32;
    /** The longest emoji of a reaction. */
    public static final int MAX_EMOJI = 64;
    /** The longest topic of a room. */
    public static final int MAX_TOPIC = 1 << 10;
    /** The longest name of a room. */
    public static final int MAX_NAME = 256;
    /** The longest question of a poll. */
    public static final int MAX_QUESTION = 1 << 10;
    /** The fewest and the most options of a poll. */
    public static final int MIN_OPTIONS = 2;

    public static final int MAX_OPTIONS = 32;
    /** The longest option of a poll. */
    public static final int MAX_OPTION = 256;
    /** The longest key of a setting. */
    public static final int MAX_SETTING_KEY = 64;
    /** The longest value of a setting. */
    public static final int MAX_SETTING = 32 << 10;

    private OperationLimits() {}
}
