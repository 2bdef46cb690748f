package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.room.RoomLog.Kind;
import chat.paloma.core.engine.room.RoomLog.Line;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.Position;
import chat.paloma.core.membership.RoomCapabilities;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.GroupCreation;
import chat.paloma.core.mls.proposal.ExternalSender;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.wire.RoomRequests.OpenRoom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Opens rooms, with this device alone in them, and hears how that went; their next generations too. */
public final class Openings {
    private static final long KEY_PACKAGE_TIME = 24 * 60 * 60;

    private final RoomContext context;
    private final Device device;
    private final Rooms rooms;
    private final Consumer<RoomId> entered;

    /**
     * For one connection.
     *
     * @param entered called with each room that this device has opened, or is to be driven anew
     */
    Openings(RoomContext context, Consumer<RoomId> entered) {
        this.context = context;
        this.device = context.device();
        this.rooms = context.rooms();
        this.entered = entered;
    }

    /** Makes a room with this device alone in it, ready to be opened. */
    public void open(RoomPolicy policy) {
        RoomId room = policy.group().room();
        try {
            Group group = alone(context, policy);
            ByteString groupInfo = ExternalCommits.groupInfo(device, group);
            ByteString tree = ByteString.adopt(group.tree().encoded());
            LaneChain chain = LaneChain.from(device.crypto(), LaneStart.first(device.server(), Device.lane(room)));
            OpenRoom request = new OpenRoom(room, device.profile().takeMessage(), groupInfo, tree, List.of());
            rooms.groups().set(room, group);
            rooms.save(room, RoomEntry.opening(chain, Submission.of(request)));
            entered.accept(room);
        } catch (MlsException e) {
            throw new IllegalStateException("a room of one can't be made", e);
        }
    }

    /** A group with this device alone in it, and the node as external sender. */
    static Group alone(RoomContext context, RoomPolicy policy) throws MlsException {
        Device device = context.device();
        ExternalSender node = new ExternalSender(
                context.externalSender(), new Credential.Basic(device.server().bytes()));
        return Group.create(
                new GroupCreation(
                        device.mls(),
                        EngineSettings.GROUPS,
                        policy.group().groupId(),
                        device.newKeyPackage(false, device.seconds() + KEY_PACKAGE_TIME),
                        device.leafKey().privateKey(),
                        RoomCapabilities.ofGroup(policy, List.of(node))),
                device.random(),
                device.seconds());
    }

    /** The node has taken a room that this device opens, or its next generation, as the record at this position. */
    void opened(RoomId room, Position position) {
        rooms.groups().takeNext(room).ifPresent(next -> renewed(room, next, position));
        rooms.save(room, rooms.require(room).active().withoutSubmission());
        entered.accept(room);
    }

    private void renewed(RoomId room, Group next, Position position) {
        Set<AccountId> missing =
                new TreeSet<>(rooms.roster(room).orElseThrow().accounts().keySet());
        missing.removeAll(Groups.roster(next).accounts().keySet());
        rooms.groups().set(room, next);
        missing.forEach(account -> rooms.intents().add(room, new Intent.Add(account, false)));
        rooms.log()
                .add(
                        room,
                        position.sequence(),
                        new Line(Kind.RENEWED, device.millis(), Optional.of(device.address()), Optional.empty(), ""));
    }

    /** The node does not take a room that this device opens, or its next generation. */
    void refused(RoomId room, Problem problem) {
        if (rooms.groups().hasNext(room)) {
            rooms.groups().dropNext(room);
            RoomEntry entry = rooms.require(room).withoutSubmission();
            rooms.save(room, entry.stuck(entry.why()));
        } else {
            rooms.forget(room, problem);
        }
        entered.accept(room);
    }
}
