package chat.paloma.core.engine.room;

/** How a room stands with this device. */
public enum Standing {
    /** It was made here, and the node has not taken it yet. */
    OPENING,
    /** This device wants to come in by an external commit, which the node has not taken yet. */
    JOINING,
    /** This device is a member. */
    ACTIVE,
    /** A record can't be processed: nothing behind it is read, and nothing is sent, until it is repaired. */
    STUCK,
    /** It has ended for this device, and its keys are gone. */
    ENDED
}
