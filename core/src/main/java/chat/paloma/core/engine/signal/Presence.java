package chat.paloma.core.engine.signal;

import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.SignalRequests.WatchPresence;
import chat.paloma.core.wire.WireLimits;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Who of those who share a room with this account is online, as the node says. */
public final class Presence {
    private final RoomContext context;
    private final Device device;
    private final Set<AccountId> online = new LinkedHashSet<>();
    private List<AccountId> watched = List.of();

    public Presence(RoomContext context) {
        this.context = context;
        this.device = context.device();
    }

    public boolean isOnline(AccountId account) {
        return online.contains(account);
    }

    /** Watches those who share a room now. */
    public void watch() {
        Set<AccountId> people = new TreeSet<>();
        for (RoomId room : context.rooms().ids()) {
            if (context.rooms().find(room).filter(RoomEntry::isActive).isPresent()) {
                context.rooms()
                        .roster(room)
                        .ifPresent(roster -> people.addAll(roster.accounts().keySet()));
            }
        }
        people.remove(device.account());
        List<AccountId> wanted = people.stream().limit(WireLimits.MAX_LIST).toList();
        if (!wanted.equals(watched)) {
            watched = wanted;
            context.link()
                    .ask(
                            new WatchPresence(wanted),
                            answer -> answer.accounts().forEach(account -> changed(account, true)),
                            failure -> {});
        }
    }

    /** Somebody came or went. */
    public void changed(AccountId account, boolean isOnline) {
        boolean news = isOnline ? online.add(account) : online.remove(account);
        if (news) {
            device.show(new EngineEvent.PresenceChanged(account, isOnline));
        }
    }
}
