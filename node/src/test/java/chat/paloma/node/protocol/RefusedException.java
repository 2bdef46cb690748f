package chat.paloma.node.protocol;

import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;

/** What the node answered in place of what was asked for. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    final transient Failure failure;

    RefusedException(Failure failure) {
        super(failure.toString());
        this.failure = failure;
    }

    FailureCode code() {
        return FailureCode.of(failure.number()).orElseThrow();
    }
}
