package chat.paloma.sim.base;

import java.util.OptionalLong;
import java.util.PriorityQueue;

/** What happens at which simulated time, in milliseconds since 1970. What happens at one time happens in its order. */
public final class Schedule {
    private record Item(long time, long order, Runnable action) implements Comparable<Item> {
        @Override
        public int compareTo(Item other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Item> items = new PriorityQueue<>();
    private long now;
    private long order;

    public Schedule(long start) {
        this.now = start;
    }

    public long now() {
        return now;
    }

    /** Lets something happen at a time; one that has passed stands for now. */
    public void at(long time, Runnable action) {
        items.add(new Item(Math.max(time, now), order++, action));
    }

    /** Lets something happen after so many milliseconds. */
    public void after(long millis, Runnable action) {
        at(now + millis, action);
    }

    /** When the next thing happens. */
    public OptionalLong next() {
        Item first = items.peek();
        return first == null ? OptionalLong.empty() : OptionalLong.of(first.time());
    }

    /** Goes to the next thing and does it; false when there is none. */
    public boolean step() {
        Item first = items.poll();
        if (first == null) {
            return false;
        }
        now = first.time();
        first.action().run();
        return true;
    }
}
