package chat.paloma.client;

import chat.paloma.client.store.OutboxEntry;
import chat.paloma.client.store.OutboxEntry.Sealed;
import chat.paloma.client.store.StoredRoom;
import chat.paloma.client.store.Submission;
import chat.paloma.client.transport.NodeException;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.PathPolicy;
import chat.paloma.core.mls.group.PendingCommit;
import chat.paloma.core.mls.group.Step;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.RoomRequests;
import chat.paloma.core.wire.RoomRequests.WelcomeFor;
import chat.paloma.core.wire.WireLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends what waits in the outbox, and commits what must be committed. Everything is encrypted when it is sent, not
 * before, and is on the disk with the group's step before the node gets it; what the node did not answer is sent again
 * as it was.
 */
final class RoomSender {
    private static final int ATTEMPTS = 10;
    /** How long the member at the next leaf waits for the one before it to commit. */
    private static final long TURN_SECONDS = 5;

    private final Device device;
    private final Session session;
    private final Accounts accounts;
    private final Rooms rooms;
    private final ClientListener listener;
    private final Map<RoomId, Long> waitingSince = new HashMap<>();
    private final Map<RoomId, Long> refusedIn = new HashMap<>();

    RoomSender(Device device, Session session, Accounts accounts, Rooms rooms, ClientListener listener) {
        this.device = device;
        this.session = session;
        this.accounts = accounts;
        this.rooms = rooms;
        this.listener = listener;
    }

    /** Sends what waits for this room, in its order, until the node has it. */
    void flush(RoomId room) throws NodeException, InterruptedException {
        requireFollowed(room);
        submit(room);
        for (OutboxEntry entry : device.store().outbox().waiting(room)) {
            send(room, entry.id());
        }
    }

    /** What was written for a state that is over could be read by those who are no longer in the room. */
    private void requireFollowed(RoomId room) {
        Optional<String> why = rooms.stuck(room);
        if (why.isPresent()) {
            throw new ClientException("not sent: this device can't follow the room any further: " + why.get());
        }
    }

    private void send(RoomId room, long id) throws NodeException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<OutboxEntry> entry = device.store().outbox().find(id);
            if (entry.isEmpty()
                    || entry.get().acknowledged()
                    || rooms.find(room).isEmpty()) {
                return;
            }
            Sealed sealed =
                    entry.get().sealed().isPresent() ? entry.get().sealed().get() : seal(room, entry.get());
            try {
                session.ask(
                        new Append(room, sealed.message(), RecordKind.APPLICATION, sealed.epoch(), sealed.envelope()));
                device.store().outbox().acknowledge(id);
                return;
            } catch (NodeException e) {
                if (!e.is(FailureCode.STALE_EPOCH)) {
                    throw e;
                }
                // The node looked for this number first: with it nothing was appended, so it may be used again.
                device.store().outbox().unseal(id);
                rooms.catchUp(room);
                requireFollowed(room);
            }
        }
        throw new ClientException("the room changes faster than this device can send: try again");
    }

    private Sealed seal(RoomId id, OutboxEntry entry) throws NodeException, InterruptedException {
        commitBeforeSending(id);
        requireCertified(rooms.find(id).orElseThrow(() -> new ClientException("the room has ended")));
        StoredRoom room = rooms.take(id).orElseThrow();
        RoomEpoch epoch = epoch(room);
        try {
            Step<MlsMessage> step = room.group()
                    .encrypt(
                            new MessageContent(entry.text()).encoded(),
                            ByteString.EMPTY,
                            MessageContent.PADDING,
                            device.random());
            Envelope envelope = Envelope.of(step.output());
            return device.store().write(() -> {
                long number = device.store()
                        .outbox()
                        .numberOf(entry.id())
                        .orElseGet(() -> device.store().settings().takeMessage());
                Sealed sealed = new Sealed(number, epoch, envelope);
                rooms.save(
                        room.withGroup(step.next()),
                        () -> device.store().outbox().seal(entry.id(), sealed));
                return sealed;
            });
        } catch (MlsException e) {
            throw new ClientException("the message can't be encrypted: " + e.getMessage(), e);
        }
    }

    /** Nothing is sent to a leaf that its account does not vouch for. */
    private void requireCertified(StoredRoom room) throws NodeException, InterruptedException {
        for (RatchetTree.Member member : room.group().tree().members()) {
            try {
                accounts.requireCertified(member.leaf());
            } catch (IdentityException e) {
                DeviceAddress address = Accounts.credential(member.leaf()).device();
                throw new ClientException(
                        "not sent: a device in the room is not (or no longer) one of '"
                                + accounts.known(address.account()).handle() + "': " + e.getMessage(),
                        e);
            }
        }
    }

    static RoomEpoch epoch(StoredRoom room) {
        return new RoomEpoch(
                (int) Rooms.roster(room).policy().group().generation(),
                room.group().context().epoch());
    }

    // Commits

    private void commitBeforeSending(RoomId id) throws NodeException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<StoredRoom> room = rooms.find(id);
            if (room.isEmpty() || room.get().group().waitingProposals().isEmpty()) {
                return;
            }
            commit(id);
        }
        throw new ClientException("the room's changes can't be committed: try again");
    }

    /**
     * Commits what waits, or fresh keys when it is time for them. The member at the lowest leaf is the first to commit;
     * each further one waits for its turn, in case those before it are away.
     */
    void maintain(RoomId id) throws NodeException, InterruptedException {
        if (rooms.stuck(id).isPresent()) {
            return;
        }
        submit(id);
        Optional<StoredRoom> found = rooms.find(id);
        if (found.isEmpty()) {
            return;
        }
        Group group = found.get().group();
        if (Long.valueOf(group.context().epoch()).equals(refusedIn.get(id))) {
            return;
        }
        if (group.waitingProposals().isEmpty()) {
            waitingSince.remove(id);
            if (PathPolicy.DEFAULT.isDue(group.pathActivity(), device.seconds())) {
                commit(id);
            }
        } else if (device.seconds()
                >= waitingSince.computeIfAbsent(id, room -> device.seconds()) + TURN_SECONDS * turn(group)) {
            commit(id);
        }
    }

    /** How many members stand before this one. */
    private static long turn(Group group) {
        return group.tree().members().stream()
                .filter(member -> member.index().value() < group.ownIndex().value())
                .filter(member -> group.waitingProposals().stream()
                        .noneMatch(each -> each.proposal() instanceof Proposal.Remove remove
                                && remove.target().equals(Optional.of(member.index()))))
                .count();
    }

    private void commit(RoomId id) throws NodeException, InterruptedException {
        StoredRoom room = rooms.take(id).orElseThrow();
        List<DeviceAddress> added = room.group().waitingProposals().stream()
                .flatMap(each -> each.proposal() instanceof Proposal.Add add
                        ? Optional.of(
                                Accounts.credential(add.keyPackage().leafNode()).device())
                                .stream()
                        : Optional.<DeviceAddress>empty().stream())
                .toList();
        RoomEpoch epoch = epoch(room);
        try {
            Step<PendingCommit> step = room.group()
                    .commit(CommitRequest.of().withTreeApart().withGroupInfo(), device.random(), device.seconds());
            byte[] commit = step.output().commit().encoded();
            if (commit.length > WireLimits.MAX_INLINE_COMMIT) {
                throw new ClientException("the room is too large for this client");
            }
            device.store().write(() -> {
                long number = device.store().settings().takeMessage();
                rooms.save(room.withGroup(step.next())
                        .withSubmission(Submission.of(new RoomRequests.Commit(
                                id,
                                number,
                                epoch,
                                false,
                                ByteString.adopt(commit),
                                groupInfo(step.output()),
                                welcomes(step.output(), added)))));
            });
        } catch (MlsException e) {
            throw new ClientException("the room's changes can't be committed: " + e.getMessage(), e);
        }
        submit(id);
    }

    static ByteString groupInfo(PendingCommit pending) {
        return ByteString.adopt(new MlsMessage.OfGroupInfo(pending.groupInfo().orElseThrow()).encoded());
    }

    static List<WelcomeFor> welcomes(PendingCommit pending, List<DeviceAddress> added) {
        return pending.welcome()
                .map(welcome -> List.of(new WelcomeFor(added, ByteString.adopt(welcome.encoded()))))
                .orElse(List.of());
    }

    /** Sends an opening or a commit that the node has not answered, and reads what became of it. */
    private void submit(RoomId id) throws NodeException, InterruptedException {
        Optional<StoredRoom> found = rooms.find(id);
        if (found.isEmpty() || found.get().submission().isEmpty()) {
            return;
        }
        Submission submission = found.get().submission().get();
        try {
            session.ask(submission.request());
            if (submission.kind() == Submission.Kind.OPENING) {
                rooms.save(rooms.take(id).orElseThrow().withoutSubmission());
            }
        } catch (NodeException e) {
            refused(id, submission, e);
        }
        rooms.catchUp(id);
    }

    /** Gives up what the node will never take. A commit that lost its race is given up when the winner is read. */
    private void refused(RoomId id, Submission submission, NodeException e) throws NodeException {
        if (e.failure().isEmpty() || e.wantsReconnect() || e.wantsLater()) {
            throw e;
        }
        if (submission.kind() == Submission.Kind.OPENING) {
            rooms.forget(id);
            throw new ClientException("the room can't be opened: " + e.getMessage(), e);
        }
        if (!e.is(FailureCode.EPOCH_TAKEN)) {
            StoredRoom room = rooms.take(id).orElseThrow();
            refusedIn.put(id, room.group().context().epoch());
            rooms.save(room.withGroup(room.group().discard()).withoutSubmission());
            listener.notice("the server refused a change of a room: " + e.getMessage());
        }
    }
}
