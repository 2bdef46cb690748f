package chat.paloma.core.engine.inbox;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.engine.account.Certification;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomLanes;
import chat.paloma.core.engine.room.Vouching;
import chat.paloma.core.engine.room.Welcomed;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.JoinRequest;
import chat.paloma.core.mls.group.Step;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.keypackage.KeyPackageRef;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import chat.paloma.core.mls.welcome.Welcome;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.InboxRecords.WelcomeRecord;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.WireLimits;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How Welcomes bring this device into rooms: with the tree of the epoch that begins at the record that the Welcome names,
 * if somebody in it who is vouched for may bring this account in. A leaf that is not vouched for keeps nobody out: the
 * Welcome may be read long after it was written, when that device was revoked and the room has gone on without it.
 * Nothing is sent to such a leaf, here as for all members.
 */
final class Welcomes {
    private static final int ATTEMPTS = 6;
    private static final long WAIT = 100;

    private final RoomContext context;
    private final Device device;
    private final RoomLanes lanes;
    private final KeyPackages keyPackages;
    private final Welcomed welcomed;

    Welcomes(RoomContext context, RoomLanes lanes) {
        this.context = context;
        this.device = context.device();
        this.lanes = lanes;
        this.keyPackages = new KeyPackages(device);
        this.welcomed = new Welcomed(context);
    }

    /**
     * Joins, or does not.
     *
     * @param done in either case
     * @param passedOver with the reason when it does not
     */
    void join(WelcomeRecord record, Runnable done, Consumer<String> passedOver) {
        Consumer<String> refuse = why -> {
            passedOver.accept("a Welcome: " + why);
            done.run();
        };
        Welcome welcome;
        Optional<KeyPackageRef> reference;
        try {
            if (!(MlsMessage.parse(record.welcome().toByteArray()) instanceof MlsMessage.OfWelcome(Welcome parsed))) {
                refuse.accept("it is none");
                return;
            }
            welcome = parsed;
            reference = parsed.secrets().stream()
                    .map(Welcome.EncryptedGroupSecrets::newMember)
                    .filter(each -> keyPackages.find(each).isPresent())
                    .findFirst();
        } catch (MlsException e) {
            refuse.accept(String.valueOf(e.getMessage()));
            return;
        }
        if (reference.isEmpty()) {
            refuse.accept("it is for no key package of this device");
            return;
        }
        readRecord(
                record,
                epoch -> welcomed.readTree(
                        record.room(),
                        epoch,
                        tree -> join(record, welcome, reference.get(), tree, done, refuse),
                        problem -> refuse.accept(problem.toString())),
                refuse,
                1);
    }

    /** The epoch in which the Welcome brings us: it begins with the record at which we join. */
    private void readRecord(WelcomeRecord record, Consumer<RoomEpoch> found, Consumer<String> refuse, int attempt) {
        if (record.joinedAt().sequence() < 1) {
            refuse.accept("it names no record");
            return;
        }
        context.link()
                .ask(
                        new ReadRange(
                                Device.lane(record.room()),
                                record.joinedAt().sequence() - 1,
                                1,
                                WireLimits.MAX_RANGE_BYTES),
                        range -> found(record, range, found, refuse),
                        failure -> {
                            if (failure.is(FailureCode.NOT_A_MEMBER) && attempt < ATTEMPTS) {
                                // Another node may be a moment behind the one that delivered the Welcome.
                                device.whileConnected(
                                        WAIT << attempt, () -> readRecord(record, found, refuse, attempt + 1));
                            } else {
                                refuse.accept(
                                        "the server does not show the record at which this device joins: " + failure);
                            }
                        });
    }

    private void found(WelcomeRecord record, Range range, Consumer<RoomEpoch> found, Consumer<String> refuse) {
        if (range.records().size() != 1) {
            refuse.accept("the server does not have the record at which this device joins");
            return;
        }
        LaneRecord joined = range.records().getFirst();
        if (joined.header().sequence() != record.joinedAt().sequence()
                || !range.before()
                        .after(device.crypto(), joined.header())
                        .equals(record.joinedAt().head())) {
            refuse.accept("the server shows another record than the one at which this device joins");
            return;
        }
        found.accept(
                joined.header().kind().equals(RecordKind.ROOM_OPENED)
                        ? joined.header().epoch()
                        : joined.header().epoch().next());
    }

    private void join(
            WelcomeRecord record,
            Welcome welcome,
            KeyPackageRef reference,
            UnverifiedRatchetTree tree,
            Runnable done,
            Consumer<String> refuse) {
        Optional<KeyPackageBundle> bundle = keyPackages.find(reference);
        if (bundle.isEmpty()) {
            refuse.accept("its key package is gone");
            return;
        }
        Step<LeafIndex> joined;
        Roster roster;
        try {
            joined = Group.joinNaming(
                    JoinRequest.of(
                                    device.mls(),
                                    EngineSettings.GROUPS,
                                    bundle.get(),
                                    device.leafKey().privateKey())
                            .withTree(tree),
                    welcome,
                    device.seconds());
            roster = Roster.of(joined.next().epochState());
        } catch (MlsException | DecodeException e) {
            refuse.accept(String.valueOf(e.getMessage()));
            return;
        }
        Group group = joined.next();
        Vouching.check(context, group.tree(), uncertified -> {
            Optional<AccountId> by = group.tree().members().stream()
                    .filter(member -> member.index().equals(joined.output()) && !uncertified.contains(member))
                    .map(member -> Certification.address(member.leaf()).account())
                    .findFirst();
            Optional<String> objection = welcomed.objection(record.room(), roster, by)
                    .or(() -> isByAcquaintance(group, uncertified) || welcomed.isIn(record.room())
                            ? Optional.empty()
                            : Optional.of("it is by nobody whose request was accepted"));
            if (objection.isPresent()) {
                refuse.accept(objection.get());
                return;
            }
            keyPackages.used(reference);
            RoomId room = record.room();
            welcomed.enter(room, group, record.joinedAt());
            lanes.drive(room);
            done.run();
        });
    }

    private boolean isByAcquaintance(Group group, List<RatchetTree.Member> uncertified) {
        return group.tree().members().stream()
                .filter(member -> !uncertified.contains(member))
                .map(member -> Certification.address(member.leaf()).account())
                .distinct()
                .anyMatch(this::isAcquaintance);
    }

    private boolean isAcquaintance(AccountId account) {
        if (account.equals(device.account())) {
            return false;
        }
        return context.contacts()
                        .find(account)
                        .filter(contact -> !contact.blocked() && (contact.accepted() || contact.accepts()))
                        .isPresent()
                || context.rooms().sharesRoom(account);
    }
}
