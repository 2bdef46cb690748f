package chat.paloma.sim.base;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * What happened, in plain words, the last lines of it, and a hash over all of it: two runs of one seed have the same.
 */
public final class Trace {
    private static final int KEPT = 20_000;

    /**
     * One thing that happened.
     *
     * @param who it happened to
     */
    public record Line(long time, String who, String what) {}

    private final Deque<Line> lines = new ArrayDeque<>();
    private final Schedule schedule;
    private long hash;
    private long count;

    public Trace(Schedule schedule) {
        this.schedule = schedule;
    }

    public void add(String who, String what) {
        Line line = new Line(schedule.now(), who, what);
        mix(line.time());
        mix(who.hashCode());
        mix(what.hashCode());
        count++;
        lines.add(line);
        if (lines.size() > KEPT) {
            lines.remove();
        }
    }

    /** Takes something into the hash that is not told. */
    public void mix(long value) {
        hash = (hash ^ value) * 0x100000001b3L;
        hash ^= hash >>> 29;
    }

    public long hash() {
        return hash;
    }

    public long count() {
        return count;
    }

    /** The last lines that a reader cares for, the oldest first. */
    public List<Line> last(int limit, Predicate<Line> wanted) {
        List<Line> found = new ArrayList<>(lines.stream().filter(wanted).toList());
        return found.subList(Math.max(0, found.size() - limit), found.size());
    }
}
