package chat.paloma.core.room;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.room.operation.Attachment;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.OperationKind;
import java.util.List;
import java.util.Optional;

/**
 * One thing that a room shows, as it is now.
 *
 * @param order where it stands; when it is not {@code accepted}, it is queued
 * @param attestation how this client knows the author
 * @param thread the message under which it stands, or nothing when it stands in the timeline
 * @param reactions by emoji, in the order of their bytes, at most {@link #MAX_REACTIONS}
 * @param replies what stands under it, when something does
 */
public record RoomItem(
        OperationId id,
        DeviceAddress device,
        Order order,
        Attestation attestation,
        Body body,
        Optional<OperationId> thread,
        boolean pinned,
        List<Reaction> reactions,
        Optional<ThreadSummary> replies) {
    /** The most different emojis that are shown below one item. */
    public static final int MAX_REACTIONS = 64;

    public RoomItem {
        reactions = List.copyOf(reactions);
    }

    /** What it is. */
    public sealed interface Body {
        /**
         * A message.
         *
         * @param text Markdown, as last edited
         */
        record Message(
                String text,
                boolean edited,
                Optional<OperationId> replyTo,
                List<AccountId> mentions,
                List<Attachment> attachments)
                implements Body {}

        /**
         * A poll.
         *
         * @param closed whether later votes no longer count
         */
        record Poll(String question, List<Option> options, boolean multiple, boolean closed) implements Body {
            public Poll {
                options = List.copyOf(options);
            }

            /** An option with the number of accounts that chose it. */
            public record Option(String text, long votes) {}
        }

        /** Its author deleted it. */
        record Deleted() implements Body {}

        /** It needs a newer version. */
        record Unknown(OperationKind kind) implements Body {}
    }

    /** How many accounts reacted with an emoji. */
    public record Reaction(String emoji, long count) {}

    /**
     * What stands under a message.
     *
     * @param last the newest
     */
    public record ThreadSummary(long count, OperationId last) {}
}
