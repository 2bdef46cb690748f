package chat.paloma.core.engine.history;

import chat.paloma.core.engine.personal.Reading;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomLanes;
import chat.paloma.core.identity.AccountId;
import java.util.function.Predicate;

/** History for who comes later into rooms, on one connection: made for others, and taken from others. */
public final class History {
    private final HistorySharing sharing;
    private final HistoryTaking taking;

    /**
     * For one connection.
     *
     * @param online whether somebody is online, as the node says
     */
    public History(RoomContext context, RoomLanes lanes, Reading reading, Predicate<AccountId> online) {
        this.sharing = new HistorySharing(context, lanes, online);
        this.taking = new HistoryTaking(context, lanes, reading);
    }

    /** Does what there is to do; cheap when there is nothing. */
    public void settle() {
        sharing.proceed();
        taking.proceed();
    }
}
