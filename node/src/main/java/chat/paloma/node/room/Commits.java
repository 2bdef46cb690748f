package chat.paloma.node.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.ContentType;
import chat.paloma.core.mls.framing.FramedContent;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.PublicMessage;
import chat.paloma.core.mls.group.PublicGroup;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.InboxRecords.LargeCommit;
import chat.paloma.core.wire.InboxRecords.RemovedRecord;
import chat.paloma.core.wire.InboxRecords.WelcomeRecord;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.core.wire.RoomRequests.Commit;
import chat.paloma.core.wire.RoomRequests.WelcomeFor;
import chat.paloma.node.account.Caller;
import chat.paloma.node.account.Directory;
import chat.paloma.node.bus.Committed;
import chat.paloma.node.inbox.Inboxes;
import chat.paloma.node.lane.Entry;
import chat.paloma.node.lane.Lanes;
import chat.paloma.node.lane.MessageNumber;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Commits: exactly one for each epoch of a room.
 *
 * <p>A commit is verified outside the writer, against the epoch that it ends, and accepted within a transaction that
 * checks that this is still the room's epoch. With it go the lane's record, the roster, the tree and the Welcomes: all
 * of them, or none.
 */
public final class Commits {
    /**
     * How long the tree of an epoch is kept for those whom a Welcome brings into it, and how long those may read on who
     * were removed.
     */
    static final Duration WELCOME_TIME = Duration.ofDays(30);

    private final Database database;
    private final Lanes lanes;
    private final Inboxes inboxes;
    private final RoomDirectory rooms;
    private final Directory directory;
    private final LargeCommits blobs;
    private final InstantSource clock;
    private final List<Consumer<RoomId>> raced = new CopyOnWriteArrayList<>();

    public Commits(
            Database database,
            Lanes lanes,
            Inboxes inboxes,
            RoomDirectory rooms,
            Directory directory,
            LargeCommits blobs,
            InstantSource clock) {
        this.database = database;
        this.lanes = lanes;
        this.inboxes = inboxes;
        this.rooms = rooms;
        this.directory = directory;
        this.blobs = blobs;
        this.clock = clock;
    }

    /**
     * Tells of rooms in which proposals waited when a commit was taken: it may have been made without them. Told on the
     * thread of the request, before that is answered; a listener may block.
     */
    public void onRaced(Consumer<RoomId> listener) {
        raced.add(listener);
    }

    /**
     * Begins the next epoch of a room, once however often it is asked for. Blocks until it is on disk.
     *
     * @throws Refusal with {@code EPOCH_TAKEN} when another commit was first, and with what is wrong otherwise
     */
    public Appended commit(Caller caller, Commit request) {
        AtomicBoolean waited = new AtomicBoolean();
        Appended appended = rooms.exclusively(request.room(), () -> {
            RoomGroup before = rooms.find(request.room()).orElseThrow(RoomDirectory::notAMember);
            LaneId lane = Messages.lane(request.room());
            Envelope envelope = new Envelope(request.commit());
            if (!request.epoch().equals(before.epoch())) {
                return Messages.appended(repeatOrRefuse(caller, request, lane, envelope, before));
            }
            RoomGroup after = verify(caller, request, before);
            waited.set(!before.group().waitingProposals().isEmpty());
            requireWelcomes(request.welcomes(), added(before, after, caller), after);
            RecordKind kind = request.large() ? RecordKind.LARGE_COMMIT : RecordKind.COMMIT;
            return Messages.appended(Database.await(database.write(transaction ->
                    lanes.appendOnce(transaction, number(caller, request), lane, envelope, () -> {
                        OvertakenException.unless(lanes.epoch(transaction, lane).equals(request.epoch()));
                        Committed committed =
                                lanes.append(transaction, lane, new Entry(kind, request.epoch(), envelope));
                        store(transaction, before, after, committed.position(), request);
                        return committed;
                    }))));
        });
        if (waited.get()) {
            raced.forEach(listener -> listener.accept(request.room()));
        }
        return appended;
    }

    private static MessageNumber number(Caller caller, Commit request) {
        return new MessageNumber(caller.key(), request.message());
    }

    /** Who needs a Welcome: all who come in, but somebody who joins by its own commit. */
    private static Set<DeviceAddress> added(RoomGroup before, RoomGroup after, Caller caller) {
        Set<DeviceAddress> added = RoomTable.difference(after.devices(), before.devices());
        added.remove(caller.device());
        return added;
    }

    /** The same commit sent again finds its place; any other one lost the race. */
    private Committed repeatOrRefuse(Caller caller, Commit request, LaneId lane, Envelope envelope, RoomGroup before) {
        return Database.await(database.write(
                        transaction -> lanes.findRepeat(transaction, number(caller, request), lane, envelope)))
                .orElseThrow(() -> {
                    if (!before.hasDevice(caller.device())) {
                        return RoomDirectory.notAMember();
                    }
                    return request.epoch().generation() < before.epoch().generation()
                            ? new Refusal(FailureCode.GENERATION_ENDED)
                            : new Refusal(
                                    FailureCode.EPOCH_TAKEN,
                                    "the room is in epoch " + before.epoch().epoch());
                });
    }

    private void store(Transaction transaction, RoomGroup before, RoomGroup after, Position position, Commit request) {
        LaneId lane = Messages.lane(request.room());
        lanes.setEpoch(transaction, lane, after.epoch());
        if (request.large()) {
            blobs.keep(transaction, request.room(), large(request).blob());
        }
        long expires = clock.millis() + WELCOME_TIME.toMillis();
        RoomTable.update(
                transaction.handle(), request.room(), before, after, new RoomTable.Step(position.sequence(), expires));
        if (!request.welcomes().isEmpty()) {
            RoomTable.keepTree(transaction.handle(), request.room(), expires);
        }
        // Behind the record of the commit, which those whom it removes still get; before the Welcomes are delivered,
        // since
        // whoever gets one reads the room at once.
        transaction.afterCommit(() -> rooms.advance(after));
        deliver(transaction, request.welcomes(), request.room(), position);
        for (DeviceAddress gone : RoomTable.difference(before.devices(), after.devices())) {
            inboxes.put(transaction, gone, RecordKind.REMOVED, new RemovedRecord(request.room(), position));
        }
    }

    void deliver(Transaction transaction, List<WelcomeFor> welcomes, RoomId room, Position position) {
        for (WelcomeFor each : welcomes) {
            WelcomeRecord content = new WelcomeRecord(room, position, each.welcome());
            for (DeviceAddress device : each.devices()) {
                inboxes.put(transaction, device, RecordKind.WELCOME, content);
            }
        }
    }

    private RoomGroup verify(Caller caller, Commit request, RoomGroup before) {
        ByteString bytes = request.large() ? readLarge(request) : request.commit();
        PublicMessage message = RoomMessages.handshake(bytes, request.room(), request.epoch(), ContentType.COMMIT);
        FramedContent content = message.content().content();
        boolean joins = content.sender() instanceof Sender.NewMemberCommit;
        if (!joins) {
            if (!before.hasDevice(caller.device())) {
                throw RoomDirectory.notAMember();
            }
            Messages.requireOwn(before, content.sender(), caller);
        }
        try {
            PublicGroup.Step step = before.group().receive(new MlsMessage.OfPublicMessage(message));
            requireGroupInfo(request, step.next());
            RoomGroup after = RoomGroup.of(before.version() + 1, step.next(), request.groupInfo());
            for (RatchetTree.Member fresh : newLeaves(before, after)) {
                requireCertified(after, fresh);
                // Whoever joins by a commit brings its own leaf: the one that was not there before in these bytes.
                if (joins && !RoomMessages.device(fresh.leaf()).equals(caller.device())) {
                    throw new Refusal(FailureCode.COMMIT_REFUSED, "another device's join");
                }
            }
            return after;
        } catch (MlsException e) {
            throw RoomMessages.refused(e);
        } catch (DecodeException e) {
            throw new Refusal(FailureCode.COMMIT_REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private static void requireGroupInfo(Commit request, PublicGroup next) {
        try {
            next.check(RoomMessages.groupInfo(request.groupInfo()));
        } catch (MlsException e) {
            throw new Refusal(FailureCode.GROUP_INFO_MISMATCH, String.valueOf(e.getMessage()));
        }
    }

    private ByteString readLarge(Commit request) {
        LargeCommit large = large(request);
        return blobs.read(request.room(), large.blob(), large.size());
    }

    private static LargeCommit large(Commit request) {
        Decoder<LargeCommit> decoder = LargeCommit::decode;
        try {
            return decoder.decodeAll(request.commit().toByteArray());
        } catch (DecodeException e) {
            throw new Refusal(FailureCode.ENVELOPE_INVALID, "not a large commit: " + e.getMessage());
        }
    }

    private static List<RatchetTree.Member> newLeaves(RoomGroup before, RoomGroup after) {
        return after.group().tree().members().stream()
                .filter(member -> !before.group().tree().leaf(member.index()).equals(Optional.of(member.leaf())))
                .toList();
    }

    void requireCertified(RoomGroup group, RatchetTree.Member member) {
        directory.requireCertified(
                RoomMessages.credential(member.leaf()),
                member.leaf(),
                group.group().context().suite().signature());
    }

    /** Every device that comes in gets exactly one Welcome, and nobody else gets one. */
    static void requireWelcomes(List<WelcomeFor> welcomes, Set<DeviceAddress> added, RoomGroup after) {
        Set<DeviceAddress> welcomed = new HashSet<>();
        for (WelcomeFor each : welcomes) {
            RoomMessages.requireWelcome(each.welcome(), after.group().context().suite());
            for (DeviceAddress device : each.devices()) {
                if (!welcomed.add(device)) {
                    throw new Refusal(FailureCode.WELCOME_MISMATCH, "two Welcomes for one device");
                }
            }
        }
        if (!welcomed.equals(added)) {
            throw new Refusal(
                    FailureCode.WELCOME_MISMATCH,
                    welcomed.size() + " devices are welcomed, " + added.size() + " come in");
        }
    }
}
