package chat.paloma.sim.check;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import java.util.HashMap;
import java.util.Map;

/** Short names in stories: rooms in the order in which they came up, accounts by their handles. */
public final class Names {
    private final Map<RoomId, String> rooms = new HashMap<>();
    private final Map<AccountId, String> accounts = new HashMap<>();

    public String of(RoomId room) {
        return rooms.computeIfAbsent(room, added -> "room-" + (rooms.size() + 1));
    }

    public void name(AccountId account, String name) {
        accounts.put(account, name);
    }

    public String of(AccountId account) {
        return accounts.getOrDefault(account, "somebody");
    }
}
