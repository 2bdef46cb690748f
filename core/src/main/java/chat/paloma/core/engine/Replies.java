package chat.paloma.core.engine;

import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;

/** Ends commands, each once. */
final class Replies {
    private final Device device;

    Replies(Device device) {
        this.device = device;
    }

    void done(long command) {
        done(command, new Outcome.Done());
    }

    void done(long command, Outcome outcome) {
        device.show(new EngineEvent.Completed(command, outcome));
    }

    void refused(long command, Problem problem) {
        device.show(new EngineEvent.Refused(command, problem));
    }

    void refused(long command, ProblemCode code, String detail) {
        refused(command, new Problem(code, detail));
    }
}
