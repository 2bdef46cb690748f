package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.TimelineEntryId;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.evidence.Authorship;
import chat.paloma.core.engine.evidence.Evidence;
import chat.paloma.core.engine.evidence.KeptEvidence;
import chat.paloma.core.engine.room.RoomLog.Kind;
import chat.paloma.core.engine.room.RoomLog.Line;
import chat.paloma.core.engine.room.Unreadables.AcceptTime;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordHeader;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.DeviceIncarnation;
import chat.paloma.core.room.Outcome;
import chat.paloma.core.room.Room;
import chat.paloma.core.room.RoomChanges;
import chat.paloma.core.room.RoomComposer;
import chat.paloma.core.room.RoomInput;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.RoomLimits;
import chat.paloma.core.room.RoomStep;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.StoredOperation;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.room.operation.Seen;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** What was written in rooms: operations come in from lanes and from the person, and what they make of a room is stored. */
public final class Conversations {
    private static final int STORE = 20;
    private static final int DELIVERIES = 22;
    private static final int GIVE_UP = 64;
    private static final int MAX_EDITS = 1024;

    /** An operation that this device made, with its bytes. */
    record Own(OperationId id, ByteString bytes) {}

    /**
     * How an operation of this device fares that was not read in the lane yet.
     *
     * @param failed why it will never be sent; empty when the node has it on its disk
     */
    public record Delivery(String failed) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(ByteString.utf8(failed));
        }

        static Delivery decode(TlsReader in) throws DecodeException {
            return new Delivery(new String(in.readOpaque(8192), StandardCharsets.UTF_8));
        }
    }

    private final Device device;
    private final RoomLog log;
    private final Places places;
    private final Table<OperationKey, Delivery> deliveries;
    private final Unreadables unreadables;
    private final Resending resending;
    private final Authorship authorship;
    private final Histories histories;
    private final EarlyOperations early;
    private final Erasures erasures;

    Conversations(Device device, RoomLog log, Histories histories) {
        this.device = device;
        this.log = log;
        this.histories = histories;
        this.early = new EarlyOperations(device);
        this.erasures = new Erasures(device);
        this.places = new Places(device);
        this.deliveries = new Table<>(device.state(), DELIVERIES, OperationKey::decode, Delivery::decode);
        this.unreadables = new Unreadables(device, log, this);
        this.resending = new Resending(device, this);
        this.authorship = new Authorship(device);
    }

    public Unreadables unreadables() {
        return unreadables;
    }

    /** What this device wrote, for who can't read it. */
    Resending resending() {
        return resending;
    }

    /** Where operations stand in lanes. */
    Places places() {
        return places;
    }

    /** What a snapshot brought and no archive has. */
    public EarlyOperations early() {
        return early;
    }

    /** What the archive is not to have any more. */
    public Erasures erasures() {
        return erasures;
    }

    /** Who wrote what, to be checked later. */
    public Authorship authorship() {
        return authorship;
    }

    /**
     * Whether evidence shows that a device wrote an operation: the whole chain from the account's root key on is
     * checked.
     *
     * @param operation encoded
     */
    public boolean isShown(DeviceAddress author, ByteString evidence, ByteString operation) {
        try {
            return !evidence.isEmpty()
                    && authorship.shows(Evidence.parse(evidence), author, RoomMessage.prefix(operation), operation);
        } catch (DecodeException e) {
            return false;
        }
    }

    /** The operations that were read from a room's lane behind a sequence, in the lane's order. */
    public List<Row<LaneKey, OperationId>> readBehind(RoomId room, long sequence, int limit) {
        return places.behind(room, sequence, limit);
    }

    private Room room(RoomId id) {
        return new Room(device.crypto(), id, key -> device.state().get(key(id, key)), RoomLimits.DEFAULT);
    }

    private static ByteString key(RoomId room, ByteString key) {
        return new TlsWriter()
                .writeUint8(STORE)
                .write(room)
                .writeBytes(key.toByteArray())
                .toByteString();
    }

    /** The room as it is now. */
    public RoomView view(RoomId room) {
        return room(room).view();
    }

    /** How an operation of this device fares, while it is not in the lane. */
    public Optional<Delivery> delivery(RoomId room, OperationId operation) {
        return deliveries.get(new OperationKey(room, operation));
    }

    /** Where in the lane an operation was read first. */
    public OptionalLong sequence(RoomId room, OperationId operation) {
        return places.of(room, operation);
    }

    // Writing

    /**
     * Writes an operation, which is then part of the room as this device shows it, and still to be sent.
     *
     * @param content what it does, as the room's composer makes it; empty for nothing to do
     * @param position up to which this device has verified the room's lane
     */
    Optional<Own> write(RoomId id, Position position, Function<RoomComposer, Optional<? extends Content>> content) {
        Room room = room(id);
        RoomComposer composer = room.composer(device.address(), device.profile().incarnation());
        Optional<? extends Content> made = content.apply(composer);
        if (made.isEmpty()) {
            return Optional.empty();
        }
        List<Seen> seen = position.sequence() == 0 ? List.of() : List.of(new Seen(RegionId.ONLY, position));
        Operation operation = composer.next(made.get(), device.millis(), seen);
        Own own = new Own(operation.id(device.crypto()), ByteString.adopt(operation.encoded()));
        apply(id, room, List.of(new RoomInput.Queued(operation)), false);
        return Optional.of(own);
    }

    /** The node has an operation of this device on its disk. */
    void acknowledged(RoomId room, OperationId operation) {
        deliveries.put(new OperationKey(room, operation), new Delivery(""));
        showChanged(room, List.of(operation));
    }

    /** The node will never take an operation of this device. */
    void failed(RoomId room, OperationId operation, Problem why) {
        deliveries.put(new OperationKey(room, operation), new Delivery(why.toString()));
        showChanged(room, List.of(operation));
    }

    /** What this device sent was read in the lane. */
    void sent(RoomId id, OutboxEntry entry, RecordHeader header) {
        entry.written()
                .ifPresentOrElse(
                        operation -> accepted(id, operation, header), () -> resending.empty(id, header.sequence()));
    }

    private void accepted(RoomId id, Operation operation, RecordHeader header) {
        OperationId name = operation.id(device.crypto());
        deliveries.remove(new OperationKey(id, name));
        places.put(id, header.sequence(), name);
        apply(
                id,
                room(id),
                List.of(new RoomInput.Accepted(operation, header.acceptTime(), new Attestation.Own())),
                false);
    }

    // Receiving

    /**
     * Takes in what a device sent.
     *
     * @param acceptTime when the node took it first; what its author tells counts where it is not known
     * @param attestation that the sender wrote it
     * @param certified whether the sender's account vouches for it
     * @return what it says that it has seen, to be compared; nothing when it was refused
     */
    List<Seen> receive(
            RoomId id,
            DeviceAddress sender,
            ByteString bytes,
            RecordHeader header,
            AcceptTime acceptTime,
            Attestation attestation,
            boolean certified) {
        Operation operation;
        try {
            operation = Operation.decode(bytes.toByteArray());
        } catch (DecodeException e) {
            unreadables.add(id, header, "it is malformed: " + e.getMessage(), false);
            return List.of();
        }
        if (!operation.device().equals(sender)) {
            unreadables.add(id, header, "a device sent an operation of another one", false);
            return List.of();
        }
        OperationId name = operation.id(device.crypto());
        places.put(id, header.sequence(), name);
        Room room = room(id);
        boolean told = acceptTime.isTold() && room.view().operation(name).isEmpty();
        long time = told ? acceptTime.told() : acceptTime.read();
        RoomStep step = apply(id, room, List.of(new RoomInput.Accepted(operation, time, attestation)), true);
        if (!certified) {
            device.notice(
                    Optional.of(id), NoticeKind.DEVICE_ADDED, "its account does not vouch for this device", sender);
        }
        switch (step.outcomes().getFirst().status()) {
            case OTHER_ROOM -> unreadables.add(id, header, "it is of another room", false);
            case BUFFER_FULL -> unreadables.add(id, header, "it waits for too much that is missing", true);
            case WAITING -> giveUpMissing(id);
            case APPLIED, REPEATED -> {}
        }
        if (operation.content() instanceof Content.Snapshot snapshot) {
            histories.announced(id, header.sequence(), sender, snapshot);
        }
        return operation.seen();
    }

    /**
     * What an operation depends on stands in front of it in the lane. So what is missing and is not repaired will not
     * come, most likely: it was written before this device joined, or can't be read. Should it come after all, it has its
     * effect then.
     */
    void giveUpMissing(RoomId id) {
        if (unreadables.isRepairing(id)) {
            return;
        }
        while (true) {
            Room room = room(id);
            Set<OperationId> missing = room.view().missing(GIVE_UP);
            if (missing.isEmpty()) {
                return;
            }
            histories.missing(id, missing);
            List<RoomInput> absent = new ArrayList<>();
            missing.forEach(each -> absent.add(new RoomInput.Absent(each)));
            apply(id, room, absent, true);
        }
    }

    /** Takes in operations from an archive or a snapshot. */
    public void restore(RoomId id, List<RoomInput> restored) {
        apply(id, room(id), restored, false);
    }

    private RoomStep apply(RoomId id, Room room, List<RoomInput> inputs, boolean news) {
        RoomStep step = room.apply(inputs.stream().map(KeptEvidence::without).toList());
        for (int i = 0; i < inputs.size(); i++) {
            keepEvidence(id, inputs.get(i), step.outcomes().get(i));
        }
        step.writes().forEach(write -> {
            ByteString key = key(id, write.key());
            write.value()
                    .ifPresentOrElse(
                            value -> device.state().put(key, value),
                            () -> device.state().remove(key));
        });
        step.changes().applied().forEach(operation -> erased(id, operation));
        show(id, step.changes(), news);
        return step;
    }

    private void keepEvidence(RoomId id, RoomInput input, Outcome outcome) {
        ByteString evidence = KeptEvidence.in(input);
        boolean there = outcome.status() != Outcome.Status.OTHER_ROOM && outcome.status() != Outcome.Status.BUFFER_FULL;
        if (there && !evidence.isEmpty()) {
            authorship.kept().keep(id, outcome.id(), evidence);
        }
    }

    /** The words of what an author deleted are to leave the archive too, those of edits with them. */
    private void erased(RoomId id, OperationId applied) {
        RoomView view = view(id);
        Optional<StoredOperation> stored = view.operation(applied);
        if (stored.isEmpty()) {
            return;
        }
        OperationId target =
                stored.get().operation().content() instanceof Content.Delete delete ? delete.target() : applied;
        boolean gone = view.operation(target)
                .filter(each -> each.state() == StoredOperation.State.REMOVED)
                .isPresent();
        if (gone) {
            erase(id, target);
            view.edits(target, MAX_EDITS).forEach(edit -> erase(id, edit));
        }
    }

    private void erase(RoomId id, OperationId operation) {
        erasures.add(id, sequence(id, operation).orElse(0));
        authorship.kept().forget(id, operation);
    }

    private void show(RoomId id, RoomChanges changes, boolean news) {
        if (!changes.messages().isEmpty()) {
            showChanged(id, changes.messages());
        }
        if (changes.topicOrName()) {
            device.show(new EngineEvent.RoomChanged(id));
        }
        if (changes.settings().contains(Histories.SETTING)) {
            histories.settingChanged(id, view(id));
            device.show(new EngineEvent.RoomChanged(id));
        }
        if (!changes.settings().isEmpty()) {
            device.show(new EngineEvent.SettingsChanged());
        }
        for (DeviceIncarnation duplicated : changes.duplicated()) {
            String detail = "this device's state was duplicated: a copy of its profile is, or was, in use";
            log.add(
                    id,
                    0,
                    new Line(
                            Kind.DUPLICATED,
                            device.millis(),
                            Optional.of(duplicated.device()),
                            Optional.empty(),
                            detail));
            device.notice(Optional.of(id), NoticeKind.DEVICE_DUPLICATED, detail, duplicated.device());
        }
        if (news) {
            RoomView view = view(id);
            changes.applied().forEach(operation -> view.item(operation).ifPresent(item -> arrived(id, item)));
        }
    }

    private void showChanged(RoomId room, Collection<OperationId> operations) {
        device.show(new EngineEvent.TimelineChanged(
                room,
                operations.stream().map(id -> new TimelineEntryId(id.bytes())).toList()));
    }

    private void arrived(RoomId room, RoomItem item) {
        if (!item.device().account().equals(device.account())) {
            boolean mentions = item.body() instanceof RoomItem.Body.Message message
                    && message.mentions().contains(device.account());
            device.show(new EngineEvent.MessageArrived(
                    room, new TimelineEntryId(item.id().bytes()), mentions));
        }
    }
}
