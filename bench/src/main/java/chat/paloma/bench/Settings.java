package chat.paloma.bench;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How long and what to measure.
 *
 * @param iteration the length of one measured iteration, from 1 ms to 1 minute
 * @param iterations how many iterations are measured, from 1 to 100
 * @param large whether to measure also what takes minutes, where a benchmark has such a thing
 * @param peers whether to measure also what people would use instead, where that has to be installed
 * @param only which operations, by a pattern found in their names
 */
public record Settings(Duration iteration, int iterations, boolean large, boolean peers, Pattern only) {
    public Settings {
        if (iteration.toMillis() < 1 || iteration.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("an iteration takes from 1 ms to 1 minute");
        }
        if (iterations < 1 || iterations > 100) {
            throw new IllegalArgumentException("from 1 to 100 iterations");
        }
    }

    public boolean wants(String operation) {
        return only.matcher(operation).find();
    }
}
