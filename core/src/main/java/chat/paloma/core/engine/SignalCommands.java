package chat.paloma.core.engine;

import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.personal.Reading;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.signal.Receipts;
import chat.paloma.core.wire.SignalRequests;
import java.util.Optional;
import java.util.OptionalLong;

/** What a person lets others know without writing it. */
final class SignalCommands {
    private final Rooms rooms;
    private final Receipts receipts;
    private final Reading reading;
    private final Connection connection;
    private final Replies replies;

    SignalCommands(Rooms rooms, Receipts receipts, Reading reading, Connection connection, Replies replies) {
        this.rooms = rooms;
        this.receipts = receipts;
        this.reading = reading;
        this.connection = connection;
        this.replies = replies;
    }

    void markRead(long id, Command.MarkRead mark) {
        reading.markRead(mark.room(), mark.entry());
        OptionalLong sequence = rooms.conversations().sequence(mark.room(), mark.entry());
        if (sequence.isPresent() && receipts.read(mark.room(), sequence.getAsLong())) {
            connection.session().ifPresent(session -> session.receipts().tell(mark.room()));
        }
        replies.done(id);
    }

    /** Nobody misses a signal that could not be sent. */
    void setTyping(long id, Command.SetTyping set) {
        connection.session().ifPresent(session -> session.typing().say(set.room(), set.typing()));
        replies.done(id);
    }

    void showPresence(long id, Command.ShowPresence show) {
        Optional<Session> session = connection.session();
        if (session.isEmpty()) {
            replies.refused(id, Problem.of(ProblemCode.NO_CONNECTION));
            return;
        }
        session.get()
                .link()
                .ask(
                        new SignalRequests.ShowPresence(show.visible()),
                        done -> replies.done(id),
                        failure -> replies.refused(id, Problem.of(failure)));
    }
}
