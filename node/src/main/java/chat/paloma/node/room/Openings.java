package chat.paloma.node.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.RoomRules;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.group.PublicGroup;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import chat.paloma.core.mls.welcome.GroupInfo;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.core.wire.RoomRequests.OpenRoom;
import chat.paloma.node.account.Caller;
import chat.paloma.node.bus.Committed;
import chat.paloma.node.lane.Entry;
import chat.paloma.node.lane.Lanes;
import chat.paloma.node.lane.MessageNumber;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.Transaction;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * New rooms, and new generations of rooms whose group can't go on. A room that is not here may begin with any generation:
 * a node that was restored from a backup has lost those that were opened since, and their administrators open them again.
 */
public final class Openings {
    private final Database database;
    private final CryptoProvider crypto;
    private final Lanes lanes;
    private final RoomDirectory rooms;
    private final Commits commits;
    private final Set<CipherSuite> suites;
    private final InstantSource clock;

    /**
     * @param suites that groups may have
     */
    public Openings(
            Database database,
            CryptoProvider crypto,
            Lanes lanes,
            RoomDirectory rooms,
            Commits commits,
            Set<CipherSuite> suites,
            InstantSource clock) {
        this.database = database;
        this.crypto = crypto;
        this.lanes = lanes;
        this.rooms = rooms;
        this.commits = commits;
        this.suites = Set.copyOf(suites);
        this.clock = clock;
    }

    /** Opens a room or its next generation, once however often it is asked for. Blocks until it is on disk. */
    public Appended open(Caller caller, OpenRoom request) {
        return rooms.exclusively(request.room(), () -> {
            LaneId lane = Messages.lane(request.room());
            Envelope envelope = new Envelope(request.groupInfo());
            Optional<RoomGroup> former = rooms.find(request.room());
            if (former.isPresent()) {
                Optional<Committed> repeat = Database.await(database.write(
                        transaction -> lanes.findRepeat(transaction, number(caller, request), lane, envelope)));
                if (repeat.isPresent()) {
                    return Messages.appended(repeat.get());
                }
            }
            RoomGroup opened =
                    verify(caller, request, former.map(RoomGroup::version).orElse(-1L) + 1);
            if (former.isPresent()) {
                requireSuccessor(caller, former.get(), opened);
            } else if (opened.epoch().generation() != 0
                    && !opened.roster()
                            .policy()
                            .roleOf(caller.device().account())
                            .isAtLeast(Role.ADMINISTRATOR)) {
                throw RoomDirectory.notAMember();
            }
            return Messages.appended(Database.await(database.write(transaction -> lanes.appendOnce(
                    transaction,
                    number(caller, request),
                    lane,
                    envelope,
                    () -> store(transaction, request, former, opened, envelope)))));
        });
    }

    private static MessageNumber number(Caller caller, OpenRoom request) {
        return new MessageNumber(caller.key(), request.message());
    }

    private Committed store(
            Transaction transaction,
            OpenRoom request,
            Optional<RoomGroup> former,
            RoomGroup opened,
            Envelope envelope) {
        LaneId lane = Messages.lane(request.room());
        if (former.isEmpty()) {
            OvertakenException.unless(!lanes.exists(transaction, lane));
            if (opened.epoch().generation() == 0) {
                lanes.create(transaction, lane, opened.epoch());
            } else {
                lanes.createAgain(transaction, lane, opened.epoch());
            }
        } else {
            OvertakenException.unless(
                    lanes.epoch(transaction, lane).equals(former.get().epoch()));
        }
        Committed committed =
                lanes.append(transaction, lane, new Entry(RecordKind.ROOM_OPENED, opened.epoch(), envelope));
        lanes.setEpoch(transaction, lane, opened.epoch());
        long expires = clock.millis() + Commits.WELCOME_TIME.toMillis();
        if (former.isEmpty()) {
            RoomTable.insert(transaction.handle(), request.room(), lanes.key(transaction, lane), opened);
        } else {
            RoomTable.update(
                    transaction.handle(),
                    request.room(),
                    former.get(),
                    opened,
                    new RoomTable.Step(committed.position().sequence(), expires));
        }
        if (!request.welcomes().isEmpty()) {
            RoomTable.keepTree(transaction.handle(), request.room(), expires);
        }
        // Before the Welcomes are delivered: whoever gets one reads the room at once.
        transaction.afterCommit(() -> rooms.advance(opened));
        commits.deliver(transaction, request.welcomes(), request.room(), committed.position());
        return committed;
    }

    private RoomGroup verify(Caller caller, OpenRoom request, long version) {
        GroupInfo groupInfo = RoomMessages.groupInfo(request.groupInfo());
        CipherSuite suite = groupInfo.context().suite();
        if (!suites.contains(suite)) {
            throw new Refusal(FailureCode.COMMIT_REFUSED, "rooms here have no groups of the suite " + suite);
        }
        MlsCrypto mls = new MlsCrypto(suite, crypto);
        Decoder<UnverifiedRatchetTree> decoder = in -> UnverifiedRatchetTree.decode(mls, in);
        try {
            PublicGroup group = PublicGroup.of(
                    mls,
                    groupInfo,
                    Optional.of(decoder.decodeAll(request.tree().toByteArray())),
                    RoomRules.GROUP_RULES);
            RoomGroup opened = RoomGroup.of(version, group, request.groupInfo());
            RoomPolicy policy = opened.roster().policy();
            if (!policy.group().room().equals(request.room())) {
                throw new Refusal(FailureCode.GROUP_INFO_MISMATCH, "the group is of another room");
            }
            if (policy.roleOf(caller.account()) == Role.MEMBER && opened.epoch().generation() == 0) {
                throw new Refusal(FailureCode.COMMIT_REFUSED, "whoever opens a room owns it");
            }
            DeviceAddress signer =
                    RoomMessages.device(group.tree().leaf(groupInfo.signer()).orElseThrow());
            if (!signer.equals(caller.device())) {
                throw new Refusal(FailureCode.GROUP_INFO_MISMATCH, "another device signed the GroupInfo");
            }
            group.members().forEach(member -> commits.requireCertified(opened, member));
            Set<DeviceAddress> others = RoomTable.difference(opened.devices(), Set.of(caller.device()));
            Commits.requireWelcomes(request.welcomes(), others, opened);
            return opened;
        } catch (MlsException e) {
            throw RoomMessages.refused(e);
        } catch (DecodeException e) {
            throw new Refusal(FailureCode.COMMIT_REFUSED, String.valueOf(e.getMessage()));
        }
    }

    /** The next generation begins with nobody new and the same policy, and by somebody who may decide that. */
    private static void requireSuccessor(Caller caller, RoomGroup former, RoomGroup opened) {
        if (!former.hasDevice(caller.device())) {
            throw former.epoch().generation() == 0 && opened.epoch().generation() == 0
                    ? new Refusal(FailureCode.ROOM_EXISTS)
                    : RoomDirectory.notAMember();
        }
        RoomPolicy before = former.roster().policy();
        RoomPolicy after = opened.roster().policy();
        if (!after.group().isNextAfter(before.group())) {
            throw new Refusal(
                    FailureCode.ROOM_EXISTS,
                    "the room is in generation " + former.epoch().generation());
        }
        if (before.roleOf(caller.account()) == Role.MEMBER) {
            throw new Refusal(FailureCode.FORBIDDEN, "only administrators open the next generation");
        }
        boolean samePolicy = after.roles().equals(before.roles())
                && after.whoMayAdd() == before.whoMayAdd()
                && after.linkKeys().equals(before.linkKeys());
        boolean nobodyNew = former.roster()
                .accounts()
                .keySet()
                .containsAll(opened.roster().accounts().keySet());
        if (!samePolicy || !nobodyNew) {
            throw new Refusal(FailureCode.COMMIT_REFUSED, "the next generation has another policy or roster");
        }
    }
}
