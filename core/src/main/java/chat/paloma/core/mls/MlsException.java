package chat.paloma.core.mls;

import chat.paloma.core.codec.DecodeException;

/**
 * MLS refused something that another party made: it breaks a numbered rule.
 *
 * <p>Final for this input in this state. It tells what was wrong and nothing about a secret. It carries no stack trace,
 * so that refusing hostile input stays cheap.
 */
public final class MlsException extends Exception {
    private final ValidationRule rule;

    public MlsException(ValidationRule rule, String detail) {
        super(rule.id() + ": " + detail, null, false, false);
        this.rule = rule;
    }

    /** The refusal of bytes that are not an encoding of what was expected. */
    public static MlsException malformed(DecodeException cause) {
        return new MlsException(ValidationRule.WELL_FORMED, String.valueOf(cause.getMessage()));
    }

    /** The rule that is broken. */
    public ValidationRule rule() {
        return rule;
    }
}
