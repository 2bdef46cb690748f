package chat.paloma.node.room;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.account.Caller;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.StoreException;
import chat.paloma.node.store.StoreException.Reason;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * The newest epoch of every room, from memory where it was used lately.
 *
 * <p>What it returns may be overtaken at any time. Whoever changes a room checks the epoch and the version again within
 * the transaction. Where other nodes use the database too, what is in memory is compared with the room's version there
 * before it is returned.
 */
public final class RoomDirectory {
    private static final long MAX_CACHED_BYTES = 256L << 20;

    /** Rooms share locks: what is done under one is brief. */
    private static final int LOCKS = 1024;
    /** How often a step is tried that other nodes overtake. */
    private static final int MAX_ATTEMPTS = 20;

    private final Database database;
    private final CryptoProvider crypto;
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];
    private final List<BiConsumer<RoomId, Set<DeviceAddress>>> listeners = new CopyOnWriteArrayList<>();
    private final Cache<RoomId, RoomGroup> cache = Caffeine.newBuilder()
            .maximumWeight(MAX_CACHED_BYTES)
            .weigher((RoomId room, RoomGroup group) -> group.weight())
            .build();

    public RoomDirectory(Database database, CryptoProvider crypto) {
        this.database = database;
        this.crypto = crypto;
        Arrays.setAll(locks, index -> new ReentrantLock());
    }

    Optional<RoomGroup> find(RoomId room) {
        RoomGroup known = cache.getIfPresent(room);
        if (known != null && isNewest(room, known)) {
            return Optional.of(known);
        }
        Optional<RoomGroup> read = database.read(handle -> RoomTable.find(handle, crypto, room));
        // A commit may have been stored since: the newer of both stays.
        read.ifPresent(this::remember);
        return read;
    }

    private boolean isNewest(RoomId room, RoomGroup known) {
        return !database.isShared() || database.read(handle -> RoomTable.isAt(handle, room, known.version()));
    }

    /** Calls back behind each commit of this node, with all who are in the room then. */
    public void onChange(BiConsumer<RoomId, Set<DeviceAddress>> listener) {
        listeners.add(listener);
    }

    /** A new epoch is on disk. */
    void advance(RoomGroup group) {
        remember(group);
        RoomId room = group.roster().policy().group().room();
        listeners.forEach(listener -> listener.accept(room, group.devices()));
    }

    /** Keeps a state in memory, unless a later one is known. */
    void remember(RoomGroup group) {
        RoomId room = group.roster().policy().group().room();
        cache.asMap()
                .merge(room, group, (known, candidate) -> candidate.version() >= known.version() ? candidate : known);
    }

    /**
     * Does something that steps from one state of a room to the next; no other such thing happens to it meanwhile on this
     * node. When another node is first, it is done anew.
     */
    <T> T exclusively(RoomId room, Supplier<T> work) {
        ReentrantLock lock = locks[Math.floorMod(room.hashCode(), locks.length)];
        lock.lock();
        try {
            for (int attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
                try {
                    return work.get();
                } catch (OvertakenException e) {
                    cache.invalidate(room);
                }
            }
            return work.get();
        } catch (OvertakenException e) {
            throw new StoreException(Reason.BUSY, "other nodes change the room all the time", e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The room, for a device that is in it.
     *
     * @throws Refusal for everybody else, the same whether there is such a room or not
     */
    RoomGroup require(RoomId room, DeviceAddress device) {
        return find(room).filter(group -> group.hasDevice(device)).orElseThrow(RoomDirectory::notAMember);
    }

    /**
     * The room, for a device that may append to it in this epoch: as it was then, when that is what is in memory. Whoever
     * appends finds within the transaction that this is still the epoch, and then the members are those too.
     */
    RoomGroup requireAt(RoomId room, RoomEpoch epoch, DeviceAddress device) {
        RoomGroup known = cache.getIfPresent(room);
        return known != null && known.epoch().equals(epoch) && known.hasDevice(device) ? known : require(room, device);
    }

    static Refusal notAMember() {
        return new Refusal(FailureCode.NOT_A_MEMBER);
    }

    /** Checks that a device may read and append to a room. */
    public void requireMember(RoomId room, Caller caller) {
        require(room, caller.device());
    }

    /** Whether the device is in the room now. */
    public boolean isMember(RoomId room, DeviceAddress device) {
        return find(room).map(group -> group.hasDevice(device)).orElse(false);
    }

    /** The same as this transaction sees it, without reading the room's group. */
    public static boolean isMember(Handle handle, RoomId room, DeviceAddress device) {
        return RoomTable.isMember(handle, room, device);
    }

    /** Whether the account has a device in the room now. */
    public boolean isMember(RoomId room, AccountId account) {
        return find(room).map(group -> group.hasAccount(account)).orElse(false);
    }

    /** What an account may do in a room; a member's rights also for somebody who is not in it. */
    public Role roleOf(RoomId room, AccountId account) {
        return find(room).map(group -> group.roster().policy().roleOf(account)).orElse(Role.MEMBER);
    }

    /** Up to which sequence of a room's lane a device may read that was removed from it; empty when it may not. */
    public OptionalLong formerMemberReadsUpTo(RoomId room, DeviceAddress device) {
        return database.read(handle -> RoomTable.formerMemberReadsUpTo(handle, room, device));
    }

    /** The devices that were removed from a room by a record of its lane up to a sequence, and are not back. Blocks. */
    public Set<DeviceAddress> removedUpTo(RoomId room, long sequence) {
        return Set.copyOf(database.read(handle -> RoomTable.removedUpTo(handle, room, sequence)));
    }

    /** How many devices are in a room; 0 when there is no such room. */
    public int size(RoomId room) {
        return find(room).map(group -> group.devices().size()).orElse(0);
    }

    /** Whether two accounts are in one room. */
    public boolean share(AccountId one, AccountId other) {
        return one.equals(other) || database.read(handle -> RoomTable.share(handle, one, other));
    }

    /** The devices in a room. */
    public List<DeviceAddress> devices(RoomId room) {
        return find(room).map(group -> List.copyOf(group.devices())).orElse(List.of());
    }

    /** Deletes the trees of past epochs that nobody may still fetch, and what is known of those who left long ago. Blocks. */
    public int forgetOld(long now) {
        return Database.await(database.write(transaction -> RoomTable.forgetTrees(transaction.handle(), now)
                + RoomTable.forgetFormerMembers(transaction.handle(), now)));
    }
}
