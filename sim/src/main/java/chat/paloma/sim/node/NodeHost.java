package chat.paloma.sim.node;

import chat.paloma.core.codec.ByteString;

/** What a node needs of the world. */
public interface NodeHost {
    /** The time in milliseconds since 1970. */
    long now();

    /** Sends a frame on a connection. */
    void send(long connection, ByteString frame);

    /** Ends a connection, behind what was sent on it. */
    void close(long connection);
}
