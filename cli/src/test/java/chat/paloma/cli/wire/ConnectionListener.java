package chat.paloma.cli.wire;

import chat.paloma.core.wire.Event;

/** Who hears of what a node says without being asked. Called on a thread of the connection: it must not block. */
public interface ConnectionListener {
    /** The node says something. Events come in its order. */
    void happened(Event event);

    /** The connection is over, whoever ended it. Called once, and nothing after it. */
    void closed(NodeException reason);
}
