package chat.paloma.sim.net;

import chat.paloma.core.codec.ByteString;

/** The node, as the network sees it. */
public interface Server {
    /** Whether its process runs. */
    boolean isUp();

    void opened(long connection, Endpoint from);

    void received(long connection, ByteString frame);

    /** A frame that was received arrives once more; nobody hears what is answered. */
    void receivedAgain(long connection, ByteString frame);

    void closed(long connection);

    /** Does an HTTP request. */
    Answer http(String method, String path, ByteString body);

    /** What was answered over HTTP. */
    record Answer(int status, ByteString body) {}
}
