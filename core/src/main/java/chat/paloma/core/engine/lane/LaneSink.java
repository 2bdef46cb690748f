package chat.paloma.core.engine.lane;

import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.LaneStart;

/** Who takes in the records of a lane. */
public interface LaneSink {
    /** How far the lane was read. */
    LaneChain chain();

    /**
     * Whether the sink can take in a record now. When it can't, it calls {@link LaneFollower#resume} once it can again.
     */
    boolean isReady();

    /**
     * Takes in the next record, and keeps {@code after} as its chain with whatever the record changed; or leaves both as
     * they are, to get the record again when it is ready.
     */
    void accept(LaneRecord record, LaneChain after);

    /** The lane went over to another incarnation, whose start continues the chain; keeps it. */
    void begin(LaneChain next);

    /** Everything that the node has was taken in. */
    void caughtUp();

    /**
     * The node was put back to an older state: its next incarnation begins in front of what was read.
     *
     * @return whether that fits what was read before, so that the sink has gone back to the start, as its chain says
     */
    boolean restored(LaneStart start);

    /** The node shows another history than before: nothing more comes. */
    void broken(String why);

    /** The node says that it has no such lane for this device: nothing more comes. */
    default void notShown(String why) {
        broken(why);
    }
}
