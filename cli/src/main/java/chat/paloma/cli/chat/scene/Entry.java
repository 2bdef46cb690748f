package chat.paloma.cli.chat.scene;

import chat.paloma.cli.chat.text.Tone;
import chat.paloma.core.engine.EngineView.DeliveryState;
import chat.paloma.core.room.operation.OperationId;
import java.util.List;
import java.util.Optional;

/** One thing in a timeline. Its texts have no control characters but line ends. */
public sealed interface Entry {
    /** In milliseconds since 1970. */
    long time();

    /** What a post is. */
    enum Kind {
        MESSAGE,
        POLL,
        DELETED,
        UNKNOWN
    }

    /**
     * What somebody wrote.
     *
     * @param author what they are called here
     * @param own whether this account wrote it
     * @param source the text as it was written, of a message
     * @param delivery how it fares, of an own one
     * @param why it will never be sent, or waits; may be empty
     */
    record Post(
            OperationId id,
            String author,
            Tone tone,
            boolean own,
            long time,
            Kind kind,
            String text,
            String source,
            Marks marks,
            Optional<Quote> answers,
            List<Reaction> reactions,
            List<Choice> choices,
            long replies,
            Optional<DeliveryState> delivery,
            String why)
            implements Entry {
        public Post {
            reactions = List.copyOf(reactions);
            choices = List.copyOf(choices);
        }
    }

    /** What is to be seen at a post in a word each. */
    record Marks(boolean edited, boolean pinned, boolean mentionsMe, boolean closed) {
        public static final Marks NONE = new Marks(false, false, false, false);
    }

    /** What a message answers. */
    record Quote(String author, String text) {}

    /** An emoji, how many chose it, and whether this account did. */
    record Reaction(String emoji, long count, boolean own) {}

    /** An option of a poll, how many chose it, and whether this account did. */
    record Choice(String text, long votes, boolean own) {}

    /**
     * What happened to the room itself.
     *
     * @param tone quiet, or what asks for attention
     */
    record Event(long time, String text, Tone tone) implements Entry {}
}
