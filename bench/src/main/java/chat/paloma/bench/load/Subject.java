package chat.paloma.bench.load;

import chat.paloma.bench.BenchmarkException;
import java.time.Duration;

/** A server that is measured, with the clients that speak to it. It is made with its server running. */
public interface Subject extends AutoCloseable {
    /** As the report names it. */
    String name();

    /** What it is, with its version. */
    String version();

    /** Whether it can carry this. */
    boolean carries(Phase.Content content);

    /** The process that does the work, or one of them. */
    ServerProcess server();

    /** The CPU time that what does the work has used so far. */
    default Duration cpu() {
        return server().cpu();
    }

    /**
     * Connects the clients and brings them into their rooms; returns when all are in.
     *
     * @throws BenchmarkException when that does not come about
     */
    void join(Plan plan, Arrivals arrivals) throws BenchmarkException;

    /**
     * A message for a room, as it travels. On the loop.
     *
     * @param number another one for each message of a run
     */
    Payload payload(int room, Phase.Content content, long number);

    /** Lets a client send a message to a room that it is in. On the loop. */
    void send(int client, int room, Phase.Content content, Payload payload);

    @Override
    void close();
}
