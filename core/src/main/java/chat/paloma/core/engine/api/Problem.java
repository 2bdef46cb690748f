package chat.paloma.core.engine.api;

import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;

/**
 * Why something was not done.
 *
 * @param detail more about it, for a person; may be empty
 */
public record Problem(ProblemCode code, String detail) {
    private static final int MAX_DETAIL = 1024;

    public Problem {
        if (detail.length() > MAX_DETAIL) {
            detail = detail.substring(0, MAX_DETAIL);
        }
    }

    public static Problem of(ProblemCode code) {
        return new Problem(code, "");
    }

    /** What a refusal of the node means to a person. */
    public static Problem of(Failure failure) {
        if (failure.is(FailureCode.AUTHENTICATION_FAILED)) {
            // Which signature was missing says nothing to a person.
            return of(ProblemCode.DEVICE_REVOKED);
        }
        return new Problem(
                FailureCode.of(failure.number()).map(Problem::meaning).orElse(ProblemCode.REFUSED),
                failure.detail().isEmpty()
                        ? FailureCode.of(failure.number())
                                .map(FailureCode::meaning)
                                .orElse("")
                        : failure.detail());
    }

    private static ProblemCode meaning(FailureCode code) {
        return switch (code) {
            case INVITE_INVALID -> ProblemCode.INVITE_INVALID;
            case REGISTRATION_CLOSED -> ProblemCode.REGISTRATION_CLOSED;
            case HANDLE_TAKEN -> ProblemCode.HANDLE_TAKEN;
            case NOT_FOUND -> ProblemCode.NOT_FOUND;
            case FORBIDDEN, COMMIT_REFUSED -> ProblemCode.FORBIDDEN;
            case TOO_LARGE, QUOTA_EXCEEDED -> ProblemCode.TOO_LARGE;
            case NOT_A_MEMBER -> ProblemCode.NOT_A_MEMBER;
            case CLAIM_NOT_PERMITTED -> ProblemCode.NOT_ACCEPTED;
            case NO_KEY_PACKAGE -> ProblemCode.NO_DEVICE;
            case DEVICE_NOT_CERTIFIED -> ProblemCode.DEVICE_NOT_CERTIFIED;
            case DEVICE_REVOKED, AUTHENTICATION_FAILED -> ProblemCode.DEVICE_REVOKED;
            case UNSUPPORTED_VERSION, CLIENT_TOO_OLD -> ProblemCode.VERSION;
            case REPLACED -> ProblemCode.REPLACED;
            default -> ProblemCode.REFUSED;
        };
    }

    /** One line for a person. */
    @Override
    public String toString() {
        return detail.isEmpty() ? code.meaning() : code.meaning() + " (" + detail + ")";
    }
}
