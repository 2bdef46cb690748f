package chat.paloma.core.engine.api;

import chat.paloma.core.codec.ByteString;
import java.util.List;

/** What the host does for the engine, in order, once the changes of the step are durable. */
public sealed interface Effect {
    /**
     * Opens the WebSocket to the node, replacing one that is open. The host answers with {@code Engine.connected} or
     * {@code Engine.disconnected}.
     *
     * @param connection counts them; what a former connection still brings is dropped by it
     * @param origin such as {@code https://chat.example}
     */
    record Connect(long connection, String origin) implements Effect {}

    /** Sends one binary message on the connection. */
    record Send(long connection, ByteString frame) implements Effect {}

    /** Closes the connection. */
    record Disconnect(long connection) implements Effect {}

    /**
     * Makes an HTTP request to the node. The host answers with {@code Engine.httpAnswered} or {@code Engine.httpFailed}.
     *
     * @param id of the request
     * @param path with a leading slash
     * @param body empty where there is none
     * @param maxAnswer the longest body of an answer in bytes that is wanted; a longer one is a failure
     */
    record Http(
            long id, String origin, String method, String path, List<Header> headers, ByteString body, int maxAnswer)
            implements Effect {
        public Http {
            headers = List.copyOf(headers);
        }
    }

    /** A header of a request. */
    record Header(String name, String value) {}
}
