package chat.paloma.node.presence;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.SignalRequests.Online;
import chat.paloma.core.wire.SignalRequests.ShowPresence;
import chat.paloma.core.wire.SignalRequests.WatchPresence;
import chat.paloma.node.account.Caller;
import chat.paloma.node.room.RoomDirectory;
import chat.paloma.node.session.Sessions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is online: those with a connection who let it be seen, for those who share a room with them. In memory only.
 */
public final class Presence {
    private final Sessions sessions;
    private final RoomDirectory rooms;
    /** Accounts of which some device asked not to be shown, with those devices. */
    private final Map<AccountId, Set<DeviceAddress>> hidden = new ConcurrentHashMap<>();

    private final Map<AccountId, Set<DeviceAddress>> watchers = new ConcurrentHashMap<>();
    private final Map<DeviceAddress, Set<AccountId>> watched = new ConcurrentHashMap<>();

    public Presence(Sessions sessions, RoomDirectory rooms) {
        this.sessions = sessions;
        this.rooms = rooms;
        sessions.onPresence(this::changed);
        sessions.onClose(this::left);
    }

    /** A device is gone: it hides its account no longer, if others of the account are there. */
    private void left(Caller caller) {
        forget(caller.device());
        boolean others = sessions.of(caller.account()).stream()
                .flatMap(session -> session.caller().stream())
                .anyMatch(other -> !other.device().equals(caller.device()));
        if (others) {
            show(caller, new ShowPresence(true));
        }
    }

    private void changed(AccountId account, boolean online) {
        if (!online) {
            Set<DeviceAddress> hiding = hidden.remove(account);
            if (hiding != null) {
                return;
            }
        }
        tell(account, online && !hidden.containsKey(account));
    }

    private void tell(AccountId account, boolean online) {
        Event event = new Event.PresenceChanged(account, online);
        for (DeviceAddress watcher : watchers.getOrDefault(account, Set.of())) {
            sessions.find(watcher).ifPresentOrElse(session -> session.tell(event), () -> forget(watcher));
        }
    }

    /** A device shows or hides its account. Hidden as long as any connected device of it says so. */
    public Done show(Caller caller, ShowPresence request) {
        boolean before = isOnline(caller.account());
        hidden.compute(caller.account(), (account, known) -> {
            Set<DeviceAddress> hiding = known == null ? ConcurrentHashMap.newKeySet() : known;
            if (request.visible()) {
                hiding.remove(caller.device());
            } else {
                hiding.add(caller.device());
            }
            return hiding.isEmpty() ? null : hiding;
        });
        boolean after = isOnline(caller.account());
        if (before != after) {
            tell(caller.account(), after);
        }
        return new Done();
    }

    private boolean isOnline(AccountId account) {
        return !hidden.containsKey(account) && !sessions.of(account).isEmpty();
    }

    /** Watches those of these accounts that share a room with the caller, in place of those before. */
    public Online watch(Caller caller, WatchPresence request) {
        forget(caller.device());
        List<AccountId> shared = request.accounts().stream()
                .distinct()
                .filter(account -> rooms.share(caller.account(), account))
                .toList();
        watched.put(caller.device(), Set.copyOf(shared));
        shared.forEach(account -> watchers.computeIfAbsent(account, unknown -> ConcurrentHashMap.newKeySet())
                .add(caller.device()));
        return new Online(shared.stream().filter(this::isOnline).toList());
    }

    private void forget(DeviceAddress watcher) {
        Set<AccountId> accounts = watched.remove(watcher);
        if (accounts != null) {
            accounts.forEach(account -> watchers.computeIfPresent(account, (id, devices) -> {
                devices.remove(watcher);
                return devices.isEmpty() ? null : devices;
            }));
        }
    }
}
