package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.RoomLog.Kind;
import chat.paloma.core.engine.room.RoomLog.Line;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomGroupId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.Step;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import chat.paloma.core.mls.welcome.GroupInfo;
import chat.paloma.core.wire.LaneRequests.ReadStarts;
import chat.paloma.core.wire.LaneRequests.Starts;
import chat.paloma.core.wire.RoomRequests.GetRoom;
import chat.paloma.core.wire.RoomRequests.RoomState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** How this device comes into rooms without a Welcome: it opens them, see {@link Openings}, or joins by an external commit. */
public final class Entrance {
    private static final int MAX_ATTEMPTS = 8;

    /** Who hears how it went. */
    private record Waiting(Optional<LinkSecret> link, int attempts, Runnable joined, Consumer<Problem> refused) {
        Waiting again() {
            return new Waiting(link, attempts + 1, joined, refused);
        }
    }

    private static final Waiting NOBODY = new Waiting(Optional.empty(), 0, () -> {}, problem -> {});

    private final RoomContext context;
    private final Device device;
    private final Rooms rooms;
    private final Consumer<RoomId> entered;
    private final Openings openings;
    private final ExternalCommits commits;
    private final Map<RoomId, Waiting> waiting = new HashMap<>();

    /**
     * For one connection.
     *
     * @param entered called with each room that this device has entered, or is to be driven anew
     */
    public Entrance(RoomContext context, Consumer<RoomId> entered) {
        this.context = context;
        this.device = context.device();
        this.rooms = context.rooms();
        this.entered = entered;
        this.openings = new Openings(context, entered);
        this.commits = new ExternalCommits(context);
    }

    /** Opens rooms. */
    public Openings openings() {
        return openings;
    }

    // Joining by an external commit

    /**
     * Joins a room by an external commit, as a device of an account that is in it or with the secret of a link.
     *
     * @param told with nothing once it is in, or with what is in the way
     */
    public void join(RoomId room, Optional<LinkSecret> link, Consumer<Optional<Problem>> told) {
        Waiting former = waiting.getOrDefault(room, NOBODY);
        waiting.put(
                room,
                new Waiting(
                        link.or(former::link),
                        0,
                        () -> {
                            former.joined().run();
                            told.accept(Optional.empty());
                        },
                        problem -> {
                            former.refused().accept(problem);
                            told.accept(Optional.of(problem));
                        }));
        attempt(room);
    }

    /**
     * Joins a room in which this device's account is, for nobody but the device itself.
     *
     * @param told with nothing once it is in, or with what is in the way
     */
    public void enter(RoomId room, Consumer<Optional<Problem>> told) {
        join(room, Optional.empty(), told);
    }

    /** Joins a room in which this device's account is, or again one that this device can't follow. */
    public void rejoin(RoomId room, Consumer<Problem> refused) {
        if (waiting.putIfAbsent(room, new Waiting(Optional.empty(), 0, () -> {}, refused)) == null) {
            attempt(room);
        }
    }

    /** Its commit lost a race: makes another. */
    void joinAgain(RoomId room) {
        Waiting now = waiting.getOrDefault(room, NOBODY);
        if (now.attempts() >= MAX_ATTEMPTS) {
            joinRefused(room, new Problem(ProblemCode.REFUSED, "the room changes faster than this device can join"));
            return;
        }
        waiting.put(room, now.again());
        attempt(room);
    }

    private void attempt(RoomId room) {
        Optional<LinkSecret> link = link(room);
        Optional<ByteString> pass = link.map(commits::pass);
        context.link()
                .ask(
                        new GetRoom(room, pass),
                        state -> TreeReader.read(
                                context,
                                room,
                                state.epoch(),
                                pass,
                                tree -> commit(room, state, tree),
                                // Most likely the room is in another epoch by now.
                                problem -> joinAgain(room)),
                        failure -> joinRefused(room, Problem.of(failure)));
    }

    private Optional<LinkSecret> link(RoomId room) {
        return Optional.ofNullable(waiting.get(room)).flatMap(Waiting::link);
    }

    private void commit(RoomId room, RoomState state, UnverifiedRatchetTree tree) {
        if (rooms.find(room)
                .filter(entry -> entry.isActive() && !entry.unsure())
                .isPresent()) {
            // Meanwhile a Welcome has brought it in: joining again would pass over what was written since.
            Optional.ofNullable(waiting.remove(room)).orElse(NOBODY).joined().run();
            return;
        }
        try {
            if (!(MlsMessage.parse(state.groupInfo().toByteArray())
                    instanceof MlsMessage.OfGroupInfo(GroupInfo groupInfo))) {
                joinRefused(room, new Problem(ProblemCode.SERVER_DECEIVES, "no GroupInfo"));
                return;
            }
            RoomPolicy policy = RoomPolicy.of(groupInfo.context());
            if (!policy.group().room().equals(room)) {
                joinRefused(room, new Problem(ProblemCode.SERVER_DECEIVES, "another room"));
                return;
            }
            Step<MlsMessage> step = Group.joinExternally(
                    commits.request(groupInfo, policy, tree, link(room)), groupInfo, device.random(), device.seconds());
            submit(room, state, policy.group(), step, commits.signer(groupInfo, tree.dangerouslyTrust()));
        } catch (MlsException | DecodeException | CryptoException e) {
            joinRefused(room, new Problem(ProblemCode.SERVER_DECEIVES, String.valueOf(e.getMessage())));
        }
    }

    private void submit(
            RoomId room, RoomState state, RoomGroupId groupId, Step<MlsMessage> step, Optional<AccountId> by)
            throws MlsException {
        Group group = step.next();
        Optional<Roster> before =
                rooms.roster(room).filter(known -> known.policy().group().generation() < groupId.generation());
        if (before.isPresent() && !Policies.mayGoOn(before.get(), Groups.roster(group), by)) {
            joinRefused(
                    room, new Problem(ProblemCode.SERVER_DECEIVES, "the room would go on with other people or roles"));
            return;
        }
        ByteString commit = ByteString.adopt(step.output().encoded());
        RoomEpoch epoch =
                new RoomEpoch((int) groupId.generation(), state.epoch().epoch());
        Submission submission = new Committing(context)
                .submission(room, epoch, commit, ExternalCommits.groupInfo(device, group), List.of());
        rooms.groups().set(room, group);
        rooms.save(room, joining(room, submission));
        entered.accept(room);
    }

    private RoomEntry joining(RoomId room, Submission submission) {
        Optional<RoomEntry> former = rooms.find(room);
        if (former.filter(RoomEntry::hadEnded).isPresent()) {
            return former.get().returning(submission);
        }
        return RoomEntry.joining(
                former.map(RoomEntry::chain)
                        .orElseGet(() -> new LaneChain(Device.lane(room), new Position(1, 0, LaneHead.NONE), 0)),
                submission);
    }

    /** The node has taken the external commit, as the record at this position. */
    void joined(RoomId room, Position position) {
        Position had = rooms.require(room).chain().position();
        if (had.sequence() == 0 || position.incarnation() <= had.incarnation()) {
            enter(room, position);
            return;
        }
        // The node was put back since this device has read the lane: first it offers what was lost.
        context.link()
                .ask(
                        new ReadStarts(Device.lane(room)),
                        starts -> {
                            if (isJoining(room)) {
                                offerLost(room, had, starts);
                                enter(room, position);
                            }
                        },
                        failure -> {
                            if (isJoining(room)) {
                                enter(room, position);
                            }
                        });
    }

    private boolean isJoining(RoomId room) {
        return rooms.find(room)
                .filter(entry -> entry.standing() == Standing.JOINING)
                .isPresent();
    }

    private void offerLost(RoomId room, Position had, Starts starts) {
        starts.starts().stream()
                .filter(start -> start.incarnation() > had.incarnation())
                .mapToLong(LaneStart::sequence)
                .min()
                .ifPresent(from -> {
                    if (from < had.sequence()) {
                        rooms.heads().restored(room, from);
                        new RoomIntake(context, room).restored(had, from);
                    }
                });
    }

    private void enter(RoomId room, Position position) {
        Roster roster = rooms.roster(room).orElseThrow();
        noteUnread(room, position, roster);
        RoomEntry entry = RoomEntry.joined(new LaneChain(Device.lane(room), position, 0));
        rooms.save(room, entry);
        rooms.heads().verified(room, entry.chain());
        if (link(room).isPresent()) {
            cameByLink(room, position);
        }
        Waiting told = Optional.ofNullable(waiting.remove(room)).orElse(NOBODY);
        // Done when it is known who is there.
        context.directory().acquaint(roster.accounts().keySet(), () -> {
            device.show(new EngineEvent.RoomChanged(room));
            told.joined().run();
        });
        entered.accept(room);
    }

    /** What lies between what this device had read of a room and where it enters it. */
    private void noteUnread(RoomId room, Position position, Roster roster) {
        Optional<LaneChain> before =
                rooms.find(room).filter(former -> !former.hadEnded()).map(RoomEntry::chain);
        long read = before.map(chain -> chain.position().sequence()).orElse(0L);
        if (read > 0) {
            rooms.gaps().passedOver(room, before.orElseThrow(), position);
        }
        if (read == 0
                && before.isPresent()
                && link(room).isEmpty()
                && rooms.gaps().entered(room, position)) {
            // It asks the authors for what the lost devices had not archived, and waits for none of them.
            rooms.unreadParts().begin(room);
        } else {
            // Also who comes by a link may have another device there.
            rooms.unreadParts().entered(room, read, position, roster);
        }
    }

    private void cameByLink(RoomId room, Position position) {
        rooms.log()
                .add(
                        room,
                        position.sequence(),
                        new Line(
                                Kind.HISTORY_STARTS,
                                device.millis(),
                                Optional.of(device.address()),
                                Optional.empty(),
                                ""));
        rooms.wantHistory(room);
    }

    void joinRefused(RoomId room, Problem problem) {
        Optional<RoomEntry> entry = rooms.find(room);
        if (entry.filter(each -> each.standing() == Standing.JOINING).isPresent()) {
            if (entry.get().chain().position().sequence() == 0) {
                rooms.forget(room, problem);
                entered.accept(room);
            } else if (entry.get().hadEnded()) {
                rooms.groups().forget(room);
                rooms.save(room, entry.get().ended(entry.get().why()));
            } else {
                rooms.save(room, entry.get().withoutSubmission().stuck("joining again: " + problem));
            }
        }
        Optional.ofNullable(waiting.remove(room)).orElse(NOBODY).refused().accept(problem);
    }

    /**
     * The node was put back: if it is not in this device's epoch, the device joins again. An epoch of the same number may
     * have begun with another commit.
     *
     * @param same when it is in the same epoch
     */
    void checkEpoch(RoomId room, Runnable same) {
        context.link()
                .ask(
                        new GetRoom(room, Optional.empty()),
                        state -> {
                            if (isOwnEpoch(room, state)) {
                                same.run();
                            } else {
                                rejoin(room, problem -> rooms.stick(room, "the restored server: " + problem));
                            }
                        },
                        failure -> rooms.stick(room, "the restored server: " + Problem.of(failure)));
    }

    private boolean isOwnEpoch(RoomId room, RoomState state) {
        try {
            return MlsMessage.parse(state.groupInfo().toByteArray())
                            instanceof MlsMessage.OfGroupInfo(GroupInfo groupInfo)
                    && groupInfo.context().equals(rooms.groups().require(room).context());
        } catch (MlsException e) {
            return false;
        }
    }
}
