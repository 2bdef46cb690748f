package chat.paloma.sim.check;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.EngineView.DeliveryState;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.sim.client.SimClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows what happened: which operations were written and acknowledged, who was in which room when, and the secrets of
 * epochs that members must agree on.
 */
public final class Oracle {
    /** An operation that somebody wrote. */
    public static final class Written {
        final OperationId id;
        final RoomId room;
        final SimClient author;
        final DeviceAddress device;
        final long time;
        final Set<DeviceAddress> audience;
        boolean acknowledged;
        boolean failed;

        Written(OperationId id, RoomId room, SimClient author, long time, Set<DeviceAddress> audience) {
            this.id = id;
            this.room = room;
            this.author = author;
            this.device = author.view().identity().orElseThrow().address();
            this.time = time;
            this.audience = audience;
        }
    }

    /** A time in which a device is in a room, without a break. */
    static final class Stint {
        final long from;
        long to = Long.MAX_VALUE;
        /** Whether it was broken because the node lost the room; it goes on when the device is in again. */
        boolean lost;

        Stint(long from) {
            this.from = from;
        }
    }

    /** By which of its devices an account left a room, and when. */
    record Left(SimClient by, long time) {}

    private record Membership(RoomId room, DeviceAddress device) {}

    private record EpochKey(RoomId room, int incarnation, RoomEpoch epoch) {}

    private record EpochFact(ByteString authenticator, String by) {}

    private final Names names;
    private final Map<OperationId, Written> written = new LinkedHashMap<>();
    private final Map<RoomId, List<Written>> byRoom = new LinkedHashMap<>();
    private final Map<SimClient, Map<RoomId, List<Written>>> unacknowledged = new HashMap<>();
    private final Map<RoomId, Map<Long, DeviceAddress>> authors = new HashMap<>();
    /** Devices that came back with the recovery key, and up to where each room was archived when they entered it. */
    private final Map<SimClient, Map<RoomId, Long>> cameBack = new HashMap<>();

    /** When a device came back last to a room of which nothing was archived: what was before is lost to its account. */
    private final Map<RoomId, Map<AccountId, Long>> begunAnew = new HashMap<>();

    /** Who was told last that they leave a room, by their accounts. */
    private final Map<RoomId, Map<AccountId, Left>> left = new HashMap<>();

    private final Map<Membership, List<Stint>> stints = new HashMap<>();
    private final Map<EpochKey, EpochFact> epochs = new HashMap<>();
    private long acknowledgements;
    /** Whether epochs may have begun twice, because the node was put back to an earlier one. */
    private boolean restored;

    public Oracle(Names names) {
        this.names = names;
    }

    // What was written

    /** A device wrote something, which is queued. */
    public void wrote(SimClient author, RoomId room, OperationId id, long now) {
        if (written.containsKey(id)) {
            return;
        }
        Set<DeviceAddress> audience = author.view()
                .room(room)
                .flatMap(EngineView.RoomInfo::roster)
                .map(Oracle::devices)
                .orElse(Set.of());
        Written fact = new Written(id, room, author, now, audience);
        written.put(id, fact);
        byRoom.computeIfAbsent(room, added -> new ArrayList<>()).add(fact);
        unacknowledged
                .computeIfAbsent(author, added -> new HashMap<>())
                .computeIfAbsent(room, added -> new ArrayList<>())
                .add(fact);
    }

    private static Set<DeviceAddress> devices(Roster roster) {
        Set<DeviceAddress> devices = new LinkedHashSet<>();
        roster.accounts()
                .values()
                .forEach(account -> account.devices()
                        .forEach(device -> devices.add(device.credential().device())));
        return devices;
    }

    /** Something changed in a room, as its device shows it: perhaps an acknowledgement. */
    public void lookForAcknowledgements(SimClient client, RoomId room) {
        List<Written> waiting = unacknowledged.getOrDefault(client, Map.of()).getOrDefault(room, List.of());
        if (waiting.isEmpty()) {
            return;
        }
        waiting.removeIf(fact -> {
            DeliveryState state = client.view().delivery(room, fact.id);
            fact.acknowledged = state == DeliveryState.SENT;
            fact.failed = state == DeliveryState.FAILED;
            if (fact.acknowledged) {
                acknowledgements++;
            }
            return state != DeliveryState.QUEUED;
        });
    }

    /** A device is gone with what it had not sent. */
    public void forgets(SimClient client) {
        unacknowledged.remove(client);
        cameBack.remove(client);
    }

    /** A device has come back with the recovery key, in the place of its account's lost ones. */
    public void cameBack(SimClient client) {
        cameBack.putIfAbsent(client, new HashMap<>());
    }

    /** A device is in a room; for one that came back it counts what was archived of the room when it entered it. */
    public void isIn(SimClient client, RoomId room) {
        Map<RoomId, Long> archived = cameBack.get(client);
        if (archived == null || archived.containsKey(room)) {
            return;
        }
        archived.put(room, client.view().archivedUpTo(room));
        DeviceAddress device = client.view().identity().orElseThrow().address();
        List<Stint> known = stints(room, device);
        if (!cameBackTo(client, room) && !known.isEmpty()) {
            begunAnew.computeIfAbsent(room, added -> new HashMap<>()).put(device.account(), known.getLast().from);
        }
    }

    /** Whether a device came back to a room that its account was in, so that it is owed what was written meanwhile. */
    boolean cameBackTo(SimClient client, RoomId room) {
        return cameBack.getOrDefault(client, Map.of()).getOrDefault(room, 0L) > 0;
    }

    /** A device is told that its account leaves a room. */
    public void leaves(SimClient client, RoomId room, long now) {
        left.computeIfAbsent(room, added -> new HashMap<>())
                .put(client.view().identity().orElseThrow().account(), new Left(client, now));
    }

    /** By whom the account of a device has left a room, in which the device was then and still is. */
    Optional<SimClient> leftBy(RoomId room, DeviceAddress device) {
        return Optional.ofNullable(left.getOrDefault(room, Map.of()).get(device.account()))
                .filter(each -> stints(room, device).getLast().from <= each.time())
                .map(Left::by);
    }

    public long acknowledgements() {
        return acknowledgements;
    }

    public int operations() {
        return written.size();
    }

    List<Written> written(RoomId room) {
        return byRoom.getOrDefault(room, List.of());
    }

    List<Written> unacknowledged(SimClient client, RoomId room) {
        return unacknowledged.getOrDefault(client, Map.of()).getOrDefault(room, List.of());
    }

    Optional<Written> find(OperationId id) {
        return Optional.ofNullable(written.get(id));
    }

    /** The node appended a message of a device. */
    public void appended(RoomId room, long sequence, DeviceAddress author) {
        authors.computeIfAbsent(room, added -> new HashMap<>()).put(sequence, author);
    }

    /** Whose message stands at a place of a room's lane. */
    Optional<DeviceAddress> author(RoomId room, long sequence) {
        return Optional.ofNullable(authors.getOrDefault(room, Map.of()).get(sequence));
    }

    // Who was where

    /** The node has a new epoch of a room; {@code joined} came in by itself, anew if it was there before. */
    public void members(RoomId room, Set<DeviceAddress> now, Optional<DeviceAddress> joined, long time) {
        for (Map.Entry<Membership, List<Stint>> entry : stints.entrySet()) {
            if (entry.getKey().room().equals(room)) {
                Stint last = entry.getValue().getLast();
                boolean over = !now.contains(entry.getKey().device())
                        || joined.equals(Optional.of(entry.getKey().device()));
                if (over && last.to == Long.MAX_VALUE) {
                    last.to = time;
                }
                if (over) {
                    // A room that the node had lost goes on without it; should it be brought in again, that is anew.
                    last.lost = false;
                }
            }
        }
        for (DeviceAddress device : now) {
            List<Stint> known = stints.computeIfAbsent(new Membership(room, device), added -> new ArrayList<>());
            if (!known.isEmpty() && known.getLast().lost && !joined.equals(Optional.of(device))) {
                known.getLast().to = Long.MAX_VALUE;
                known.getLast().lost = false;
            } else if (known.isEmpty() || known.getLast().to != Long.MAX_VALUE) {
                known.add(new Stint(time));
            }
        }
    }

    List<Stint> stints(RoomId room, DeviceAddress device) {
        return stints.getOrDefault(new Membership(room, device), List.of());
    }

    /** The times in which any device of an account was in a room. */
    List<Stint> stints(RoomId room, AccountId account) {
        return stints.entrySet().stream()
                .filter(entry -> entry.getKey().room().equals(room)
                        && entry.getKey().device().account().equals(account))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /**
     * Since when an account is in a room without a break, of which one of its devices is there since {@code since}, and
     * without having lost what was before.
     */
    long accountSince(RoomId room, AccountId account, long since) {
        long earliest = since;
        boolean further = true;
        while (further) {
            further = false;
            for (Stint stint : stints(room, account)) {
                if (stint.from < earliest && stint.to >= earliest) {
                    earliest = stint.from;
                    further = true;
                }
            }
        }
        long anew = begunAnew.getOrDefault(room, Map.of()).getOrDefault(account, 0L);
        return Math.min(since, Math.max(earliest, anew));
    }

    // Epochs

    /** The node was put back, and has these rooms: the same epochs begin again, with other secrets. */
    public void restored(Collection<RoomId> kept, long time) {
        restored = true;
        epochs.clear();
        stints.forEach((membership, known) -> {
            if (!kept.contains(membership.room()) && known.getLast().to == Long.MAX_VALUE) {
                known.getLast().to = time;
                known.getLast().lost = true;
            }
        });
    }

    boolean wasRestored() {
        return restored;
    }

    /** As {@link #checkEpoch}, among those who are in a room when everything has come to rest. */
    void checkEpochAtRest(SimClient client, RoomId room) {
        if (!restored) {
            checkEpoch(client, room);
        } else {
            compare(client, room);
        }
    }

    /** Forgets what was compared at rest. */
    void beginRest() {
        if (restored) {
            epochs.clear();
        }
    }

    /** Compares the secrets of an epoch with those of everybody else who was in it. */
    public void checkEpoch(SimClient client, RoomId room) {
        if (!restored) {
            compare(client, room);
        }
    }

    private void compare(SimClient client, RoomId room) {
        EngineView view = client.view();
        Optional<RoomEntry> entry = view.entry(room);
        Optional<ByteString> authenticator = view.epochAuthenticator(room);
        Optional<RoomEpoch> epoch = view.epoch(room);
        if (entry.filter(RoomEntry::isActive).isEmpty() || authenticator.isEmpty() || epoch.isEmpty()) {
            return;
        }
        EpochKey key = new EpochKey(room, entry.get().chain().position().incarnation(), epoch.get());
        EpochFact known = epochs.putIfAbsent(key, new EpochFact(authenticator.get(), client.name()));
        if (known != null && !known.authenticator().equals(authenticator.get())) {
            throw new Broken(
                    "epochs agree",
                    client.name() + " and " + known.by() + " have different secrets in epoch "
                            + epoch.get().epoch() + " of " + names.of(room),
                    List.of(client.name(), known.by(), names.of(room)));
        }
    }
}
