package chat.paloma.bench.load;

import java.time.Duration;
import java.util.List;

/**
 * What is sent for a while.
 *
 * @param rooms to which messages go in turns
 * @param content of the messages
 * @param pace when they are sent
 * @param length for how long new ones are sent
 */
public record Phase(List<Integer> rooms, Content content, Pace pace, Duration length) {
    /** What a message is. */
    public enum Content {
        /** 200 bytes that mean nothing to the server. */
        OPAQUE,
        /** A text of 200 characters: encrypted and signed where the subject does that. */
        TEXT
    }

    /** When messages are sent. */
    public sealed interface Pace {
        /** A closed loop: the next one when one has arrived everywhere. */
        record Window(int messages) implements Pace {}

        /** An open loop: so many a second whatever becomes of them, each at its time. */
        record Rate(double messagesPerSecond) implements Pace {}
    }

    public Phase {
        rooms = List.copyOf(rooms);
        if (rooms.isEmpty()) {
            throw new IllegalArgumentException("no room to send to");
        }
    }
}
