package chat.paloma.core.lane;

/** A record does not continue the chain: the node that sent it is broken, or lies. */
public final class LaneException extends Exception {
    /** What is wrong. */
    public enum Reason {
        /** A record is missing, or comes twice. */
        SEQUENCE_NOT_NEXT,
        /** A record is older than the one before it. */
        TIME_GOES_BACK,
        /** The envelope is not the one that was chained. */
        ENVELOPE_CHANGED,
        /** The heads differ: this is another history. */
        HEAD_DIFFERS,
        /** An incarnation does not begin where the one before it was. */
        START_DIFFERS
    }

    private final Reason reason;

    public LaneException(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
