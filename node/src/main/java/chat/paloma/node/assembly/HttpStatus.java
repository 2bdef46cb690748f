package chat.paloma.node.assembly;

import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Retry;
import java.util.Optional;

/** The HTTP status that goes with a failure, for programs that know nothing else of it. */
final class HttpStatus {
    private HttpStatus() {}

    static int of(Failure failure) {
        Optional<FailureCode> code = FailureCode.of(failure.number());
        if (code.isEmpty()) {
            return 400;
        }
        return switch (code.get()) {
            case INVITE_INVALID, REGISTRATION_CLOSED, FORBIDDEN, CAPABILITY_INVALID -> 403;
            case NOT_FOUND -> 404;
            case HANDLE_TAKEN, ACCOUNT_EXISTS, DEVICE_LIST_CONFLICT, LINK_TAKEN -> 409;
            case TOO_LARGE, QUOTA_EXCEEDED -> 413;
            case RATE_LIMITED, TOO_MANY_REQUESTS -> 429;
            default -> failure.retry() == Retry.LATER ? 503 : 400;
        };
    }
}
