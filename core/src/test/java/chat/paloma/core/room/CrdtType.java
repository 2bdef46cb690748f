package chat.paloma.core.room;

import chat.paloma.core.room.operation.OperationKind;
import java.util.List;

/** Each type of content that merges, with the kinds of operations that make it. */
enum CrdtType {
    MESSAGES(OperationKind.MESSAGE, new OperationKind(40_000), new OperationKind(4_000)),
    EDITS(OperationKind.MESSAGE, OperationKind.EDIT, OperationKind.EDIT, OperationKind.EDIT),
    DELETES(OperationKind.MESSAGE, OperationKind.EDIT, OperationKind.DELETE, OperationKind.POLL),
    REACTIONS(OperationKind.REACT, OperationKind.REACT, OperationKind.UNREACT),
    PINS(OperationKind.MESSAGE, OperationKind.PIN, OperationKind.UNPIN, OperationKind.DELETE),
    TOPIC_AND_NAME(OperationKind.TOPIC, OperationKind.NAME),
    POLLS(OperationKind.POLL, OperationKind.VOTE, OperationKind.VOTE, OperationKind.VOTE, OperationKind.CLOSE_POLL),
    SETTINGS(OperationKind.SETTING),
    EVERYTHING(
            OperationKind.MESSAGE,
            OperationKind.EDIT,
            OperationKind.DELETE,
            OperationKind.REACT,
            OperationKind.UNREACT,
            OperationKind.PIN,
            OperationKind.UNPIN,
            OperationKind.TOPIC,
            OperationKind.NAME,
            OperationKind.POLL,
            OperationKind.VOTE,
            OperationKind.CLOSE_POLL,
            OperationKind.SETTING,
            new OperationKind(40_000));

    final List<OperationKind> kinds;

    CrdtType(OperationKind... kinds) {
        this.kinds = List.of(kinds);
    }
}
