package chat.paloma.core.room.snapshot;

/** A snapshot is not what it says. It carries no stack trace, so that refusing hostile input stays cheap. */
public final class SnapshotException extends Exception {
    /** What is wrong. */
    public enum Reason {
        /** Its author's key did not sign it. */
        SIGNATURE("its author did not sign it"),
        /** It is of another room. */
        OTHER_ROOM("it is of another room"),
        /** It is not the one that was announced. */
        NOT_ANNOUNCED("it is not the one that was announced"),
        /** A member was shown another history than its author. */
        CONTRADICTED("members report another history of the room"),
        /** A part is not the one that the snapshot names. */
        PART_CHANGED("a part was changed"),
        /** It names as their newest operations some that it does not have. */
        HEAD_MISSING("it lacks operations that it names as the newest"),
        /** It says that it is complete, and operations name others as their past that it does not have. */
        INCOMPLETE("it lacks operations that others name as their past"),
        /** It says that it is complete, and members name operations that it does not have. */
        WITHHELD("it lacks operations that members of the room name"),
        /** Its author is not in the room. */
        NOT_A_MEMBER("its author is not in the room"),
        /** It covers a part of the lane that the newcomer can't compare with what it was shown itself. */
        OTHER_LANE("it is of another part of the room than this device can compare"),
        /** It has more than is taken in. */
        TOO_LARGE("it is larger than it may be");

        private final String detail;

        Reason(String detail) {
            this.detail = detail;
        }
    }

    private final Reason reason;

    public SnapshotException(Reason reason) {
        super(reason.detail, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    static void require(boolean holds, Reason reason) throws SnapshotException {
        if (!holds) {
            throw new SnapshotException(reason);
        }
    }
}
