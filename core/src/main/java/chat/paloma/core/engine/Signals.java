package chat.paloma.core.engine;

import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.wire.Event;

/** Typing, presence and receipts: what is not stored, or replaced by what comes next. */
final class Signals {
    private final RoomContext context;

    Signals(RoomContext context) {
        this.context = context;
    }

    void signalled(Event.Signalled event) {}

    void receipt(Event.ReceiptChanged event) {
        context.device().show(new EngineEvent.ReceiptsChanged(event.room()));
    }
}
