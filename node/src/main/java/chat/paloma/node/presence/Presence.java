package chat.paloma.node.presence;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.SignalRequests.Online;
import chat.paloma.core.wire.SignalRequests.ShowPresence;
import chat.paloma.core.wire.SignalRequests.WatchPresence;
import chat.paloma.node.account.Caller;
import chat.paloma.node.bus.NodeId;
import chat.paloma.node.bus.NodeSignal;
import chat.paloma.node.bus.NodeSignal.AccountPresence;
import chat.paloma.node.bus.NodeSignals;
import chat.paloma.node.room.RoomDirectory;
import chat.paloma.node.session.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is online: those with a connection to some node who let it be seen, for those who share a room with them. In
 * memory only: each node says who is connected to it, at once when that changes, and again before others forget it.
 */
public final class Presence {
    /** How long what another node says is good for. */
    static final Duration LEASE = Duration.ofSeconds(30);
    /** How often a node says it again. */
    public static final Duration RENEWAL = LEASE.dividedBy(3);

    private final Sessions sessions;
    private final RoomDirectory rooms;
    private final NodeSignals signals;
    private final RemotePresence remote = new RemotePresence(LEASE, System::nanoTime);
    /** Accounts of which some device here asked not to be shown, with those devices. */
    private final Map<AccountId, Set<DeviceAddress>> hidden = new ConcurrentHashMap<>();
    /** Accounts that are shown as online; guarded by itself. */
    private final Set<AccountId> shown = new HashSet<>();

    private final Map<AccountId, Set<DeviceAddress>> watchers = new ConcurrentHashMap<>();
    private final Map<DeviceAddress, Set<AccountId>> watched = new ConcurrentHashMap<>();

    public Presence(Sessions sessions, RoomDirectory rooms, NodeSignals signals) {
        this.sessions = sessions;
        this.rooms = rooms;
        this.signals = signals;
        sessions.onPresence(this::changed);
        sessions.onClose(this::left);
        signals.listen(this::take);
        signals.onUp(() -> {
            signals.send(new NodeSignal.Asking());
            renew();
        });
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
            hidden.remove(account);
        }
        tellNodes(account);
        update(account);
    }

    private void tellNodes(AccountId account) {
        signals.send(
                sessions.of(account).isEmpty()
                        ? new NodeSignal.Offline(account)
                        : new NodeSignal.Online(List.of(presence(account))));
    }

    private AccountPresence presence(AccountId account) {
        return new AccountPresence(account, hidden.containsKey(account));
    }

    private void take(NodeId node, NodeSignal signal) {
        switch (signal) {
            case NodeSignal.Online(List<AccountPresence> accounts) -> {
                remote.online(node, accounts);
                accounts.forEach(each -> update(each.account()));
            }
            case NodeSignal.Offline(AccountId account) -> {
                remote.offline(node, account);
                update(account);
            }
            case NodeSignal.Ended _ -> remote.ended(node).forEach(this::update);
            case NodeSignal.Asking _ -> renew();
            default -> {}
        }
    }

    /** Tells the other nodes again who is connected here. */
    public void renew() {
        List<AccountPresence> batch = new ArrayList<>();
        for (AccountId account : sessions.accounts()) {
            batch.add(presence(account));
            if (batch.size() == NodeSignal.MAX_ACCOUNTS) {
                signals.send(new NodeSignal.Online(batch));
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            signals.send(new NodeSignal.Online(batch));
        }
    }

    /** Forgets what other nodes did not say again in time. */
    public void expire() {
        Collection<AccountId> expired = remote.expire();
        expired.forEach(this::update);
    }

    /** Tells those who watch an account, if it is to be shown otherwise than before. */
    private void update(AccountId account) {
        boolean online;
        synchronized (shown) {
            online = isOnline(account);
            if (online ? !shown.add(account) : !shown.remove(account)) {
                return;
            }
        }
        Event event = new Event.PresenceChanged(account, online);
        for (DeviceAddress watcher : watchers.getOrDefault(account, Set.of())) {
            sessions.find(watcher).ifPresentOrElse(session -> session.tell(event), () -> forget(watcher));
        }
    }

    /** A device shows or hides its account. Hidden as long as any connected device of it says so. */
    public Done show(Caller caller, ShowPresence request) {
        hidden.compute(caller.account(), (account, known) -> {
            Set<DeviceAddress> hiding = known == null ? ConcurrentHashMap.newKeySet() : known;
            if (request.visible()) {
                hiding.remove(caller.device());
            } else {
                hiding.add(caller.device());
            }
            return hiding.isEmpty() ? null : hiding;
        });
        tellNodes(caller.account());
        update(caller.account());
        return new Done();
    }

    private boolean isOnline(AccountId account) {
        boolean connected = !sessions.of(account).isEmpty() || remote.isOnline(account);
        return connected && !hidden.containsKey(account) && !remote.isHidden(account);
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
