package chat.paloma.core.engine.api;

/** What a {@link EngineEvent.Notice} is about. */
public enum NoticeKind {
    /** An account's list has a device more. */
    DEVICE_ADDED,
    /** A device is no longer on the own account's list. */
    DEVICE_REMOVED,
    /** A device was revoked, but holds the list key until that is rotated with the recovery key. */
    LIST_KEY_EXPOSED,
    /** A device that had lost its group is back, by itself. */
    DEVICE_REJOINED,
    /** A handle belongs to another account than before. */
    IDENTITY_CHANGED,
    /** The node showed two members different histories of a room. */
    FORK_DETECTED,
    /** A device wrote two operations with one number: its state was duplicated. */
    DEVICE_DUPLICATED,
    /** The node was restored from a backup, and lost what came behind it. */
    SERVER_RESTORED,
    /** Records can't be read, with the cause and the repair. */
    UNREADABLE,
    /** A record that could not be read before is readable now. */
    REPAIRED,
    /** A room goes on in a new group. */
    ROOM_RENEWED,
    /** The room has ended for this device. */
    ROOM_ENDED,
    /** The room can't be followed any further. */
    ROOM_STUCK,
    /** A change of the room was refused. */
    CHANGE_REFUSED,
    /** A Welcome, an invitation or another record of the inbox is of no use. */
    INBOX_PASSED_OVER,
    /** A part of the archive, or of a room's history, can't be had: what is older stays unread. */
    HISTORY_INCOMPLETE,
    /** What a member sent of a room's history proves wrong; nothing of it was taken in. */
    HISTORY_REFUSED,
    /** The node shows something that proves wrong. */
    SERVER_DECEIVES
}
