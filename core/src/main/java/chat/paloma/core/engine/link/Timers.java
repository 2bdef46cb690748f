package chat.paloma.core.engine.link;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What is to happen at which time. The time itself comes in from outside. Single-threaded. */
public final class Timers {
    /** A thing to happen once, unless it is cancelled. */
    public final class Timer {
        private final long due;
        private final Runnable action;

        private Timer(long due, Runnable action) {
            this.due = due;
            this.action = action;
        }

        /** It does not happen. */
        public void cancel() {
            List<Timer> same = byTime.get(due);
            if (same != null) {
                same.remove(this);
                if (same.isEmpty()) {
                    byTime.remove(due);
                }
            }
        }
    }

    private final NavigableMap<Long, List<Timer>> byTime = new TreeMap<>();

    /** Lets something happen at a time, in milliseconds since 1970. */
    public Timer at(long time, Runnable action) {
        Timer timer = new Timer(time, action);
        byTime.computeIfAbsent(time, key -> new ArrayList<>()).add(timer);
        return timer;
    }

    /** When the next thing happens. */
    public OptionalLong next() {
        return byTime.isEmpty() ? OptionalLong.empty() : OptionalLong.of(byTime.firstKey());
    }

    /** Does everything whose time has come; what is asked for meanwhile waits for the next time. */
    public void run(long now) {
        List<Timer> due = new ArrayList<>();
        while (!byTime.isEmpty() && byTime.firstKey() <= now) {
            due.addAll(byTime.pollFirstEntry().getValue());
        }
        due.forEach(timer -> timer.action.run());
    }

    /** Nothing of it happens. */
    public void clear() {
        byTime.clear();
    }
}
