package chat.paloma.cli.durability;

import static chat.paloma.cli.durability.LoadDevice.CRYPTO;
import static chat.paloma.cli.durability.LoadDevice.MLS;
import static chat.paloma.cli.durability.LoadDevice.RANDOM;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomCapabilities;
import chat.paloma.core.membership.RoomGroupId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.RoomRules;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.mls.framing.ContentType;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.PrivateMessage;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.GroupCreation;
import chat.paloma.core.mls.group.GroupSettings;
import chat.paloma.core.mls.group.PendingCommit;
import chat.paloma.core.mls.group.Step;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.RoomRequests;
import chat.paloma.core.wire.RoomRequests.WelcomeFor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A room under load. Its owner commits: a guest comes in and goes, in turns. Everybody appends messages, which look
 * encrypted and are random: the node can't know.
 */
final class LoadRoom {
    private static final int SENDER_DATA = 28;
    private static final int CIPHERTEXT = 300;

    final RoomId id = RoomId.random(RANDOM);
    final LoadDevice owner;
    private final List<LoadDevice> others;
    private final LoadDevice guest;
    private Group group;
    private Optional<Sent> pending = Optional.empty();
    private RoomEpoch epoch = RoomEpoch.NONE;
    private int commits;

    LoadRoom(LoadDevice owner, List<LoadDevice> others, LoadDevice guest) throws Exception {
        this.owner = owner;
        this.others = others;
        this.guest = guest;
        RoomPolicy policy = RoomPolicy.of(id, owner.keys.account(), WhoMayAdd.ADMINISTRATORS);
        this.group = Group.create(
                new GroupCreation(
                        MLS,
                        GroupSettings.of(RoomRules.GROUP_RULES),
                        policy.group().groupId(),
                        owner.keyPackage(),
                        owner.leafKey().privateKey(),
                        RoomCapabilities.ofGroup(policy, List.of())),
                RANDOM,
                now());
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }

    LaneId lane() {
        return new LaneId.Room(id, RegionId.ONLY);
    }

    /** Members without the guest. */
    int size() {
        return 1 + others.size();
    }

    /** The opening, to be asked for once. */
    RoomRequests.OpenRoom open() throws Exception {
        List<KeyPackage> keyPackages = new ArrayList<>();
        for (LoadDevice each : others) {
            keyPackages.add(each.keyPackage().keyPackage());
        }
        Step<PendingCommit> step =
                group.commit(CommitRequest.adding(keyPackages).withTreeApart().withGroupInfo(), RANDOM, now());
        group = step.next().confirm().next();
        epoch = new RoomEpoch(0, group.context().epoch());
        return new RoomRequests.OpenRoom(
                id,
                owner.nextNumber(),
                groupInfo(step.output()),
                ByteString.adopt(group.tree().encoded()),
                welcomes(step.output(), others.stream().map(LoadDevice::address).toList()));
    }

    private static ByteString groupInfo(PendingCommit pending) {
        return ByteString.adopt(new MlsMessage.OfGroupInfo(pending.groupInfo().orElseThrow()).encoded());
    }

    private static List<WelcomeFor> welcomes(PendingCommit pending, List<DeviceAddress> added) {
        return pending.welcome()
                .map(welcome -> List.of(new WelcomeFor(added, ByteString.adopt(welcome.encoded()))))
                .orElse(List.of());
    }

    /** A message of the epoch that the room is in, as far as its owner knows. */
    synchronized Append message(long number) {
        PrivateMessage random = new PrivateMessage(
                new RoomGroupId(id, 0).groupId(),
                epoch.epoch(),
                ContentType.APPLICATION,
                ByteString.EMPTY,
                ByteString.adopt(RANDOM.nextBytes(SENDER_DATA)),
                ByteString.adopt(RANDOM.nextBytes(CIPHERTEXT)));
        return new Append(
                id, number, RecordKind.APPLICATION, epoch, Envelope.of(new MlsMessage.OfPrivateMessage(random)));
    }

    /** The commit that was made and is not acknowledged. */
    synchronized Optional<Sent> pending() {
        return pending;
    }

    /** Makes the next commit. */
    synchronized Sent commit() throws Exception {
        boolean adds = commits++ % 2 == 0;
        CommitRequest request = adds
                ? CommitRequest.adding(List.of(guest.keyPackage().keyPackage()))
                : CommitRequest.removing(guestLeaf().index());
        Step<PendingCommit> step = group.commit(request.withTreeApart().withGroupInfo(), RANDOM, now());
        group = step.next();
        ByteString commit = ByteString.adopt(step.output().commit().encoded());
        long number = owner.nextNumber();
        Sent sent = new Sent(
                owner,
                this,
                number,
                new RoomRequests.Commit(
                        id,
                        number,
                        epoch,
                        false,
                        commit,
                        groupInfo(step.output()),
                        adds ? welcomes(step.output(), List.of(guest.address())) : List.of()),
                new Envelope(commit).hash(CRYPTO));
        pending = Optional.of(sent);
        return sent;
    }

    private RatchetTree.Member guestLeaf() throws DecodeException {
        for (RatchetTree.Member member : group.tree().members()) {
            if (DeviceCredential.of(member.leaf().credential()).device().equals(guest.address())) {
                return member;
            }
        }
        throw new IllegalStateException("the guest is not in the room");
    }

    /** The pending commit was acknowledged. */
    synchronized void advance() throws Exception {
        group = group.confirm().next();
        epoch = epoch.next();
        pending = Optional.empty();
    }

    synchronized RoomEpoch epoch() {
        return epoch;
    }
}
