package chat.paloma.core.room.operation;

/**
 * A hybrid logical clock (Kulkarni and others, 2014) without a clock of its own. Immutable.
 *
 * <p>It learns from <em>effective</em> times only, which the lanes bound: a device whose clock is wrong misplaces its
 * own operations by minutes at most, and does not carry everybody else along.
 *
 * @param last the greatest time that was given out or learned
 */
public record HybridClock(HybridTime last) {
    /** The time of an operation that is made now, later than all that this clock knows. */
    public HybridTime next(long wallMillis) {
        HybridTime wall = HybridTime.ofMillis(wallMillis);
        return wall.compareTo(last) > 0 || last.value() == Long.MAX_VALUE ? wall : new HybridTime(last.value() + 1);
    }

    /** Learns the effective time of an operation, or the time of one's own that is still queued. */
    public HybridClock observe(HybridTime time) {
        return time.compareTo(last) > 0 ? new HybridClock(time) : this;
    }
}
