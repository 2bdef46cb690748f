package chat.paloma.node.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.ExternalProposals;
import chat.paloma.core.mls.group.PublicGroup;
import chat.paloma.core.mls.proposal.ExternalSender;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.node.lane.Entry;
import chat.paloma.node.lane.Lanes;
import chat.paloma.node.room.RoomTable.Membership;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.StoreException;
import chat.paloma.node.telemetry.ShortId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the removal of revoked devices from rooms: the node proposes it, as an external sender of the room's group, and
 * the next commit of a member does it (RFC 9420 section 12.1.8.1). A room whose group does not let the node propose is
 * left to its members.
 *
 * <p>What is to be done stands in the database, as the revoked devices that are in rooms. So it survives a crash, and
 * what a commit left out is proposed again in the next epoch, by {@link #proposeAgain} or {@link #proposeAll}.
 */
public final class Removals {
    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

    private final Database database;
    private final Lanes lanes;
    private final RoomDirectory rooms;
    private final SignatureAlgorithm algorithm;
    private final SignatureKeyPair key;
    private final RandomSource random;

    /**
     * @param algorithm of the key: groups of suites with another one can't have it as an external sender
     * @param key of the node as an external sender
     */
    public Removals(
            Database database,
            Lanes lanes,
            RoomDirectory rooms,
            SignatureAlgorithm algorithm,
            SignatureKeyPair key,
            RandomSource random) {
        this.database = database;
        this.lanes = lanes;
        this.rooms = rooms;
        this.algorithm = algorithm;
        this.key = key;
        this.random = random;
    }

    /** Proposes the removal of a device from all its rooms, if it is revoked. Blocks until that is on disk. */
    public void propose(DeviceAddress device) {
        proposeEach(database.read(handle -> RoomTable.revokedMember(handle, device)));
    }

    /**
     * Proposes again what a commit left out, which was made before its author saw the proposal: a device that is cut off
     * must not stay in a room until somebody looks. Blocks.
     */
    public void proposeAgain(RoomId room) {
        proposeEach(database.read(handle -> RoomTable.revokedMembers(handle, room)));
    }

    /** Proposes all removals that are not done and not proposed: at the start, and now and then. Blocks. */
    public void proposeAll() {
        proposeEach(database.read(RoomTable::revokedMembers));
    }

    private void proposeEach(List<Membership> memberships) {
        memberships.stream()
                .collect(Collectors.groupingBy(
                        Membership::room, Collectors.mapping(Membership::device, Collectors.toSet())))
                .forEach(this::tryProposeIn);
    }

    private void tryProposeIn(RoomId room, Set<DeviceAddress> devices) {
        try {
            rooms.exclusively(room, () -> proposeIn(room, devices));
        } catch (Refusal | StoreException e) {
            // It is tried again with the next round, and no other room waits for this one.
            LOG.warn(
                    "removals in room {} are not proposed: {}",
                    ShortId.of(room.bytes().toByteArray()),
                    e.getMessage());
        }
    }

    /** Returns how many were proposed. */
    private int proposeIn(RoomId room, Set<DeviceAddress> devices) {
        RoomGroup before = rooms.find(room).orElseThrow(RoomDirectory::notAMember);
        OptionalInt sender = senderIndex(before.group());
        if (sender.isEmpty()) {
            return 0;
        }
        PublicGroup group = before.group();
        List<Envelope> envelopes = new ArrayList<>();
        for (RatchetTree.Member member : targets(group, devices)) {
            try {
                MlsMessage message = new ExternalProposals(group.tree().crypto(), group.context(), random)
                        .byExternalSender(sender.getAsInt(), key.privateKey(), new Proposal.Remove(member.index()));
                group = group.receive(message).next();
                envelopes.add(new Envelope(ByteString.adopt(message.encoded())));
            } catch (MlsException e) {
                throw RoomMessages.refused(e);
            } catch (CryptoException e) {
                throw new IllegalStateException("the node's own key does not sign", e);
            }
        }
        if (!envelopes.isEmpty()) {
            append(room, before, envelopes, group);
        }
        return envelopes.size();
    }

    private void append(RoomId room, RoomGroup before, List<Envelope> envelopes, PublicGroup group) {
        RoomGroup after = before.withProposals(group);
        LaneId lane = Messages.lane(room);
        Database.await(database.write(transaction -> {
            OvertakenException.unless(lanes.epoch(transaction, lane).equals(before.epoch()));
            for (Envelope envelope : envelopes) {
                lanes.append(transaction, lane, new Entry(RecordKind.PROPOSAL, before.epoch(), envelope));
            }
            RoomTable.updateState(transaction.handle(), room, before, after);
            transaction.afterCommit(() -> rooms.remember(after));
            return envelopes.size();
        }));
    }

    /** The leaves of these devices that nobody outside has proposed to remove yet. */
    private static List<RatchetTree.Member> targets(PublicGroup group, Set<DeviceAddress> devices) {
        Set<Long> proposed = new HashSet<>();
        group.waitingProposals().forEach(each -> {
            if (each.sender() instanceof chat.paloma.core.mls.proposal.Sender.External
                    && each.proposal() instanceof Proposal.Remove(long removed)) {
                proposed.add(removed);
            }
        });
        return group.members().stream()
                .filter(member -> devices.contains(RoomMessages.device(member.leaf())))
                .filter(member -> !proposed.contains((long) member.index().value()))
                .toList();
    }

    /** Where the group's extensions list the node's key; empty when they don't. */
    private OptionalInt senderIndex(PublicGroup group) {
        if (group.context().suite().signature() != algorithm) {
            return OptionalInt.empty();
        }
        try {
            List<ExternalSender> senders = ExternalSender.of(group.context().extensions());
            for (int i = 0; i < senders.size(); i++) {
                if (senders.get(i).signatureKey().equals(key.publicKey())) {
                    return OptionalInt.of(i);
                }
            }
            return OptionalInt.empty();
        } catch (DecodeException e) {
            return OptionalInt.empty();
        }
    }
}
