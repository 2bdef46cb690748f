package chat.paloma.sim.net;

import chat.paloma.core.codec.ByteString;

/** A device, as the network sees it. */
public interface Endpoint {
    String name();

    /** A connection that it asked for is open. */
    void connected(long number);

    /** A frame came in on a connection. */
    void received(long number, ByteString frame);

    /** A connection ended, or did not come to be. */
    void disconnected(long number, String why);

    /** An HTTP request was answered. */
    void httpAnswered(long id, int status, ByteString body);

    /** An HTTP request got no answer. */
    void httpFailed(long id, String why);
}
