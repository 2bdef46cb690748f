package chat.paloma.bench.fanout;

import chat.paloma.bench.load.Phase;
import java.util.List;
import java.util.Locale;

/**
 * Rooms of one size, and what is said in them.
 *
 * @param window messages that are on their way in a closed loop
 */
record Scenario(String name, int members, List<Integer> rooms, Phase.Content content, int window) {
    String throughput() {
        return name + ", closed loop";
    }

    String throughputCpu() {
        return name + ", closed loop, CPU per delivery";
    }

    String paced(int deliveriesPerSecond) {
        return String.format(Locale.ROOT, "%s, %,d deliveries/s", name, deliveriesPerSecond);
    }
}
