package chat.paloma.sim.check;

import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.EngineOutput;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.Standing;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.Position;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import chat.paloma.sim.actor.Actors;
import chat.paloma.sim.client.SimClient;
import chat.paloma.sim.node.SimRoom;
import chat.paloma.sim.world.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What must hold: some of it after every step, all of it once everything works and has come to rest.
 */
public final class Invariants {
    /** What engines say only of a node that deceives, or of themselves when they are broken. */
    private static final Set<NoticeKind> ACCUSATIONS = Set.of(
            NoticeKind.FORK_DETECTED,
            NoticeKind.SERVER_DECEIVES,
            NoticeKind.IDENTITY_CHANGED,
            NoticeKind.DEVICE_DUPLICATED,
            NoticeKind.ROOM_STUCK);

    /** What names a deception. */
    private static final Set<NoticeKind> NAMES = Set.of(
            NoticeKind.FORK_DETECTED,
            NoticeKind.SERVER_DECEIVES,
            NoticeKind.IDENTITY_CHANGED,
            NoticeKind.ROOM_STUCK,
            NoticeKind.INBOX_PASSED_OVER);

    /** Why a device may refuse to be brought into a room. */
    private static final List<String> REASONS =
            List.of("by nobody whose request was accepted", "is in the room already");

    private final World world;
    private final Oracle oracle;
    private final Names names;
    private final Content content;
    private final Set<SimClient> passedOver = new HashSet<>();
    /** Who has named a deception, and in which rooms. */
    private final Set<SimClient> warned = new LinkedHashSet<>();

    private final Set<RoomId> warnedOf = new LinkedHashSet<>();

    public Invariants(World world, Oracle oracle, Names names) {
        this.world = world;
        this.oracle = oracle;
        this.names = names;
        this.content = new Content(world, oracle, names);
    }

    // After every step

    public void afterStep(SimClient client, EngineOutput output) {
        for (EngineEvent event : output.events()) {
            switch (event) {
                case EngineEvent.Notice notice -> notice(client, notice);
                case EngineEvent.RoomChanged changed -> oracle.checkEpoch(client, changed.room());
                default -> {}
            }
        }
    }

    private void notice(SimClient client, EngineEvent.Notice notice) {
        if (notice.kind() == NoticeKind.INBOX_PASSED_OVER && REASONS.stream().anyMatch(notice.detail()::contains)) {
            passedOver.add(client);
        }
        if (world.settings().malicious() && (NAMES.contains(notice.kind()) || isAccusation(notice.detail()))) {
            notice.room().ifPresentOrElse(warnedOf::add, () -> warned.add(client));
        }
        if (!world.settings().malicious() && ACCUSATIONS.contains(notice.kind()) && !isLostByRestore(client, notice)) {
            throw new Broken(
                    "an honest node is not accused",
                    client.name() + " is told " + notice.kind()
                            + notice.room().map(room -> " in " + names.of(room)).orElse("") + ": " + notice.detail(),
                    about(client, notice.room()));
        }
    }

    /** A node that was restored from a backup has older vaults than devices know, and lacks rooms and members. */
    private boolean isLostByRestore(SimClient client, EngineEvent.Notice notice) {
        return oracle.wasRestored()
                && (notice.detail().contains("vault")
                        || notice.room().filter(room -> !isMember(client, room)).isPresent());
    }

    private boolean isMember(SimClient client, RoomId room) {
        DeviceAddress device = client.view().identity().orElseThrow().address();
        return world.node().room(room).filter(each -> each.hasDevice(device)).isPresent();
    }

    /** Whether a command may wait for ever: in a room that the node has lost, or this device in it. */
    private boolean isLostByRestore(SimClient client, Command command) {
        return oracle.wasRestored()
                && Actors.roomOf(command)
                        .filter(room -> !isMember(client, room))
                        .isPresent();
    }

    private List<String> about(SimClient client, Optional<RoomId> room) {
        return room.map(id -> List.of(client.name(), names.of(id))).orElseGet(() -> List.of(client.name()));
    }

    // At rest

    /** A command was refused because the node deceives. */
    public void refused(SimClient client, Problem problem) {
        if (problem.code() == ProblemCode.SERVER_DECEIVES || problem.code() == ProblemCode.IDENTITY_CHANGED) {
            warned.add(client);
        }
    }

    private static boolean isAccusation(String detail) {
        return detail.contains(ProblemCode.SERVER_DECEIVES.meaning());
    }

    /** How many rooms, and devices, have named a deception. */
    public int named() {
        return warned.size() + warnedOf.size();
    }

    /** Whether a deception in a room was named, so that nothing more can be asked of it. */
    private boolean isNamed(SimClient client, RoomId room) {
        return warnedOf.contains(room) || warned.contains(client);
    }

    /** Everything. */
    public void atRest() {
        oracle.beginRest();
        Map<DeviceAddress, SimClient> clients = new HashMap<>();
        List<SimClient> active =
                world.clients().stream().filter(client -> !client.isRetired()).toList();
        for (SimClient client : active) {
            require(client.isRunning(), "devices run", client.name() + " does not run", client);
            require(client.view().isOnline(), "devices come online", client.name() + " is not online", client);
            List<Command> open = client.open().values().stream()
                    .filter(command -> !isLostByRestore(client, command))
                    .filter(command -> Actors.roomOf(command)
                            .filter(room -> isNamed(client, room))
                            .isEmpty())
                    .toList();
            require(open.isEmpty(), "every command ends", client.name() + " has no answer to " + open, client);
            clients.put(client.view().identity().orElseThrow().address(), client);
        }
        new Accounts(oracle).check(active);
        for (RoomId room : world.node().rooms()) {
            SimRoom found = world.node().room(room).orElseThrow();
            if (found.devices().stream().allMatch(device -> isGone(clients, device, room))) {
                // Nobody is there to remove the last ones.
                continue;
            }
            members(room, found, clients);
            owned(room, found);
            content.check(room, clients, warnedOf.contains(room));
        }
        active.forEach(this::stray);
    }

    private static void require(boolean holds, String rule, String detail, SimClient client) {
        if (!holds) {
            throw new Broken(rule, detail, List.of(client.name()));
        }
    }

    private void require(boolean holds, String rule, String detail, SimClient client, RoomId room) {
        if (!holds) {
            throw new Broken(rule, detail, List.of(client.name(), names.of(room)));
        }
    }

    /** Whether a device is none any more, or its account has left a room. */
    private static boolean isGone(Map<DeviceAddress, SimClient> clients, DeviceAddress device, RoomId room) {
        SimClient client = clients.get(device);
        return client == null
                || client.view().entry(room).filter(Invariants::hasLeft).isPresent();
    }

    private static boolean hasLeft(RoomEntry entry) {
        return entry.why().equals("you left the room");
    }

    /** Everybody whom the node has in a room is in it, has read it all, and has sent what waited. */
    private void members(RoomId id, SimRoom room, Map<DeviceAddress, SimClient> clients) {
        Position end = world.node().lane(World.lane(id)).orElseThrow().end();
        for (DeviceAddress device : room.devices()) {
            SimClient client = clients.get(device);
            if (client == null) {
                throw new Broken(
                        "revoked devices are removed",
                        "a device in " + names.of(id) + " was revoked",
                        List.of(names.of(id)));
            }
            Optional<RoomEntry> entry = client.view().entry(id);
            boolean left =
                    entry.filter(each -> each.standing() != Standing.ENDED).isEmpty();
            // Nobody is there to remove the last one who leaves; a Welcome may be of no use to its receiver; and a node
            // that was put back has members again who were removed.
            boolean alone = entry.filter(Invariants::hasLeft).isPresent();
            if (isNamed(client, id)) {
                continue;
            }
            if (left && (alone || oracle.wasRestored() || passedOver.contains(client))) {
                continue;
            }
            String where = client.name() + " in " + names.of(id);
            require(
                    entry.filter(RoomEntry::isActive).isPresent(),
                    "members are in",
                    where + " is "
                            + entry.map(each -> each.standing() + " " + each.why())
                                    .orElse("not in"),
                    client,
                    id);
            Position position = entry.orElseThrow().chain().position();
            require(
                    position.equals(end),
                    "members read everything",
                    where + " is at " + position.incarnation() + "/" + position.sequence() + " of " + end.incarnation()
                            + "/" + end.sequence(),
                    client,
                    id);
            require(
                    client.view().epoch(id).equals(Optional.of(room.epoch())),
                    "members are in the room's epoch",
                    where + " is in epoch " + client.view().epoch(id) + " and the room in " + room.epoch(),
                    client,
                    id);
            oracle.checkEpochAtRest(client, id);
            nothingWaits(client, id, where);
            leftWithAll(client, id, device);
        }
    }

    /** Who stays in a room has an owner. */
    private void owned(RoomId id, SimRoom room) {
        boolean owned = room.roster().accounts().values().stream().anyMatch(each -> each.role() == Role.OWNER);
        if (!owned && !warnedOf.contains(id) && !oracle.wasRestored()) {
            throw new Broken("rooms have an owner", names.of(id) + " has none", List.of(names.of(id)));
        }
    }

    /** Who leaves a room goes with all devices, unless it is the one who owns it by now. */
    private void leftWithAll(SimClient client, RoomId id, DeviceAddress device) {
        Optional<SimClient> by = oracle.leftBy(id, device).filter(each -> !each.isRetired());
        Roster roster =
                client.view().room(id).flatMap(EngineView.RoomInfo::roster).orElseThrow();
        List<AccountId> owners = roster.accounts().values().stream()
                .filter(each -> each.role() == Role.OWNER)
                .map(Roster.Account::id)
                .toList();
        boolean mayNot = roster.accounts().size() > 1 && owners.equals(List.of(device.account()));
        require(
                by.isEmpty() || oracle.wasRestored() || mayNot,
                "who leaves is out",
                client.name() + " is in " + names.of(id) + ", which "
                        + by.map(SimClient::name).orElse("") + " left",
                client,
                id);
    }

    private void nothingWaits(SimClient client, RoomId id, String where) {
        EngineView.RoomInfo info = client.view().room(id).orElseThrow();
        oracle.lookForAcknowledgements(client, id);
        boolean alone = info.direct().isPresent()
                && info.roster().filter(roster -> roster.accounts().size() == 1).isPresent();
        require(
                info.waiting() == 0 || alone,
                "outboxes get empty",
                where + " has " + info.waiting() + " messages that are not sent; obstacle " + info.obstacle(),
                client,
                id);
        require(
                alone || oracle.unacknowledged(client, id).isEmpty(),
                "what is written is sent",
                where + " has written something that is neither sent nor refused",
                client,
                id);
        require(
                client.view().entry(id).orElseThrow().submission().isEmpty(),
                "commits are answered",
                where + " has a commit that is not answered",
                client,
                id);
    }

    /** Nobody believes to be in a room that does not have them. */
    private void stray(SimClient client) {
        for (RoomId id : client.view().rooms()) {
            boolean member = isMember(client, id) || isNamed(client, id);
            Standing standing = client.view().entry(id).orElseThrow().standing();
            require(
                    member || standing == Standing.ENDED || standing == Standing.STUCK,
                    "only members are in",
                    client.name() + " is " + standing + " in " + names.of(id) + ", which does not have it",
                    client,
                    id);
        }
    }
}
