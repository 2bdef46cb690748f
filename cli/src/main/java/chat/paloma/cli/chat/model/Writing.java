package chat.paloma.cli.chat.model;

import chat.paloma.core.room.operation.OperationId;

/** What becomes of the text in the composer. */
public sealed interface Writing {
    /** A message. */
    record New() implements Writing {}

    /** An answer. */
    record Reply(OperationId to, String author) implements Writing {}

    /** Another text for a message. */
    record Edit(OperationId message) implements Writing {}
}
