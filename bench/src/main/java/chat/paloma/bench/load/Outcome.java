package chat.paloma.bench.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What came of a phase in which nothing was lost and nothing doubled.
 *
 * @param messages that were sent
 * @param deliveries that arrived: each message at each member
 * @param elapsed from the first message until the last delivery
 * @param cpu what the server's process used of the processor meanwhile
 * @param latencies of the deliveries in nanoseconds, each from when its message should have been sent
 */
public record Outcome(long messages, long deliveries, Duration elapsed, Duration cpu, Histogram latencies) {
    public double deliveriesPerSecond() {
        return deliveries / (elapsed.toNanos() / 1e9);
    }

    public double messagesPerSecond() {
        return messages / (elapsed.toNanos() / 1e9);
    }

    /** Microseconds of the server's CPU time. */
    public double cpuPerDelivery() {
        return cpu.toNanos() / 1e3 / deliveries;
    }

    /** Milliseconds within which so many per cent of the deliveries arrived. */
    public double latency(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }
}
