package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.account.Certification;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.PendingCommit;
import chat.paloma.core.mls.group.Step;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.wire.KeyRequests.Claim;
import chat.paloma.core.wire.RoomRequests.OpenRoom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Goes on with a room in its next generation, when its group can't be followed any further: a new group, from the last
 * roster that this device could check, with the same policy. An account without a key package is added later. What the
 * room had until now is kept until the node has taken the next generation: somebody else may be faster.
 */
final class Renewal {
    /** The first tree and the Welcomes travel in one request: more devices than this are added later. */
    private static final int MAX_FIRST = 24;

    private final RoomContext context;
    private final Device device;
    private final Rooms rooms;
    private final RoomId room;
    private final Runnable done;
    private final Consumer<Problem> failed;
    private final Deque<AccountId> toClaim = new ArrayDeque<>();
    private final List<KeyPackage> keyPackages = new ArrayList<>();

    private Renewal(RoomContext context, RoomId room, Runnable done, Consumer<Problem> failed) {
        this.context = context;
        this.device = context.device();
        this.rooms = context.rooms();
        this.room = room;
        this.done = done;
        this.failed = failed;
    }

    /**
     * Prepares the next generation, as the room's submission.
     *
     * @param done when it is ready to be sent
     */
    static void renew(RoomContext context, RoomId room, Runnable done, Consumer<Problem> failed) {
        new Renewal(context, room, done, failed).begin();
    }

    private void begin() {
        Roster roster = Groups.roster(rooms.groups().require(room));
        if (!roster.policy().roleOf(device.account()).isAtLeast(Role.ADMINISTRATOR)) {
            failed.accept(new Problem(ProblemCode.FORBIDDEN, "only administrators go on with a room in a new group"));
            return;
        }
        toClaim.addAll(roster.accounts().keySet());
        context.directory().freshen(roster.accounts().keySet(), this::claimNext);
    }

    private void claimNext() {
        AccountId account = toClaim.poll();
        if (account == null || keyPackages.size() >= MAX_FIRST) {
            open();
            return;
        }
        context.link()
                .ask(
                        new Claim(
                                account,
                                CipherSuiteId.of(device.settings().suite()),
                                rooms.sharedWith(account).or(() -> Optional.of(room))),
                        claimed -> {
                            KeyPackageCheck check = new KeyPackageCheck(context);
                            claimed.keyPackages()
                                    .forEach(each ->
                                            check.keyPackage(account, each).ifPresent(keyPackages::add));
                            claimNext();
                        },
                        failure -> claimNext());
    }

    private void open() {
        if (rooms.find(room).filter(entry -> entry.standing() == Standing.STUCK).isEmpty()) {
            // Meanwhile somebody else went on with it.
            return;
        }
        Group former = rooms.groups().require(room);
        RoomPolicy policy = Policies.next(Groups.roster(former).policy());
        List<DeviceAddress> added = keyPackages.stream()
                .map(each -> Certification.address(each.leafNode()))
                .toList();
        try {
            Group alone = Openings.alone(context, policy);
            Step<PendingCommit> step = alone.commit(
                    CommitRequest.adding(keyPackages).withTreeApart().withGroupInfo(),
                    device.random(),
                    device.seconds());
            Group group = step.next().confirm().next();
            OpenRoom request = new OpenRoom(
                    room,
                    device.profile().takeMessage(),
                    Committing.groupInfo(step.output()),
                    ByteString.adopt(group.tree().encoded()),
                    Committing.welcomes(step.output(), added));
            rooms.groups().setNext(room, group);
            rooms.save(room, rooms.require(room).renewing(Submission.of(request)));
            done.run();
        } catch (MlsException e) {
            failed.accept(new Problem(ProblemCode.INVALID, String.valueOf(e.getMessage())));
        }
    }
}
