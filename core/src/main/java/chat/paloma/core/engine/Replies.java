package chat.paloma.core.engine;

import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Ends commands, each once. One that waits for an answer of the node ends with the connection at the latest. */
final class Replies {
    private final Device device;
    private final Connection connection;
    /** Commands that wait for something on a connection. */
    private final NavigableMap<Long, Session> open = new TreeMap<>();

    Replies(Device device, Connection connection) {
        this.device = device;
        this.connection = connection;
    }

    /** Does what takes a connection. */
    void online(long command, Consumer<Session> work) {
        Optional<Session> session = connection.session();
        if (session.isPresent()) {
            open.put(command, session.get());
            work.accept(session.get());
        } else {
            refused(command, Problem.of(ProblemCode.NO_CONNECTION));
        }
    }

    /** Whether a command waits for an answer on the connection. */
    boolean isOpen(long command) {
        return open.containsKey(command);
    }

    /** Ends the commands whose connection has ended. */
    void settle() {
        if (connection.isChecking()) {
            return;
        }
        Session now = connection.session().orElse(null);
        for (Map.Entry<Long, Session> each : List.copyOf(open.entrySet())) {
            if (each.getValue() != now) {
                refused(each.getKey(), ProblemCode.NO_CONNECTION, "it may have been done all the same");
            }
        }
    }

    void done(long command) {
        done(command, new Outcome.Done());
    }

    void done(long command, Outcome outcome) {
        open.remove(command);
        device.show(new EngineEvent.Completed(command, outcome));
    }

    void refused(long command, Problem problem) {
        open.remove(command);
        device.show(new EngineEvent.Refused(command, problem));
    }

    void refused(long command, ProblemCode code, String detail) {
        refused(command, new Problem(code, detail));
    }
}
