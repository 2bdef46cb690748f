package chat.paloma.core.room;

import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.Operation;
import java.util.List;
import java.util.Optional;

/** What is kept of an operation that its author deleted: its place among the others, and no word of it. */
final class Redaction {
    private static final String NO_WORDS = "-";

    private Redaction() {}

    static Operation of(Operation operation) {
        return new Operation(
                operation.room(),
                operation.device(),
                operation.incarnation(),
                operation.counter(),
                operation.previousOwn(),
                of(operation.content()),
                operation.dependencies(),
                operation.time(),
                operation.seen());
    }

    private static Content of(Content content) {
        return switch (content) {
            case Content.Message message ->
                new Content.Message(NO_WORDS, Optional.empty(), message.thread(), List.of(), List.of());
            case Content.Poll poll -> new Content.Poll(NO_WORDS, List.of(NO_WORDS, NO_WORDS), false, poll.thread());
            case Content.Edit edit -> new Content.Edit(edit.target(), NO_WORDS, List.of(), edit.replaces());
            default -> content;
        };
    }
}
