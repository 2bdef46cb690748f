package chat.paloma.client;

import chat.paloma.client.store.Contact;
import chat.paloma.client.store.StoredRoom;
import chat.paloma.client.store.Submission;
import chat.paloma.client.transport.NodeException;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoleEntry;
import chat.paloma.core.membership.RoomCapabilities;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.GroupCreation;
import chat.paloma.core.mls.group.JoinRequest;
import chat.paloma.core.mls.group.PendingCommit;
import chat.paloma.core.mls.group.Step;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.keypackage.KeyPackageRef;
import chat.paloma.core.mls.proposal.ExternalSender;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import chat.paloma.core.mls.welcome.Welcome;
import chat.paloma.core.wire.InboxRecords.WelcomeRecord;
import chat.paloma.core.wire.KeyRequests.Claim;
import chat.paloma.core.wire.KeyRequests.Claimed;
import chat.paloma.core.wire.KeyRequests.OfDevice;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.RoomRequests.OpenRoom;
import chat.paloma.core.wire.RoomRequests.ReadTree;
import chat.paloma.core.wire.RoomRequests.TreeChunk;
import chat.paloma.core.wire.WireLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How rooms begin for this device: it opens one, or a Welcome brings it into one. */
final class RoomEntrance {
    private static final long KEY_PACKAGE_TIME = 24 * 60 * 60;
    private static final int MAX_TREE = 64 << 20;

    private final Device device;
    private final Session session;
    private final Accounts accounts;
    private final Rooms rooms;

    RoomEntrance(Device device, Session session, Accounts accounts, Rooms rooms) {
        this.device = device;
        this.session = session;
        this.accounts = accounts;
        this.rooms = rooms;
    }

    // Opening

    /** Makes a room with all devices of an account that accepted an invitation. It is on the disk, and not yet sent. */
    RoomId prepare(Contact with) throws NodeException, InterruptedException {
        RoomId id = RoomId.random(device.random());
        List<DeviceAddress> added = new ArrayList<>();
        List<KeyPackage> keyPackages = new ArrayList<>();
        for (OfDevice each : claim(with).keyPackages()) {
            keyPackages.add(check(with, each));
            added.add(new DeviceAddress(with.record().account(), each.device()));
        }
        if (added.isEmpty()) {
            throw new ClientException("'" + with.handle() + "' has no device that can be added now: try again later");
        }
        try {
            Step<PendingCommit> step = alone(id)
                    .commit(
                            CommitRequest.adding(keyPackages).withTreeApart().withGroupInfo(),
                            device.random(),
                            device.seconds());
            Group group = step.next().confirm().next();
            LaneChain chain = LaneChain.from(device.crypto(), LaneStart.first(device.server(), Device.lane(id)));
            device.store().write(() -> {
                OpenRoom request = new OpenRoom(
                        id,
                        device.store().settings().takeMessage(),
                        RoomSender.groupInfo(step.output()),
                        ByteString.adopt(group.tree().encoded()),
                        RoomSender.welcomes(step.output(), added));
                rooms.save(new StoredRoom(id, group, chain, Optional.of(Submission.of(request))));
            });
            return id;
        } catch (MlsException e) {
            throw new ClientException("the room can't be made: " + e.getMessage(), e);
        }
    }

    private Claimed claim(Contact with) throws NodeException, InterruptedException {
        return session.ask(new Claim(with.record().account(), CipherSuiteId.of(CipherSuite.DEFAULT), Optional.empty()));
    }

    private Group alone(RoomId id) throws MlsException {
        RoomPolicy policy = RoomPolicy.of(id, device.account(), WhoMayAdd.ADMINISTRATORS);
        ExternalSender node = new ExternalSender(
                session.welcomed().externalSender(),
                new Credential.Basic(device.server().bytes()));
        KeyPackageBundle creator = device.newKeyPackage(false, device.seconds() + KEY_PACKAGE_TIME);
        return Group.create(
                new GroupCreation(
                        device.mls(),
                        Device.GROUP_SETTINGS,
                        policy.group().groupId(),
                        creator,
                        device.leafKey().privateKey(),
                        RoomCapabilities.ofGroup(policy, List.of(node))),
                device.random(),
                device.seconds());
    }

    /** A key package is of the device that the node says, and the account vouches for that device. */
    private KeyPackage check(Contact with, OfDevice claimed) {
        try {
            if (!(MlsMessage.parse(claimed.keyPackage().toByteArray())
                    instanceof MlsMessage.OfKeyPackage(KeyPackage keyPackage))) {
                throw new ClientException("the server gave out something else than a key package");
            }
            DeviceCredential credential =
                    DeviceCredential.of(keyPackage.leafNode().credential());
            if (!credential.device().equals(new DeviceAddress(with.record().account(), claimed.device()))) {
                throw new ClientException("the server gave out a key package of another device");
            }
            with.record().checkNewLeaf(device.crypto(), credential, Accounts.key(keyPackage.leafNode()));
            return keyPackage;
        } catch (MlsException | DecodeException | IdentityException | IllegalArgumentException e) {
            throw new ClientException(
                    "the server gave out a bad key package for '" + with.handle() + "': " + e.getMessage(), e);
        }
    }

    // Joining

    /**
     * Enters a room by a Welcome.
     *
     * @param with what is stored together with the room
     * @throws ClientException when the Welcome is not good, or not by somebody whom the person knows: it is then passed
     *     over
     */
    void join(WelcomeRecord record, Runnable with) throws NodeException, InterruptedException {
        if (device.store().rooms().knows(record.room())) {
            throw new ClientException("this device is, or was, in the room already");
        }
        try {
            if (!(MlsMessage.parse(record.welcome().toByteArray()) instanceof MlsMessage.OfWelcome(Welcome welcome))) {
                throw new ClientException("not a Welcome");
            }
            KeyPackageRef reference = reference(welcome);
            KeyPackageBundle bundle =
                    device.store().keyPackages().find(reference).orElseThrow();
            Group group = Group.join(
                    JoinRequest.of(
                                    device.mls(),
                                    Device.GROUP_SETTINGS,
                                    bundle,
                                    device.leafKey().privateKey())
                            .withTree(readTree(record)),
                    welcome,
                    device.seconds());
            StoredRoom room = new StoredRoom(
                    record.room(),
                    group,
                    new LaneChain(Device.lane(record.room()), record.joinedAt(), 0),
                    Optional.empty());
            check(room);
            rooms.save(room, () -> {
                device.store().keyPackages().used(reference);
                with.run();
            });
        } catch (MlsException | DecodeException | IdentityException e) {
            throw new ClientException(String.valueOf(e.getMessage()), e);
        }
    }

    private KeyPackageRef reference(Welcome welcome) {
        return welcome.secrets().stream()
                .map(Welcome.EncryptedGroupSecrets::newMember)
                .filter(each -> device.store().keyPackages().find(each).isPresent())
                .findFirst()
                .orElseThrow(() -> new ClientException("it is for no key package of this device"));
    }

    /** The tree of the epoch in which the Welcome brings us: it is the one behind the record at which we join. */
    private UnverifiedRatchetTree readTree(WelcomeRecord record)
            throws NodeException, InterruptedException, DecodeException {
        RoomEpoch epoch = joinedEpoch(record);
        TlsWriter tree = new TlsWriter();
        int total;
        do {
            TreeChunk chunk = session.ask(new ReadTree(record.room(), epoch, tree.length(), Optional.empty()));
            total = chunk.total();
            if (total > MAX_TREE || chunk.bytes().isEmpty()) {
                throw new ClientException("the server gave out no tree that is good");
            }
            tree.writeBytes(chunk.bytes().toByteArray());
        } while (tree.length() < total);
        Decoder<UnverifiedRatchetTree> decoder = in -> UnverifiedRatchetTree.decode(device.mls(), in);
        return decoder.decodeAll(tree.toByteArray());
    }

    private RoomEpoch joinedEpoch(WelcomeRecord record) throws NodeException, InterruptedException {
        Range range = session.ask(new ReadRange(
                Device.lane(record.room()), record.joinedAt().sequence() - 1, 1, WireLimits.MAX_RANGE_BYTES));
        if (range.records().size() != 1) {
            throw new ClientException("the server does not have the record at which this device joins");
        }
        LaneRecord joined = range.records().getFirst();
        if (!range.before()
                .after(device.crypto(), joined.header())
                .equals(record.joinedAt().head())) {
            throw new ClientException("the server shows another record than the one at which this device joins");
        }
        return joined.header().kind().equals(RecordKind.ROOM_OPENED)
                ? joined.header().epoch()
                : joined.header().epoch().next();
    }

    /** The room is the one that it should be, all leaves are certified, and somebody whom the person accepted owns it. */
    private void check(StoredRoom room) throws NodeException, InterruptedException, DecodeException, IdentityException {
        Roster roster = Roster.of(room.group().epochState());
        if (!roster.policy().group().room().equals(room.id())) {
            throw new ClientException("it is for another room");
        }
        for (RatchetTree.Member member : room.group().tree().members()) {
            accounts.requireCertified(member.leaf());
        }
        boolean known = false;
        for (RoleEntry entry : roster.policy().roles()) {
            known |= entry.role() == Role.OWNER
                    && device.store()
                            .contacts()
                            .find(entry.account())
                            .filter(contact -> contact.accepted() || contact.accepts())
                            .isPresent();
        }
        if (!known) {
            throw new ClientException("it is by nobody whose invitation was accepted");
        }
    }
}
