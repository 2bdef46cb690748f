package chat.paloma.core.engine;

import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.engine.account.Contacts;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.OwnIdentity;
import chat.paloma.core.engine.room.Conversations;
import chat.paloma.core.engine.room.Groups;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.RoomLog;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.room.Standing;
import chat.paloma.core.engine.room.Unreadables;
import chat.paloma.core.engine.signal.Receipt;
import chat.paloma.core.engine.signal.Receipts;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.operation.OperationId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What there is to see in an engine, as of its last step. It changes nothing. */
public final class EngineView {
    private final Device device;
    private final Rooms rooms;
    private final Contacts contacts;
    private final Receipts receipts;
    private final Connection connection;

    EngineView(Device device, Rooms rooms, Contacts contacts, Receipts receipts, Connection connection) {
        this.device = device;
        this.rooms = rooms;
        this.contacts = contacts;
        this.receipts = receipts;
        this.connection = connection;
    }

    /**
     * A room of this device.
     *
     * @param direct with whom it is a conversation of two
     * @param roster who is in it, as far as this device can tell
     * @param why it is stuck or has ended
     * @param waiting messages that are not sent yet
     * @param obstacle what is in the way of sending
     */
    public record RoomInfo(
            RoomId id,
            Standing standing,
            String name,
            String topic,
            Optional<AccountId> direct,
            Optional<Roster> roster,
            String why,
            int waiting,
            Optional<Problem> obstacle) {}

    /** How a message of this device fares. */
    public enum DeliveryState {
        /** It waits here. */
        QUEUED,
        /** The node has it on its disk. */
        SENT,
        /** Every device of the others has it. */
        DELIVERED,
        /** Everybody else has read it. */
        READ,
        /** It will never be sent, as {@link #failure} says. */
        FAILED
    }

    public boolean isRegistered() {
        return device.isRegistered();
    }

    public Optional<OwnIdentity> identity() {
        return device.profile().identity();
    }

    public Optional<String> origin() {
        return device.profile().origin();
    }

    /** Whether everything was taken in that the node had when the connection was made. */
    public boolean isOnline() {
        return connection.session().filter(Session::isOnline).isPresent();
    }

    // People

    public Optional<Contact> contact(AccountId account) {
        return contacts.find(account);
    }

    public Optional<AccountId> find(Handle handle) {
        return contacts.find(handle);
    }

    /** All accounts that were seen. */
    public List<Row<AccountId, Contact>> contacts() {
        return contacts.all();
    }

    /** The name of an account for a person. */
    public String name(AccountId account) {
        return contacts.name(account);
    }

    // Rooms

    public List<RoomId> rooms() {
        return rooms.ids();
    }

    public Optional<RoomInfo> room(RoomId id) {
        return rooms.find(id).map(entry -> info(id, entry));
    }

    private RoomInfo info(RoomId id, RoomEntry entry) {
        RoomView view = rooms.conversations().view(id);
        return new RoomInfo(
                id,
                entry.standing(),
                view.name().map(written -> written.value()).orElse(""),
                view.topic().map(written -> written.value()).orElse(""),
                rooms.direct(id),
                rooms.roster(id),
                entry.why(),
                rooms.outbox().waiting(id),
                connection.session().flatMap(session -> session.lanes().obstacle(id)));
    }

    /** What was written in a room. */
    public RoomView conversation(RoomId room) {
        return rooms.conversations().view(room);
    }

    /** Where this device stands in a room's lane. */
    public Optional<RoomEntry> entry(RoomId room) {
        return rooms.find(room);
    }

    /** What happened to a room itself, the newest first. */
    public List<Row<RoomLog.Key, RoomLog.Line>> log(RoomId room, int limit) {
        return rooms.log().newest(room, limit);
    }

    public Unreadables unreadables() {
        return rooms.conversations().unreadables();
    }

    /** How an operation of this device fares. */
    public DeliveryState delivery(RoomId room, OperationId operation) {
        Optional<Conversations.Delivery> delivery = rooms.conversations().delivery(room, operation);
        if (delivery.isPresent()) {
            return delivery.get().failed().isEmpty() ? DeliveryState.SENT : DeliveryState.FAILED;
        }
        OptionalLong sequence = rooms.conversations().sequence(room, operation);
        if (sequence.isEmpty()) {
            return DeliveryState.QUEUED;
        }
        return received(room, sequence.getAsLong());
    }

    private DeliveryState received(RoomId room, long sequence) {
        Optional<Roster> roster = rooms.roster(room).filter(known -> receipts.areOn(room));
        if (roster.isEmpty() || roster.get().accounts().size() < 2) {
            return DeliveryState.SENT;
        }
        boolean delivered = true;
        boolean read = true;
        for (Roster.Account account : roster.get().accounts().values()) {
            if (account.id().equals(device.account())) {
                continue;
            }
            boolean readByAccount = false;
            for (Roster.Device each : account.devices()) {
                Receipt receipt = receipts.of(room, new DeviceAddress(account.id(), each.id()));
                delivered &= receipt.delivered() >= sequence;
                readByAccount |= receipt.read() >= sequence;
            }
            read &= readByAccount;
        }
        return read ? DeliveryState.READ : delivered ? DeliveryState.DELIVERED : DeliveryState.SENT;
    }

    /** Why an operation of this device will never be sent. */
    public Optional<String> failure(RoomId room, OperationId operation) {
        return rooms.conversations()
                .delivery(room, operation)
                .map(Conversations.Delivery::failed)
                .filter(why -> !why.isEmpty());
    }

    /** Whether somebody is online, as the node says. */
    public boolean isOnline(AccountId account) {
        return connection
                .session()
                .filter(session -> session.presence().isOnline(account))
                .isPresent();
    }

    /** The sequence up to which this account's person has read a room here. */
    public long readUpTo(RoomId room) {
        return receipts.own(room).read();
    }

    /** The epoch in which this device is in a room. */
    public Optional<RoomEpoch> epoch(RoomId room) {
        return rooms.groups()
                .find(room)
                .map(group -> new RoomEpoch(
                        (int) Groups.roster(group).policy().group().generation(),
                        group.context().epoch()));
    }

    /** The epoch's authenticator of a room's group, for those who compare. */
    public Optional<chat.paloma.core.codec.ByteString> epochAuthenticator(RoomId room) {
        return rooms.groups().find(room).map(group -> group.epochAuthenticator());
    }
}
