package chat.paloma.sim.node;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomRules;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.ContentType;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.PublicMessage;
import chat.paloma.core.mls.group.ExternalProposals;
import chat.paloma.core.mls.group.PublicGroup;
import chat.paloma.core.mls.proposal.ExternalSender;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Appended;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Messages and proposals in rooms: those of members, and the node's own to remove devices that were revoked. */
final class MessagePart {
    private final NodeContext context;

    MessagePart(NodeContext context) {
        this.context = context;
    }

    Appended append(DeviceAddress caller, Append request) {
        NodeState state = context.state();
        SimRoom room = state.room(request.room(), caller);
        boolean proposal = request.kind().equals(RecordKind.PROPOSAL);
        if (!proposal && !request.kind().equals(RecordKind.APPLICATION)) {
            throw new Refused(FailureCode.MALFORMED_REQUEST, "such records are not appended so");
        }
        if (!proposal) {
            MlsForm.requireApplication(request.envelope().bytes(), request.room(), request.epoch());
        }
        LaneId lane = NodeState.lane(request.room());
        var repeat = state.findRepeat(caller, request.message(), lane, request.envelope());
        if (repeat.isPresent()) {
            return repeat.get().appended();
        }
        requireEpoch(room.epoch(), request.epoch());
        if (proposal) {
            state.rooms.put(request.room(), propose(caller, room, request));
        }
        if (context.has(Flaw.ACKNOWLEDGES_BEFORE_APPENDING)
                && !proposal
                && state.device(caller).nextMessage() % 5 == 0) {
            Committed never = state.require(lane)
                    .copy()
                    .append(request.kind(), request.epoch(), request.envelope(), context.now());
            return never.appended();
        }
        Committed committed = context.append(
                lane, request.kind(), request.epoch(), request.envelope(), plain -> plain.writtenBy(caller));
        state.remember(caller, request.message(), committed);
        return committed.appended();
    }

    static void requireEpoch(RoomEpoch now, RoomEpoch asked) {
        if (asked.generation() < now.generation()) {
            throw new Refused(FailureCode.GENERATION_ENDED, "the room is in generation " + now.generation());
        }
        if (!asked.equals(now)) {
            throw new Refused(FailureCode.STALE_EPOCH, "the room is in epoch " + now.epoch());
        }
    }

    private SimRoom propose(DeviceAddress caller, SimRoom room, Append request) {
        PublicMessage message =
                MlsForm.handshake(request.envelope().bytes(), request.room(), request.epoch(), ContentType.PROPOSAL);
        Sender sender = message.content().content().sender();
        requireOwn(room, sender, caller);
        if (message.content().content().content() instanceof Content.Proposal(var proposal)) {
            RoomRules.objection(room.group().epochState(), proposal, sender).ifPresent(objection -> {
                throw new Refused(FailureCode.COMMIT_REFUSED, objection);
            });
        }
        try {
            return room.with(room.group()
                    .receive(new MlsMessage.OfPublicMessage(message))
                    .next());
        } catch (MlsException e) {
            throw MlsForm.refused(e);
        }
    }

    /** A device speaks for its own leaf only. */
    static void requireOwn(SimRoom room, Sender sender, DeviceAddress caller) {
        boolean own = sender instanceof Sender.Member(var leaf)
                && room.group()
                        .tree()
                        .leaf(leaf)
                        .map(MlsForm::device)
                        .filter(caller::equals)
                        .isPresent();
        if (!own) {
            throw new Refused(FailureCode.COMMIT_REFUSED, "another device's message");
        }
    }

    // Removing what was revoked

    /** Proposes all removals of revoked devices that are not done and not proposed. */
    void proposeRemovals() {
        NodeState state = context.state();
        for (RoomId id : List.copyOf(state.rooms.keySet())) {
            SimRoom room = state.room(id).orElseThrow();
            boolean revoked = room.devices().stream().anyMatch(device -> !isListed(device));
            OptionalInt sender = revoked ? senderIndex(room.group()) : OptionalInt.empty();
            if (sender.isPresent()) {
                propose(id, room, sender.getAsInt());
            }
        }
    }

    private boolean isListed(DeviceAddress device) {
        DeviceRow row = context.state().devices.get(device);
        return row != null && row.listed;
    }

    private void propose(RoomId id, SimRoom room, int sender) {
        PublicGroup group = room.group();
        for (RatchetTree.Member member : targets(group)) {
            try {
                MlsMessage message = new ExternalProposals(group.tree().crypto(), group.context(), context.random)
                        .byExternalSender(
                                sender, context.externalSender.privateKey(), new Proposal.Remove(member.index()));
                group = group.receive(message).next();
                context.append(
                        NodeState.lane(id),
                        RecordKind.PROPOSAL,
                        room.epoch(),
                        new Envelope(ByteString.adopt(message.encoded())));
            } catch (MlsException e) {
                throw MlsForm.refused(e);
            } catch (CryptoException e) {
                throw new IllegalStateException("the node's own key does not sign", e);
            }
        }
        context.state().rooms.put(id, room.with(group));
    }

    private List<RatchetTree.Member> targets(PublicGroup group) {
        Set<Long> proposed = new HashSet<>();
        group.waitingProposals().forEach(each -> {
            if (each.sender() instanceof Sender.External && each.proposal() instanceof Proposal.Remove(long removed)) {
                proposed.add(removed);
            }
        });
        return group.members().stream()
                .filter(member -> !isListed(MlsForm.device(member.leaf())))
                .filter(member -> !proposed.contains((long) member.index().value()))
                .toList();
    }

    private OptionalInt senderIndex(PublicGroup group) {
        try {
            List<ExternalSender> senders = ExternalSender.of(group.context().extensions());
            for (int i = 0; i < senders.size(); i++) {
                if (senders.get(i).signatureKey().equals(context.externalSender.publicKey())) {
                    return OptionalInt.of(i);
                }
            }
            return OptionalInt.empty();
        } catch (DecodeException e) {
            return OptionalInt.empty();
        }
    }
}
