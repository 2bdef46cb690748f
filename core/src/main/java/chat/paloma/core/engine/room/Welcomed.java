package chat.paloma.core.engine.room;

import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.RoomLog.Kind;
import chat.paloma.core.engine.room.RoomLog.Line;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import java.util.Optional;
import java.util.function.Consumer;

/** Rooms that others bring this device into. */
public final class Welcomed {
    private final RoomContext context;
    private final Device device;
    private final Rooms rooms;

    public Welcomed(RoomContext context) {
        this.context = context;
        this.device = context.device();
        this.rooms = context.rooms();
    }

    /** Reads the ratchet tree of an epoch. */
    public void readTree(RoomId room, RoomEpoch epoch, Consumer<UnverifiedRatchetTree> done, Consumer<Problem> failed) {
        TreeReader.read(context, room, epoch, Optional.empty(), done, failed);
    }

    /**
     * Why a group can't be the one of a room in which this device now is; empty when it can.
     *
     * @param by the account of the device that brings this one in, if it vouches for it
     */
    public Optional<String> objection(RoomId room, Roster roster, Optional<AccountId> by) {
        if (!roster.policy().group().room().equals(room)) {
            return Optional.of("it is for another room");
        }
        Optional<RoomEntry> entry = rooms.find(room);
        if (entry.isEmpty() || entry.get().standing() == Standing.ENDED) {
            return Optional.empty();
        }
        Optional<Roster> before = rooms.roster(room);
        boolean newer = before.filter(known -> roster.policy().group().generation()
                        > known.policy().group().generation())
                .isPresent();
        if (!newer) {
            // One that can't follow the room is brought back into it, as it would come back by itself.
            return entry.get().standing() == Standing.STUCK
                    ? Optional.empty()
                    : Optional.of("this device is in the room already");
        }
        return Policies.mayGoOn(before.get(), roster, by)
                ? Optional.empty()
                : Optional.of("it would go on with the room with other people or roles than before");
    }

    /** Whether this device is in a room, perhaps without being able to follow it. */
    public boolean isIn(RoomId room) {
        return rooms.find(room)
                .filter(entry -> entry.standing() != Standing.ENDED)
                .isPresent();
    }

    /** Enters a room at a position of its lane. */
    public void enter(RoomId room, Group group, Position joinedAt) {
        Optional<RoomEntry> former = rooms.find(room)
                .filter(entry -> entry.standing() != Standing.ENDED
                        && entry.chain().position().sequence() > 0);
        boolean renewed = former.isPresent();
        rooms.groups().dropNext(room);
        rooms.groups().set(room, group);
        if (former.isPresent()) {
            // It reads on from where it was: what it can't read of the time between, its authors send it again.
            rooms.save(room, former.get().active().withoutSubmission());
        } else {
            LaneChain chain = new LaneChain(Device.lane(room), joinedAt, 0);
            rooms.save(room, RoomEntry.joined(chain));
            rooms.heads().verified(room, chain);
            // What it missed comes with the room's history.
            rooms.gaps().allDone(room);
            rooms.unreadParts().begin(room);
        }
        rooms.log()
                .add(
                        room,
                        joinedAt.sequence(),
                        new Line(
                                renewed ? Kind.RENEWED : Kind.HISTORY_STARTS,
                                device.millis(),
                                Optional.of(device.address()),
                                Optional.empty(),
                                ""));
        if (!renewed) {
            rooms.wantHistory(room);
        }
        boolean current = group.tree()
                .leaf(group.ownIndex())
                .filter(leaf ->
                        leaf.credential().equals(device.identity().credential().toCredential()))
                .isPresent();
        if (!current) {
            // The key package was from before the account's list key was made anew.
            rooms.intents().add(room, new Intent.Heal());
        }
        device.show(new EngineEvent.RoomChanged(room));
    }
}
