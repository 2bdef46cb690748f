package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.account.Certification;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.RoomLog.Kind;
import chat.paloma.core.engine.room.RoomLog.Line;
import chat.paloma.core.engine.room.Unreadables.AcceptTime;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordHeader;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.room.Attestation;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Takes in what a record means: the group's step, what was written, and how far the lane was read, all together. */
final class RoomIntake {
    /** Why a room is stuck that goes on in its next generation, until this device is in that. */
    static final String RENEWED = "the room goes on in a new group";

    /** The most lines about who came and went that are looked at when a node was put back. */
    private static final int CHANGES = 1000;

    private final RoomContext context;
    private final Device device;
    private final Rooms rooms;
    private final RoomId room;
    private final Unreadables unreadables;

    RoomIntake(RoomContext context, RoomId room) {
        this.context = context;
        this.device = context.device();
        this.rooms = context.rooms();
        this.room = room;
        this.unreadables = rooms.conversations().unreadables();
    }

    void take(LaneRecord record, LaneChain after, Optional<ByteString> large) {
        rooms.heads().verified(room, after);
        Optional<Row<Outbox.Key, OutboxEntry>> own =
                rooms.outbox().find(room, record.header().envelopeHash());
        if (own.isPresent()) {
            rooms.conversations().sent(room, own.get().value(), record.header());
            rooms.outbox().remove(own.get().key());
            rooms.save(room, rooms.require(room).withChain(after));
            return;
        }
        Group group = rooms.groups().require(room);
        switch (RoomReading.read(group, record, large)) {
            case RoomReading.Message message -> {
                rooms.groups().set(room, message.next());
                message(message, record, after);
            }
            case RoomReading.Advanced advanced -> advanced(advanced, Groups.roster(advanced.next()), record, after);
            case RoomReading.Quiet quiet -> {
                rooms.groups().set(room, quiet.next());
                rooms.save(room, rooms.require(room).withChain(after));
            }
            case RoomReading.Unreadable unreadable -> {
                rooms.groups().set(room, unreadable.next());
                rooms.save(room, rooms.require(room).withChain(after));
                unreadables.add(room, record.header(), unreadable.why(), unreadable.repairable());
            }
            case RoomReading.Ended ended -> {
                line(record, Kind.ENDED, Optional.of(device.address()), Optional.empty(), ended.why());
                rooms.save(room, rooms.require(room).withChain(after));
                rooms.end(room, ended.why());
            }
            case RoomReading.Renewed renewed -> {
                rooms.groups().set(room, renewed.next());
                rooms.save(room, rooms.require(room).withChain(after).withoutSubmission());
                rooms.stick(room, RENEWED);
            }
            case RoomReading.Stuck stuck ->
                rooms.stick(room, "at record " + record.header().sequence() + " " + stuck.why());
        }
    }

    private void line(
            LaneRecord record, Kind kind, Optional<DeviceAddress> who, Optional<DeviceAddress> by, String detail) {
        rooms.log()
                .add(
                        room,
                        record.header().sequence(),
                        new Line(kind, record.header().acceptTime(), who, by, detail));
        device.show(EngineEvent.TimelineChanged.ofLog(room));
    }

    private void message(RoomReading.Message message, LaneRecord record, LaneChain after) {
        rooms.save(room, rooms.require(room).withChain(after));
        DeviceAddress sender = message.device();
        switch (message.message()) {
            case RoomMessage.OfOperation carried -> operation(message, record, after, carried);
            case RoomMessage.Resend(List<Long> sequences) -> {
                long joinedAt = rooms.histories().joinedAt(room, sender.account());
                rooms.conversations().resending().askedFor(room, sequences, joinedAt, rooms.outbox());
            }
            case RoomMessage.Nothing(List<Long> sequences) -> {
                sequences.forEach(sequence -> unreadables.repaired(room, sequence));
                rooms.conversations().giveUpMissing(room);
            }
            case RoomMessage.AskHistory(List<DeviceAddress> refused) ->
                rooms.histories().asked(room, record.header().sequence(), sender, refused);
            case RoomMessage.Unknown unknown ->
                unreadables.add(room, record.header(), "a newer client wrote it", false);
        }
    }

    private void operation(
            RoomReading.Message message, LaneRecord record, LaneChain after, RoomMessage.OfOperation carried) {
        DeviceAddress sender = message.device();
        RecordHeader header = record.header();
        AcceptTime acceptTime = carried.before()
                .map(before -> unreadables.acceptTime(
                        room, header, before, rooms.require(room).joinedAt()))
                .orElse(AcceptTime.of(header));
        rooms.conversations()
                .receive(
                        room,
                        sender,
                        carried.operation(),
                        header,
                        acceptTime,
                        attestation(message, carried.operation()),
                        context.certification().objection(message.sender()).isEmpty())
                .forEach(seen -> {
                    rooms.heads().claimed(room, seen, sender, after.position().sequence());
                    rooms.histories().reported(room, sender, seen);
                });
        carried.before().ifPresent(before -> {
            before.sequences().forEach(sequence -> unreadables.repaired(room, sequence));
            // It may have been the last that others waited for.
            rooms.conversations().giveUpMissing(room);
        });
    }

    /** With what shows later who wrote an operation, if that is at hand. */
    private Attestation attestation(RoomReading.Message message, ByteString operation) {
        DeviceCredential credential = Certification.credential(message.sender());
        return new Attestation.Verified(rooms.conversations()
                .authorship()
                .keep(
                        message.received(),
                        RoomMessage.prefix(operation),
                        operation,
                        context.contacts()
                                .record(credential.device().account())
                                .map(AccountRecord::certificate)
                                .filter(known -> known.generation() == credential.listKeyGeneration()))
                .map(evidence -> ByteString.adopt(evidence.encoded()))
                .orElse(ByteString.EMPTY));
    }

    /** The room is in a new epoch; says who came and went. */
    private void advanced(RoomReading.Advanced advanced, Roster roster, LaneRecord record, LaneChain after) {
        Set<AccountId> goneAccounts = new HashSet<>();
        Set<DeviceAddress> gone = new HashSet<>();
        advanced.what().removed().forEach(each -> gone.add(Certification.address(each.leaf())));
        Optional<DeviceAddress> by = committer(advanced);
        Set<DeviceAddress> come = new HashSet<>();
        advanced.what()
                .added()
                .forEach(index ->
                        advanced.next().tree().leaf(index).ifPresent(leaf -> come.add(Certification.address(leaf))));
        if (advanced.what().committer() instanceof Sender.NewMemberCommit) {
            by.ifPresent(come::add);
        }
        for (DeviceAddress each : gone) {
            if (come.contains(each)) {
                line(record, Kind.DEVICE_REJOINED, Optional.of(each), by, "");
                device.notice(Optional.of(room), NoticeKind.DEVICE_REJOINED, "", each);
            } else if (roster.contains(each.account())) {
                line(record, Kind.DEVICE_REMOVED, Optional.of(each), by, "");
            } else if (goneAccounts.add(each.account())) {
                boolean bySelf = proposedBySelf(advanced, each);
                line(record, bySelf ? Kind.LEFT : Kind.REMOVED, Optional.of(each), by, "");
            }
        }
        Set<AccountId> comeAccounts = new HashSet<>();
        for (DeviceAddress each : come) {
            if (gone.contains(each)) {
                continue;
            }
            if (wasIn(each.account(), roster, come, gone)) {
                line(record, Kind.DEVICE_ADDED, Optional.of(each), by, "");
                device.notice(Optional.of(room), NoticeKind.DEVICE_ADDED, "", each);
            } else if (comeAccounts.add(each.account())) {
                line(record, Kind.JOINED, Optional.of(each), by, "");
            }
        }
        rooms.groups().set(room, advanced.next());
        rooms.save(room, rooms.require(room).withChain(after).withoutSubmission());
        device.show(new EngineEvent.RoomChanged(room));
        gone.stream().filter(each -> goneAccounts.remove(each.account())).forEach(each -> {
            rooms.log().gone(room, each);
            context.directory()
                    .checkHandle(
                            each.account(),
                            () -> rooms.identityChanged(
                                    each.account(), context.contacts().name(each.account())));
        });
        comeAccounts.forEach(account ->
                rooms.histories().joined(room, account, record.header().sequence()));
        boolean own = come.stream()
                .anyMatch(each -> each.account().equals(device.account()) && !each.equals(device.address()));
        if (own) {
            rooms.arrivals().came(room, record.header().sequence());
        }
        if (!comeAccounts.isEmpty() && rooms.direct(room).isEmpty()) {
            rooms.histories().came(room, record.header().sequence(), by, come);
        }
        if (!come.isEmpty()) {
            // Before they write something: their accounts may have lists that this device has not seen.
            Vouching.again(context, advanced.next().tree(), uncertified -> {});
        }
    }

    /** Whether an account of which a device has come was in the room before, maybe by devices that have gone with this. */
    private static boolean wasIn(AccountId account, Roster roster, Set<DeviceAddress> come, Set<DeviceAddress> gone) {
        return gone.stream().anyMatch(each -> each.account().equals(account))
                || roster.find(account).stream()
                        .flatMap(found -> found.devices().stream())
                        .anyMatch(each -> !come.contains(new DeviceAddress(account, each.id())));
    }

    /** Whether an account's own device proposed that one of its devices goes. */
    private static boolean proposedBySelf(RoomReading.Advanced advanced, DeviceAddress gone) {
        return advanced.what().removed().stream()
                .filter(each -> Certification.address(each.leaf()).equals(gone))
                .anyMatch(each -> advanced.what().proposals().stream()
                        .anyMatch(proposal -> proposal.proposal() instanceof Proposal.Remove remove
                                && remove.target().equals(Optional.of(each.index()))
                                && proposal.sender() instanceof Sender.Member(LeafIndex sender)
                                && before(advanced, sender)
                                        .filter(by -> by.account().equals(gone.account()))
                                        .isPresent()));
    }

    /** Whose leaf it was before the commit. */
    private static Optional<DeviceAddress> before(RoomReading.Advanced advanced, LeafIndex index) {
        return advanced.what().removed().stream()
                .filter(each -> each.index().equals(index))
                .findFirst()
                .map(each -> Certification.address(each.leaf()))
                .or(() -> advanced.next().tree().leaf(index).map(Certification::address));
    }

    private static Optional<DeviceAddress> committer(RoomReading.Advanced advanced) {
        return advanced.next().tree().leaf(advanced.what().committerIndex()).map(Certification::address);
    }

    /** The node lost what lay between a sequence and where this device had read: offers its own again. */
    void restored(Position had, long from) {
        device.profile().setRestoredAt(device.millis());
        String detail = "the server was restored from a backup and lost " + (had.sequence() - from)
                + " records; what this device wrote of them is sent again";
        rooms.log()
                .add(
                        room,
                        from,
                        new Line(Kind.SERVER_RESTORED, device.millis(), Optional.empty(), Optional.empty(), detail));
        device.notice(Optional.of(room), NoticeKind.SERVER_RESTORED, detail);
        rooms.conversations().resending().offerAgain(room, from, rooms.outbox());
        changeAgain(from);
    }

    /** Who came and went behind a sequence that the node was put back to: that is wanted once more of who may want it. */
    private void changeAgain(long from) {
        Roster roster = Groups.roster(rooms.groups().require(room));
        Map<AccountId, Boolean> in = new TreeMap<>();
        rooms.log().from(room, from + 1, CHANGES).stream()
                .sorted(Comparator.comparingLong(row -> row.key().order()))
                .forEach(row -> row.value().who().map(DeviceAddress::account).ifPresent(account -> {
                    Kind kind = row.value().kind();
                    if (kind == Kind.JOINED) {
                        in.put(account, true);
                    } else if (kind == Kind.LEFT || kind == Kind.REMOVED) {
                        in.put(account, false);
                    }
                }));
        in.remove(device.account());
        Role own = roster.policy().roleOf(device.account());
        in.forEach((account, member) -> {
            if (member && own.isAtLeast(roster.policy().whoMayAdd().role())) {
                rooms.intents().add(room, new Intent.Add(account, false));
            } else if (!member && own.isAtLeast(Role.ADMINISTRATOR)) {
                rooms.intents().add(room, new Intent.Remove(account));
            }
        });
    }
}
