package chat.paloma.core.engine.link;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What is to happen at which time. The time itself comes in from outside. When that is put back, as clocks are that were
 * wrong, what waits is as far away as it was before: nothing waits for a clock to get to where it was once. Single-threaded.
 */
public final class Timers {
    /** A thing to happen once, unless it is cancelled. */
    public final class Timer {
        private long due;
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
    private long last = Long.MIN_VALUE;

    /** Tells what time it is, before anything else is asked. */
    public void observe(long now) {
        if (now < last) {
            long back = last - now;
            List<Timer> all = byTime.values().stream().flatMap(List::stream).toList();
            byTime.clear();
            for (Timer timer : all) {
                timer.due -= back;
                add(timer);
            }
        }
        last = now;
    }

    private void add(Timer timer) {
        byTime.computeIfAbsent(timer.due, key -> new ArrayList<>()).add(timer);
    }

    /** Lets something happen at a time, in milliseconds since 1970. */
    public Timer at(long time, Runnable action) {
        Timer timer = new Timer(time, action);
        add(timer);
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
