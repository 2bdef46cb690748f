package chat.paloma.sim.node;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.RoomRules;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.ContentType;
import chat.paloma.core.mls.framing.FramedContent;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.PublicMessage;
import chat.paloma.core.mls.group.PublicGroup;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import chat.paloma.core.mls.welcome.GroupInfo;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.InboxRecords.LargeCommit;
import chat.paloma.core.wire.InboxRecords.RemovedRecord;
import chat.paloma.core.wire.InboxRecords.WelcomeRecord;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.core.wire.RoomRequests.Commit;
import chat.paloma.core.wire.RoomRequests.OpenRoom;
import chat.paloma.core.wire.RoomRequests.WelcomeFor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Openings and commits: a room's groups, exactly one commit for each epoch. */
final class RoomPart {
    private final NodeContext context;

    RoomPart(NodeContext context) {
        this.context = context;
    }

    // Opening

    Appended open(DeviceAddress caller, OpenRoom request) {
        NodeState state = context.state();
        LaneId lane = NodeState.lane(request.room());
        Envelope envelope = new Envelope(request.groupInfo());
        Optional<SimRoom> former = state.room(request.room());
        if (former.isPresent()) {
            Optional<Committed> repeat = state.findRepeat(caller, request.message(), lane, envelope);
            if (repeat.isPresent()) {
                return repeat.get().appended();
            }
        }
        SimRoom opened = verify(caller, request);
        if (former.isPresent()) {
            requireSuccessor(caller, former.get(), opened);
        } else if (opened.epoch().generation() != 0
                && !opened.roster().policy().roleOf(caller.account()).isAtLeast(Role.ADMINISTRATOR)) {
            throw NodeState.notAMember();
        }
        requireNew(caller, request.message(), lane, envelope);
        if (former.isEmpty()) {
            SimLane made = state.create(lane, opened.epoch());
            if (opened.epoch().generation() != 0) {
                // The room was lost by being restored from a backup: its lane was put back to nothing.
                made.beginIncarnations(state.incarnation());
            }
        }
        Committed committed = context.append(lane, RecordKind.ROOM_OPENED, opened.epoch(), envelope);
        state.remember(caller, request.message(), committed);
        store(request.room(), opened, request.welcomes(), committed.position());
        return committed.appended();
    }

    private void requireNew(DeviceAddress caller, long message, LaneId lane, Envelope envelope) {
        if (context.state().findRepeat(caller, message, lane, envelope).isPresent()) {
            throw new Refused(FailureCode.MESSAGE_NUMBER_REUSED);
        }
    }

    private SimRoom verify(DeviceAddress caller, OpenRoom request) {
        GroupInfo groupInfo = MlsForm.groupInfo(request.groupInfo());
        if (groupInfo.context().suite() != context.suite) {
            throw new Refused(FailureCode.COMMIT_REFUSED, "rooms here have no groups of this suite");
        }
        MlsCrypto mls = new MlsCrypto(context.suite, context.crypto);
        Decoder<UnverifiedRatchetTree> decoder = in -> UnverifiedRatchetTree.decode(mls, in);
        try {
            PublicGroup group = PublicGroup.of(
                    mls,
                    groupInfo,
                    Optional.of(decoder.decodeAll(request.tree().toByteArray())),
                    RoomRules.GROUP_RULES);
            SimRoom opened = SimRoom.of(group, request.groupInfo());
            RoomPolicy policy = opened.roster().policy();
            if (!policy.group().room().equals(request.room())) {
                throw new Refused(FailureCode.GROUP_INFO_MISMATCH, "the group is of another room");
            }
            if (policy.roleOf(caller.account()) == Role.MEMBER && opened.epoch().generation() == 0) {
                throw new Refused(FailureCode.COMMIT_REFUSED, "whoever opens a room owns it");
            }
            DeviceAddress signer =
                    MlsForm.device(group.tree().leaf(groupInfo.signer()).orElseThrow());
            if (!signer.equals(caller)) {
                throw new Refused(FailureCode.GROUP_INFO_MISMATCH, "another device signed the GroupInfo");
            }
            group.members().forEach(this::requireCertified);
            requireWelcomes(request.welcomes(), difference(opened.devices(), Set.of(caller)));
            return opened;
        } catch (MlsException e) {
            throw MlsForm.refused(e);
        } catch (DecodeException e) {
            throw new Refused(FailureCode.COMMIT_REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private void requireCertified(RatchetTree.Member member) {
        context.requireCertified(MlsForm.credential(member.leaf()), member.leaf());
    }

    private static void requireSuccessor(DeviceAddress caller, SimRoom former, SimRoom opened) {
        if (!former.hasDevice(caller)) {
            throw opened.epoch().generation() == 0 ? new Refused(FailureCode.ROOM_EXISTS) : NodeState.notAMember();
        }
        RoomPolicy before = former.roster().policy();
        RoomPolicy after = opened.roster().policy();
        if (!after.group().isNextAfter(before.group())) {
            throw new Refused(FailureCode.ROOM_EXISTS);
        }
        if (before.roleOf(caller.account()) == Role.MEMBER) {
            throw new Refused(FailureCode.FORBIDDEN, "only administrators open the next generation");
        }
        boolean samePolicy = after.roles().equals(before.roles())
                && after.whoMayAdd() == before.whoMayAdd()
                && after.linkKeys().equals(before.linkKeys());
        boolean nobodyNew = former.roster()
                .accounts()
                .keySet()
                .containsAll(opened.roster().accounts().keySet());
        if (!samePolicy || !nobodyNew) {
            throw new Refused(FailureCode.COMMIT_REFUSED, "the next generation has another policy or roster");
        }
    }

    private void store(RoomId room, SimRoom after, List<WelcomeFor> welcomes, Position position) {
        NodeState state = context.state();
        state.require(NodeState.lane(room)).setEpoch(after.epoch());
        state.rooms.put(room, after);
        after.devices().forEach(device -> state.former.remove(new NodeState.Place(room, device)));
        if (!welcomes.isEmpty()) {
            state.trees.put(
                    new NodeState.TreeKey(room, after.epoch()),
                    ByteString.adopt(after.group().tree().encoded()));
        }
        for (WelcomeFor each : context.has(Flaw.LOSES_WELCOMES) ? List.<WelcomeFor>of() : welcomes) {
            for (DeviceAddress device : each.devices()) {
                context.putInbox(device, RecordKind.WELCOME, new WelcomeRecord(room, position, each.welcome()));
            }
        }
    }

    // Commits

    Appended commit(DeviceAddress caller, Commit request) {
        NodeState state = context.state();
        SimRoom before = state.room(request.room()).orElseThrow(NodeState::notAMember);
        LaneId lane = NodeState.lane(request.room());
        Envelope envelope = new Envelope(request.commit());
        if (!request.epoch().equals(before.epoch())) {
            return state.findRepeat(caller, request.message(), lane, envelope)
                    .orElseThrow(() -> lost(caller, request, before))
                    .appended();
        }
        Verified verified = verify(caller, request, before);
        SimRoom after = verified.after();
        Set<DeviceAddress> added = difference(after.devices(), before.devices());
        added.remove(caller);
        requireWelcomes(request.welcomes(), added);
        requireNew(caller, request.message(), lane, envelope);
        RecordKind kind = request.large() ? RecordKind.LARGE_COMMIT : RecordKind.COMMIT;
        Committed committed = context.append(
                lane, kind, request.epoch(), envelope, plain -> verified.joins() ? plain.joinedBy(caller) : plain);
        state.remember(caller, request.message(), committed);
        store(request.room(), after, request.welcomes(), committed.position());
        for (DeviceAddress gone : difference(before.devices(), after.devices())) {
            state.receipts.remove(new NodeState.Place(request.room(), gone));
            state.former.put(
                    new NodeState.Place(request.room(), gone),
                    committed.position().sequence());
            context.putInbox(gone, RecordKind.REMOVED, new RemovedRecord(request.room(), committed.position()));
        }
        return committed.appended();
    }

    private static Refused lost(DeviceAddress caller, Commit request, SimRoom before) {
        if (!before.hasDevice(caller)) {
            return NodeState.notAMember();
        }
        return request.epoch().generation() < before.epoch().generation()
                ? new Refused(FailureCode.GENERATION_ENDED)
                : new Refused(
                        FailureCode.EPOCH_TAKEN,
                        "the room is in epoch " + before.epoch().epoch());
    }

    private record Verified(SimRoom after, boolean joins) {}

    private Verified verify(DeviceAddress caller, Commit request, SimRoom before) {
        ByteString bytes = request.large() ? readLarge(request) : request.commit();
        PublicMessage message = MlsForm.handshake(bytes, request.room(), request.epoch(), ContentType.COMMIT);
        FramedContent content = message.content().content();
        boolean joins = content.sender() instanceof Sender.NewMemberCommit;
        if (!joins) {
            if (!before.hasDevice(caller)) {
                throw NodeState.notAMember();
            }
            MessagePart.requireOwn(before, content.sender(), caller);
        }
        try {
            PublicGroup.Step step = before.group().receive(new MlsMessage.OfPublicMessage(message));
            requireGroupInfo(request, step.next());
            SimRoom after = SimRoom.of(step.next(), request.groupInfo());
            List<RatchetTree.Member> fresh = newLeaves(before, after);
            fresh.forEach(this::requireCertified);
            if (joins
                    && !fresh.stream()
                            .allMatch(member -> MlsForm.device(member.leaf()).equals(caller))) {
                throw new Refused(FailureCode.COMMIT_REFUSED, "another device's join");
            }
            return new Verified(after, joins);
        } catch (MlsException e) {
            throw MlsForm.refused(e);
        } catch (DecodeException e) {
            throw new Refused(FailureCode.COMMIT_REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private static void requireGroupInfo(Commit request, PublicGroup next) {
        try {
            next.check(MlsForm.groupInfo(request.groupInfo()));
        } catch (MlsException e) {
            throw new Refused(FailureCode.GROUP_INFO_MISMATCH, String.valueOf(e.getMessage()));
        }
    }

    private ByteString readLarge(Commit request) {
        Decoder<LargeCommit> decoder = LargeCommit::decode;
        try {
            LargeCommit large = decoder.decodeAll(request.commit().toByteArray());
            NodeState.Blob blob = context.state().blobs.get(large.blob());
            if (blob == null
                    || !blob.room().equals(request.room())
                    || blob.present().length() != large.size()) {
                throw new Refused(FailureCode.NOT_FOUND, "no such blob");
            }
            return blob.present();
        } catch (DecodeException e) {
            throw new Refused(FailureCode.ENVELOPE_INVALID, "not a large commit: " + e.getMessage());
        }
    }

    private static List<RatchetTree.Member> newLeaves(SimRoom before, SimRoom after) {
        return after.group().tree().members().stream()
                .filter(member -> !before.group().tree().leaf(member.index()).equals(Optional.of(member.leaf())))
                .toList();
    }

    private void requireWelcomes(List<WelcomeFor> welcomes, Set<DeviceAddress> added) {
        Set<DeviceAddress> welcomed = new TreeSet<>();
        for (WelcomeFor each : welcomes) {
            MlsForm.requireWelcome(each.welcome(), context.suite);
            for (DeviceAddress device : each.devices()) {
                if (!welcomed.add(device)) {
                    throw new Refused(FailureCode.WELCOME_MISMATCH, "two Welcomes for one device");
                }
            }
        }
        if (!welcomed.equals(added)) {
            throw new Refused(
                    FailureCode.WELCOME_MISMATCH,
                    welcomed.size() + " devices are welcomed, " + added.size() + " come in");
        }
    }

    private static Set<DeviceAddress> difference(Set<DeviceAddress> from, Set<DeviceAddress> without) {
        Set<DeviceAddress> out = new TreeSet<>(from);
        out.removeAll(without);
        return out;
    }
}
