package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.lane.LaneFollower;
import chat.paloma.core.engine.lane.LaneSink;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.wire.Event.Delivered;
import chat.paloma.core.wire.InboxRecords.LargeCommit;
import java.util.Optional;

/** One room on one connection: follows its lane, and lets what waits for it happen once everything was read. */
final class RoomDriver implements LaneSink {
    private static final String LOST =
            "the server was restored from a backup, and no longer has this room, or this device in it";

    private final RoomContext context;
    private final RoomId room;
    private final RoomIntake intake;
    private final LaneFollower follower;
    private final RoomWork work;
    private final Repairs repair;
    /** Whether a commit is being downloaded, or a restored node asked for its epoch. */
    private boolean busy;

    private boolean caughtUp;
    private boolean over;
    private boolean notShown;
    private Optional<Problem> deceived = Optional.empty();

    RoomDriver(RoomContext context, RoomId room, Entrance entrance, Repairs repairs) {
        this.context = context;
        this.room = room;
        this.repair = repairs;
        this.intake = new RoomIntake(context, room);
        this.follower = new LaneFollower(context.device().crypto(), context.link(), this);
        this.work = new RoomWork(context, room, entrance, this::isReadyToSend, follower::readOn);
    }

    private RoomEntry entry() {
        return context.rooms().require(room);
    }

    private boolean isReadyToSend() {
        return caughtUp && !busy && !over && entry().isActive();
    }

    /** Begins to follow, or first does what makes the room exist. */
    void start() {
        switch (entry().standing()) {
            case OPENING, JOINING -> work.submit();
            case ACTIVE -> {
                compareEpoch();
                follower.start();
            }
            case STUCK -> repair.begin(room);
            case ENDED -> {}
        }
    }

    /** Something was written, is wanted, or became possible. */
    void poke() {
        if (entry().standing() == Standing.OPENING || entry().standing() == Standing.JOINING) {
            work.submit();
        } else {
            work.proceed();
        }
    }

    /** Whether everything that the node has was taken in, or never will be. */
    boolean isSettled() {
        return caughtUp || over || !entry().isActive();
    }

    void delivered(Delivered event) {
        follower.delivered(event);
    }

    /** The node says that something happened to the room that this device may not have been told of. */
    void readOn() {
        follower.readOn();
    }

    void fellBehind() {
        caughtUp = false;
        follower.fellBehind();
    }

    /** Nothing more happens here. */
    void stop() {
        over = true;
        follower.stop();
    }

    RoomWork work() {
        return work;
    }

    // The lane

    @Override
    public LaneChain chain() {
        return entry().chain();
    }

    @Override
    public boolean isReady() {
        return !busy && !over && entry().isActive();
    }

    @Override
    public void accept(LaneRecord record, LaneChain after) {
        if (record.header().kind().equals(RecordKind.LARGE_COMMIT)
                && record.envelope().isPresent()
                && record.header().epoch().compareTo(Committing.epoch(group())) >= 0) {
            takeLarge(record, after);
            return;
        }
        take(record, after, Optional.empty());
    }

    private void take(LaneRecord record, LaneChain after, Optional<ByteString> large) {
        intake.take(record, after, large);
        if (!entry().isActive()) {
            stop();
        }
        if (entry().standing() == Standing.STUCK) {
            repair.begin(room);
        }
        if (caughtUp) {
            work.proceed();
        }
    }

    private Group group() {
        return context.rooms().groups().require(room);
    }

    private void takeLarge(LaneRecord record, LaneChain after) {
        Decoder<LargeCommit> decoder = LargeCommit::decode;
        LargeCommit commit;
        try {
            commit = decoder.decodeAll(
                    record.envelope().map(Envelope::bytes).orElseThrow().toByteArray());
        } catch (DecodeException e) {
            take(record, after, Optional.empty());
            return;
        }
        Optional<ByteString> own = group().pendingCommit()
                .map(pending -> ByteString.adopt(pending.commit().encoded()))
                .filter(bytes -> hash(bytes).equals(commit.blob().bytes()));
        if (own.isPresent()) {
            take(record, after, own);
            return;
        }
        busy = true;
        context.blobs()
                .download(
                        room,
                        commit.blob(),
                        bytes -> {
                            busy = false;
                            if (!over) {
                                take(record, after, Optional.of(bytes));
                                follower.resume();
                            }
                        },
                        problem -> {
                            busy = false;
                            context.rooms().stick(room, "a large commit can't be had: " + problem);
                            stop();
                            repair.begin(room);
                        });
    }

    private ByteString hash(ByteString bytes) {
        return ByteString.adopt(context.device().crypto().hash(HashAlgorithm.SHA_256, bytes.toByteArray()));
    }

    @Override
    public void begin(LaneChain next) {
        context.rooms().save(room, entry().withChain(next));
        context.rooms().heads().verified(room, next);
    }

    @Override
    public void caughtUp() {
        if (!caughtUp) {
            caughtUp = true;
            context.device().show(new EngineEvent.RoomChanged(room));
        }
        work.proceed();
    }

    @Override
    public boolean restored(LaneStart start) {
        RoomEntry entry = entry();
        boolean fits = context.rooms()
                .heads()
                .at(room, start.sequence())
                .filter(own -> own.incarnation() == start.incarnation() - 1
                        && own.head().equals(start.head()))
                .isPresent();
        // All of it was lost; or older than what is kept of the heads, or than this device's joining, can't be
        // compared.
        boolean unknown = start.sequence() == 0
                || start.sequence() < entry.joinedAt()
                || entry.chain().position().sequence() - start.sequence() >= LaneHeads.KEPT;
        if ((!fits && !unknown)
                || start.incarnation() != entry.chain().position().incarnation() + 1) {
            return false;
        }
        LaneChain before = entry.chain();
        LaneChain next = LaneChain.from(context.device().crypto(), start);
        context.rooms().heads().restored(room, start.sequence());
        context.rooms().save(room, entry.withChain(next).unsure(true));
        context.rooms().heads().verified(room, next);
        intake.restored(before.position(), start.sequence());
        compareEpoch();
        return true;
    }

    /** What comes behind the start of an incarnation may be of an epoch that began anew: nothing is read before that is known. */
    private void compareEpoch() {
        if (entry().unsure()) {
            busy = true;
            work.restored(() -> {
                context.rooms().save(room, entry().unsure(false));
                busy = false;
                follower.resume();
            });
        }
    }

    /** Nothing more of this connection is believed; the room itself is as good as before, and the next one tries again. */
    @Override
    public void broken(String why) {
        distrust(why);
        context.device().notice(Optional.of(room), NoticeKind.SERVER_DECEIVES, why);
    }

    private void distrust(String why) {
        over = true;
        deceived = Optional.of(new Problem(ProblemCode.SERVER_DECEIVES, why));
        context.device().show(new EngineEvent.RoomChanged(room));
    }

    /** A node that was restored may lack the room, or this device in it, which then is repaired; another one deceives. */
    @Override
    public void notShown(String why) {
        if (context.device().wasNodeRestored()) {
            over = true;
            context.rooms().stick(room, LOST);
            repair.begin(room);
        } else {
            notShown = true;
            distrust(why);
            context.device().noticeOlder(Optional.of(room), why);
        }
    }

    /** Whether the node says that there is no such room for this device. */
    boolean isNotShown() {
        return notShown;
    }

    /** The room ended, was joined anew or goes on in another group: a new driver takes over. */
    boolean isOver() {
        return over;
    }

    /** Why nothing is sent to the room at the moment. */
    Optional<Problem> obstacle() {
        return deceived.or(work::obstacle);
    }
}
