package chat.paloma.core.room.snapshot;

/** The bounds of a snapshot. They belong to the format. */
public final class SnapshotLimits {
    /** The longest part in bytes. */
    public static final int MAX_PART = 1 << 20;
    /** The most entries of a part. */
    public static final int MAX_ENTRIES = 4096;
    /** The most parts: with the longest, 4 GiB. */
    public static final int MAX_PARTS = 4096;
    /** The most heads. */
    public static final int MAX_HEADS = 1024;
    /** The longest signed snapshot in bytes. */
    public static final int MAX_SNAPSHOT = 1 << 20;

    private SnapshotLimits() {}
}
