package chat.paloma.cli.chat.model;

import chat.paloma.core.engine.api.Command;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import java.util.Optional;
import java.util.function.Function;

/** What is to be done for the person, beyond what the model does itself. */
public sealed interface Act {
    /**
     * Gives the client a command.
     *
     * @param done what to say when it is done; may be empty
     */
    record Perform(Command command, String done) implements Act {}

    /** Finds somebody by what they are called, and gives the client a command about them. */
    record WithPerson(String who, Function<AccountId, Command> command, String done) implements Act {}

    /** Gives the client a message whose mentions are found in its text. */
    record Write(RoomId room, String text, Optional<OperationId> replyTo, Optional<OperationId> thread)
            implements Act {}

    /** Changes a message, likewise. */
    record Rewrite(RoomId room, OperationId message, String text) implements Act {}

    /** Looks for messages, in a room or in all. */
    record Search(String words, Optional<RoomId> room) implements Act {}

    /** Shows something that only the client knows, in a list. */
    record Show(What what, String argument) implements Act {}

    /** What can be shown. */
    enum What {
        PINS,
        DEVICES,
        SAFETY_NUMBER,
        NOTICES
    }

    /** Opens a room, at a message of it if one is named. */
    record Go(RoomId room, Optional<OperationId> to) implements Act {}

    /** Puts the text behind an action into the composer. */
    record Type(String text) implements Act {}

    /** Draws everything anew. */
    record Redraw() implements Act {}

    /** Ends. */
    record Quit() implements Act {}
}
