package chat.paloma.node.store;

import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;

/** A request that the node refuses, with what it tells the device. It carries no stack trace: refusing must stay cheap. */
public final class Refusal extends RuntimeException {
    private final transient Failure failure;

    public Refusal(Failure failure) {
        super(failure.toString(), null, false, false);
        this.failure = failure;
    }

    public Refusal(FailureCode code, String detail) {
        this(Failure.of(code, detail));
    }

    public Refusal(FailureCode code) {
        this(code, "");
    }

    public Failure failure() {
        return failure;
    }
}
