package chat.paloma.bench.paloma;

import static chat.paloma.bench.paloma.PalomaDevice.CRYPTO;
import static chat.paloma.bench.paloma.PalomaDevice.MLS;
import static chat.paloma.bench.paloma.PalomaDevice.RANDOM;

import chat.paloma.bench.load.OpaqueEnvelope;
import chat.paloma.bench.load.Payload;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomCapabilities;
import chat.paloma.core.membership.RoomGroupId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.RoomRules;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.Padding;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.GroupCreation;
import chat.paloma.core.mls.group.GroupSettings;
import chat.paloma.core.mls.group.PendingCommit;
import chat.paloma.core.mls.group.Step;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.wire.RoomRequests.OpenRoom;
import chat.paloma.core.wire.RoomRequests.WelcomeFor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A real MLS room, as its owner has it. The others are in the tree and get Welcomes; they hold no group of their own,
 * because nobody here reads what they get.
 */
final class PalomaRoom {
    /** The most that one commit adds. */
    static final int ADDED_AT_ONCE = 100;
    /** The most that a room begins with: its tree travels in one request. */
    static final int FIRST = 16;

    private static final int SIGNATURE_HEADER = 2;

    final RoomId id = RoomId.random(RANDOM);
    final PalomaDevice owner;
    private Group group;
    private long operations;
    private Optional<OperationId> lastOperation = Optional.empty();

    PalomaRoom(PalomaDevice owner) throws CryptoException, MlsException {
        this.owner = owner;
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
                seconds());
    }

    private static long seconds() {
        return System.currentTimeMillis() / 1000;
    }

    LaneId lane() {
        return new LaneId.Room(id, RegionId.ONLY);
    }

    RoomEpoch epoch() {
        return new RoomEpoch(0, group.context().epoch());
    }

    /** A commit that is made and believed to be accepted. */
    record Made(PendingCommit commit, RoomEpoch before, ByteString groupInfo, List<WelcomeFor> welcomes) {}

    /** Adds some to the room. */
    Made add(List<PalomaDevice> others) throws CryptoException, MlsException {
        List<KeyPackage> keyPackages = new ArrayList<>();
        for (PalomaDevice each : others) {
            keyPackages.add(each.keyPackage().keyPackage());
        }
        RoomEpoch before = epoch();
        Step<PendingCommit> step =
                group.commit(CommitRequest.adding(keyPackages).withTreeApart().withGroupInfo(), RANDOM, seconds());
        group = step.next().confirm().next();
        PendingCommit pending = step.output();
        ByteString info =
                ByteString.adopt(new MlsMessage.OfGroupInfo(pending.groupInfo().orElseThrow()).encoded());
        List<WelcomeFor> welcomes = pending.welcome()
                .map(welcome -> List.of(new WelcomeFor(
                        others.stream().map(PalomaDevice::address).toList(), ByteString.adopt(welcome.encoded()))))
                .orElse(List.of());
        return new Made(pending, before, info, welcomes);
    }

    /** The opening with those who are in it from the beginning. */
    OpenRoom open(List<PalomaDevice> others) throws CryptoException, MlsException {
        Made made = add(others);
        return new OpenRoom(
                id,
                owner.nextNumber(),
                made.groupInfo(),
                ByteString.adopt(group.tree().encoded()),
                made.welcomes());
    }

    /** Opaque messages of the epoch that the room is in. */
    OpaqueEnvelope opaque(int length) {
        return new OpaqueEnvelope(
                new RoomGroupId(id, 0).groupId(), group.context().epoch(), length);
    }

    /** A text of the owner as it travels: an operation, signed, encrypted and padded. */
    Payload encrypt(String text) throws MlsException {
        Operation operation = new Operation(
                id,
                owner.address(),
                1,
                ++operations,
                lastOperation,
                Content.Message.of(text),
                List.of(),
                HybridTime.ofMillis(System.currentTimeMillis()),
                List.of());
        lastOperation = Optional.of(operation.id(CRYPTO));
        byte[] content = new TlsWriter()
                .writeUint16(1)
                .writeUint8(1)
                .write(ByteString.adopt(operation.encoded()))
                .toByteArray();
        Step<MlsMessage> step = group.encrypt(content, ByteString.EMPTY, padding(), RANDOM);
        group = step.next();
        return new Payload(step.output().encoded());
    }

    /** As devices pad. */
    private static Padding padding() {
        return Padding.beyond(
                SIGNATURE_HEADER + CipherSuite.DEFAULT.signature().maxSignatureLength(),
                Padding.toBuckets(256, 512, 1024, 2048));
    }
}
