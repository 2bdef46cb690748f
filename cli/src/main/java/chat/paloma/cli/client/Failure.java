package chat.paloma.cli.client;

import chat.paloma.core.engine.api.Problem;

/** A command can't go on, for a reason in one line. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exit;

    Failure(ExitCode exit, String message) {
        super(message);
        this.exit = exit;
    }

    static Failure of(Problem problem) {
        return new Failure(ExitCode.of(problem.code()), problem.toString());
    }

    /** What was asked for is not there, or not possible. */
    static Failure refused(String message) {
        return new Failure(ExitCode.REFUSED, message);
    }

    static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, message);
    }

    ExitCode exit() {
        return exit;
    }
}
