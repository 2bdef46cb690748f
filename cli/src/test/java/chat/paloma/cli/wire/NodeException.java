package chat.paloma.cli.wire;

import chat.paloma.client.transport.PlainText;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Retry;
import java.util.Optional;

/** Why something did not come about at the node: it refused, or it could not be reached. The message is one line for a person. */
public final class NodeException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Optional<Failure> failure;

    private NodeException(String message, Optional<Failure> failure, Optional<Throwable> cause) {
        super(message, cause.orElse(null));
        this.failure = failure;
    }

    /** The node refused. */
    public static NodeException refused(Failure failure) {
        String meaning = FailureCode.of(failure.number())
                .map(FailureCode::meaning)
                .orElse("the server refused with code " + failure.number());
        return new NodeException(
                failure.detail().isEmpty() ? meaning : meaning + " (" + PlainText.line(failure.detail()) + ")",
                Optional.of(failure),
                Optional.empty());
    }

    /** The node was not reached, did not answer in time, or broke the protocol. */
    public static NodeException unreachable(String message) {
        return new NodeException(message, Optional.empty(), Optional.empty());
    }

    /** Likewise, with what was the reason. */
    public static NodeException unreachable(String message, Throwable cause) {
        return new NodeException(message, Optional.empty(), Optional.of(cause));
    }

    /** What the node said; empty when it said nothing. */
    public Optional<Failure> failure() {
        return failure;
    }

    /** Whether the node refused with this code. */
    public boolean is(FailureCode code) {
        return failure.isPresent() && failure.get().is(code);
    }

    /** Whether to try again on a new connection: always where the node said nothing at all. */
    public boolean wantsReconnect() {
        return failure.isEmpty() || failure.get().retry() == Retry.RECONNECT;
    }

    /** Whether the same request may succeed later. */
    public boolean wantsLater() {
        return failure.isPresent() && failure.get().retry() == Retry.LATER;
    }
}
