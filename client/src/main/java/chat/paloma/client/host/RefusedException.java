package chat.paloma.client.host;

import chat.paloma.core.engine.api.Problem;

/** A command was not done. The message is one line for a person. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public RefusedException(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
