package chat.paloma.node.gateway;

import java.time.Duration;

/**
 * Counts what is done on all nodes together, within windows of time. What other nodes count is known a moment later, and
 * not at all while nothing is between them: this comes on top of limits that each node keeps by itself.
 */
@FunctionalInterface
public interface SharedCounts {
    /** Those of a node that is alone. */
    SharedCounts NONE = (key, most, window) -> Duration.ZERO;

    /**
     * Counts one, without waiting.
     *
     * @param key with a text of its own
     * @param most within a window
     * @return how long to wait when it was more; zero when it was not
     */
    Duration count(Object key, int most, Duration window);
}
