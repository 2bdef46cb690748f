package chat.paloma.core.engine.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoleEntry;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.room.RoomComposer;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.OperationId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The rooms of this device, with everything that is kept of each. */
public final class Rooms {
    /** The setting that says how long a room keeps what is written, in seconds; 0 for as long as it can. */
    public static final String RETENTION = "retention";

    private static final int TABLE = 15;

    private final Device device;
    private final Table<RoomId, RoomEntry> table;
    private final Map<RoomId, RoomEntry> decoded = new HashMap<>();
    /** Rooms that were read further since somebody asked. */
    private final Set<RoomId> changed = new TreeSet<>();

    private final Groups groups;
    private final Outbox outbox;
    private final Intents intents;
    private final LaneHeads heads;
    private final RoomLog log;
    private final Histories histories;
    private final Conversations conversations;
    private final BlobTrash trash;
    private final Gaps gaps;
    private final UnreadParts unreadParts;
    private final OwnArrivals arrivals;
    private long changes;

    public Rooms(Device device) {
        this.device = device;
        this.table = new Table<>(device.state(), TABLE, RoomId::decode, RoomEntry::decode);
        this.groups = new Groups(device);
        this.outbox = new Outbox(device);
        this.intents = new Intents(device);
        this.heads = new LaneHeads(device);
        this.log = new RoomLog(device);
        this.histories = new Histories(device);
        this.conversations = new Conversations(device, log, histories);
        this.trash = new BlobTrash(device);
        this.gaps = new Gaps(device);
        this.unreadParts = new UnreadParts(device, gaps);
        this.arrivals = new OwnArrivals(device);
        table.all().forEach(row -> decoded.put(row.key(), row.value()));
    }

    public Groups groups() {
        return groups;
    }

    public Outbox outbox() {
        return outbox;
    }

    Intents intents() {
        return intents;
    }

    LaneHeads heads() {
        return heads;
    }

    public RoomLog log() {
        return log;
    }

    /** What is under way with rooms' history. */
    public Histories histories() {
        return histories;
    }

    /** What this device passed over. */
    public Gaps gaps() {
        return gaps;
    }

    /** What this device has not read, and others of the account may have. */
    public UnreadParts unreadParts() {
        return unreadParts;
    }

    /** Where other devices of the account came in. */
    public OwnArrivals arrivals() {
        return arrivals;
    }

    /** Blobs that are to be deleted at the node. */
    public BlobTrash trash() {
        return trash;
    }

    /** The position that this device has verified at a sequence of a room's lane, as long as it is kept. */
    public Optional<Position> verifiedAt(RoomId room, long sequence) {
        return heads.at(room, sequence);
    }

    /** What the archive is not to have any more. */
    public Erasures erasures() {
        return conversations.erasures();
    }

    /** How long a room keeps what is written, in seconds, when one of its owners has said so. */
    public Optional<Long> retention(RoomId room) {
        Decoder<Long> decoder = TlsReader::readUint32;
        return conversations
                .view(room)
                .setting(RETENTION)
                .filter(written -> isOwner(room, written.author()))
                .flatMap(written -> {
                    try {
                        return Optional.of(decoder.decodeAll(written.value().toByteArray()));
                    } catch (DecodeException e) {
                        return Optional.empty();
                    }
                });
    }

    private boolean isOwner(RoomId room, AccountId account) {
        return roster(room)
                .filter(known -> known.policy().roleOf(account) == Role.OWNER)
                .isPresent();
    }

    /** Asks a room's members for what was written before, but not these. */
    public void askHistory(RoomId room, List<DeviceAddress> refused) {
        outbox.add(room, new RoomMessage.AskHistory(refused), Optional.empty());
    }

    /** Waits for what was written before this device came into a room, where that is shared. */
    void wantHistory(RoomId room) {
        if (direct(room).isEmpty()) {
            histories.want(room, require(room).joinedAt());
        }
    }

    public Conversations conversations() {
        return conversations;
    }

    /** Grows whenever a room comes, goes, or has another standing. */
    public long changes() {
        return changes;
    }

    AccountId ownAccount() {
        return device.account();
    }

    /** Whether a first member is waited for, so that what is written waits too. */
    boolean holdsMessages(RoomId room) {
        return intents.holdsMessages(room)
                && roster(room).filter(known -> known.accounts().size() > 1).isEmpty();
    }

    /** Somebody lost everything and came back as another account: said in the rooms where the former one was. */
    public void identityChanged(AccountId former, String name) {
        for (RoomId room : ids()) {
            if (log.identityChanged(
                    room, former, require(room).chain().position().sequence(), name)) {
                device.show(EngineEvent.TimelineChanged.ofLog(room));
                device.notice(
                        Optional.of(room),
                        NoticeKind.IDENTITY_CHANGED,
                        "'" + name + "' is another account than the one that was in this room");
            }
        }
    }

    /** All rooms, ended ones too. */
    public List<RoomId> ids() {
        return decoded.keySet().stream().sorted().toList();
    }

    public Optional<RoomEntry> find(RoomId room) {
        return Optional.ofNullable(decoded.get(room));
    }

    RoomEntry require(RoomId room) {
        return find(room).orElseThrow(() -> new IllegalStateException("no such room"));
    }

    void save(RoomId room, RoomEntry entry) {
        table.put(room, entry);
        RoomEntry before = decoded.put(room, entry);
        changed.add(room);
        if (before == null || before.standing() != entry.standing()) {
            changes++;
            device.show(new EngineEvent.RoomChanged(room));
        }
    }

    /** The rooms that changed since this was asked last, in the order of their ids. */
    public Set<RoomId> takeChanged() {
        Set<RoomId> taken = new TreeSet<>(changed);
        changed.clear();
        return taken;
    }

    /** Who is in a room, as far as this device can tell. */
    public Optional<Roster> roster(RoomId room) {
        return groups.find(room).map(Groups::roster);
    }

    /** The epoch in which a room's group is. */
    public RoomEpoch epoch(RoomId room) {
        return Committing.epoch(groups.require(room));
    }

    /** Whether an account shares a room with this one. */
    public boolean sharesRoom(AccountId account) {
        return sharedWith(account).isPresent();
    }

    /** A room that an account shares with this one. */
    Optional<RoomId> sharedWith(AccountId account) {
        return ids().stream()
                .filter(room -> find(room).filter(RoomEntry::isActive).isPresent())
                .filter(room ->
                        roster(room).filter(roster -> roster.contains(account)).isPresent())
                .findFirst();
    }

    /** The conversation of two with an account: the room that both own and nobody else is in, the oldest by id. */
    public Optional<RoomId> directWith(AccountId account) {
        return ids().stream()
                .filter(room -> find(room)
                        .filter(entry -> entry.standing() != Standing.ENDED)
                        .isPresent())
                .filter(room -> isDirectWith(room, account) && !isLeaving(room))
                .findFirst();
    }

    /** Whether this account wants to leave a room, of which it is still a member. */
    public boolean isLeaving(RoomId room) {
        return intents.isLeaving(room);
    }

    private boolean isDirectWith(RoomId room, AccountId account) {
        return direct(room).equals(Optional.of(account));
    }

    /** With whom a room is a conversation of two: both own it, whether the other has come in yet or not. */
    public Optional<AccountId> direct(RoomId room) {
        return roster(room)
                .map(Roster::policy)
                .flatMap(policy -> policy.roles().size() == 2
                                && policy.roles().stream().allMatch(entry -> entry.role() == Role.OWNER)
                        ? policy.roles().stream()
                                .map(RoleEntry::account)
                                .filter(account -> !account.equals(device.account()))
                                .findFirst()
                        : Optional.empty());
    }

    /**
     * Writes an operation, which then waits to be sent.
     *
     * @param content what it does; empty for nothing to do
     */
    public Optional<OperationId> write(RoomId room, Function<RoomComposer, Optional<? extends Content>> content) {
        return conversations
                .write(room, require(room).chain().position(), content)
                .map(own -> {
                    outbox.add(room, new RoomMessage.OfOperation(own.bytes()), Optional.of(own.id()));
                    return own.id();
                });
    }

    /** Leaves a room in front of what can't be processed: the server's word alone never ends it. */
    void stick(RoomId room, String why) {
        RoomEntry entry = require(room);
        if (entry.standing() != Standing.STUCK) {
            save(room, entry.stuck(why));
            device.notice(Optional.of(room), NoticeKind.ROOM_STUCK, why);
        }
    }

    /** A room that is stuck stays so for another reason. */
    void stickBecause(RoomId room, String why) {
        RoomEntry entry = require(room);
        if (!entry.why().equals(why)) {
            save(room, entry.stuck(why));
            device.show(new EngineEvent.RoomChanged(room));
        }
    }

    /** Forgets the secrets of a room that has ended for this device, and keeps what was written there. */
    void end(RoomId room, String why) {
        groups.forget(room);
        Problem problem = new Problem(ProblemCode.NOT_A_MEMBER, why);
        outbox.first(room, Outbox.MAX_WAITING)
                .forEach(row ->
                        row.value().operation().ifPresent(operation -> conversations.failed(room, operation, problem)));
        outbox.removeAll(room);
        histories.forget(room);
        histories.done(room);
        intents.removeAll(room, problem);
        save(room, require(room).ended(why));
        device.notice(Optional.of(room), NoticeKind.ROOM_ENDED, why);
    }

    /** Forgets a room that never came to be. */
    void forget(RoomId room, Problem why) {
        groups.forget(room);
        outbox.removeAll(room);
        intents.removeAll(room, why);
        table.remove(room);
        decoded.remove(room);
        changes++;
        device.show(new EngineEvent.RoomChanged(room));
    }
}
