package chat.paloma.sim.node;

import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;

/** A request is refused; nothing was changed. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    Refused(FailureCode code, String detail) {
        this(Failure.of(code, detail));
    }

    Refused(FailureCode code) {
        this(code, "");
    }

    Refused(Failure failure) {
        super(failure.toString(), null, false, false);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
