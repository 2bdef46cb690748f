package chat.paloma.core.engine;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.engine.account.Contacts;
import chat.paloma.core.engine.account.SafetyNumber;
import chat.paloma.core.engine.api.NotificationLevel;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.OwnIdentity;
import chat.paloma.core.engine.own.OwnAccount;
import chat.paloma.core.engine.personal.Reading;
import chat.paloma.core.engine.room.Conversations;
import chat.paloma.core.engine.room.Groups;
import chat.paloma.core.engine.room.Histories;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.RoomLog;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.room.Standing;
import chat.paloma.core.engine.room.Unreadables;
import chat.paloma.core.engine.signal.Receipts;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.engine.vault.VaultContent;
import chat.paloma.core.engine.vault.VaultState;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceEntry;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.room.Order;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.StoredOperation;
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
    private final Own own;
    private final Connection connection;
    private final Deliveries deliveries;

    EngineView(Device device, Rooms rooms, Contacts contacts, Receipts receipts, Own own, Connection connection) {
        this.device = device;
        this.rooms = rooms;
        this.contacts = contacts;
        this.receipts = receipts;
        this.own = own;
        this.connection = connection;
        this.deliveries = new Deliveries(device, rooms, receipts);
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

    /**
     * A device of the account.
     *
     * @param addedAt in milliseconds since 1970, as the device says that added it
     * @param current whether it is this one
     * @param certificateGeneration of the list key that certified its leaf in the self room; empty when it is not there
     */
    public record DeviceInfo(DeviceId id, long addedAt, boolean current, OptionalLong certificateGeneration) {}

    // The account

    /** Whether the account administers the node; false while there is no connection. */
    public boolean isAdministrator() {
        return connection.session().filter(Session::isAdministrator).isPresent();
    }

    /** The devices of the account, as of the newest list that this device has seen. */
    public List<DeviceInfo> devices() {
        Optional<OwnIdentity> own = identity();
        return own.isEmpty()
                ? List.of()
                : own.get().record().list().content().devices().stream()
                        .map(entry -> info(own.get(), entry))
                        .toList();
    }

    private DeviceInfo info(OwnIdentity own, DeviceEntry entry) {
        OptionalLong generation = selfRoom()
                .flatMap(rooms::roster)
                .flatMap(roster -> roster.find(new DeviceAddress(own.account(), entry.device())))
                .map(found -> OptionalLong.of(found.credential().listKeyGeneration()))
                .orElse(OptionalLong.empty());
        return new DeviceInfo(
                entry.device(),
                entry.addedAt(),
                entry.device().equals(own.address().device()),
                generation);
    }

    /** The room in which the account's devices are by themselves. */
    public Optional<RoomId> selfRoom() {
        return new VaultState(device.state()).known().selfRoom();
    }

    /**
     * Whether a device that came to its account later is in all rooms of the account, and has read what was archived, as far
     * as it knows; false without a connection.
     */
    public boolean isSettledIn() {
        VaultContent known = new VaultState(device.state()).known();
        return known.selfRoom().filter(this::isEntered).isPresent()
                && known.rooms().stream().allMatch(this::isEntered)
                && connection
                        .session()
                        .filter(session -> session.archive().isRead())
                        .isPresent();
    }

    /** Whether this device is archiving something at this moment; whoever ends its process had better wait for it. */
    public boolean isArchiving() {
        return connection
                .session()
                .filter(session -> session.archive().isBusy())
                .isPresent();
    }

    private boolean isEntered(RoomId room) {
        return rooms.find(room)
                .filter(entry -> entry.standing() != Standing.JOINING && entry.standing() != Standing.OPENING)
                .isPresent();
    }

    // People

    /** What this person and another compare, to know that the node shows them the same accounts. */
    public Optional<SafetyNumber> safetyNumber(AccountId account) {
        return identity()
                .flatMap(own -> contacts.find(account)
                        .map(contact -> SafetyNumber.of(device.crypto(), own.record(), contact.record())));
    }

    /** Whether a text that was scanned from somebody's screen is theirs, for this account. */
    public boolean isSafetyText(AccountId account, String scanned) {
        return identity()
                .filter(own ->
                        contacts.find(account).isPresent() && SafetyNumber.isText(own.account(), account, scanned))
                .isPresent();
    }

    public Optional<Contact> contact(AccountId account) {
        return contacts.find(account);
    }

    public Optional<AccountId> find(Handle handle) {
        return contacts.find(handle);
    }

    /** Who the server says has a handle now that stood for another account, until the person lets it stand for them. */
    public Optional<AccountId> offered(Handle handle) {
        return contacts.offered(handle);
    }

    /** All accounts that were seen. */
    public List<Row<AccountId, Contact>> contacts() {
        return contacts.all();
    }

    /** The name of an account for a person. */
    public String name(AccountId account) {
        return contacts.name(account);
    }

    /** The name that the person gave somebody, or else the handle. */
    public String displayName(AccountId account) {
        String given = own.opinions().name(account);
        return given.isEmpty() ? name(account) : given;
    }

    /** A setting of the host's. */
    public Optional<ByteString> setting(String key) {
        return own.personal().get(SettingCommands.PREFIX + key);
    }

    // Rooms

    /** The sequence up to which a room is in the account's archive, as far as this device knows. */
    public long archivedUpTo(RoomId room) {
        return new VaultState(device.state()).known().archivedTo(room);
    }

    /** Where in its room's lane an operation was read first. */
    public OptionalLong sequence(RoomId room, OperationId operation) {
        return rooms.conversations().sequence(room, operation);
    }

    /** Whether something of a room waits to be archived by this device that was written before the account came in. */
    public boolean awaitsArchiving(RoomId room) {
        return !rooms.conversations().early().of(room, 1).isEmpty();
    }

    /** Whether the account's archive may still have words that their authors have deleted. */
    public boolean awaitsErasure() {
        return !rooms.erasures().first(1).isEmpty();
    }

    /** What of a room was not read yet, on whichever device. */
    public Reading.Unread unread(RoomId room) {
        return own.reading().unread(room);
    }

    /** The place up to which a room was read, on whichever device. */
    public Optional<Order> readPlace(RoomId room) {
        return own.reading().readUpTo(room);
    }

    /** What is written in a room and not sent. */
    public String draft(RoomId room) {
        return own.reading().draft(room);
    }

    /** What of a room the person wants to be told of. */
    public NotificationLevel notifications(RoomId room) {
        return own.reading().notifications(room);
    }

    /** Whether an operation's author was shown by evidence, and not only by somebody's word. */
    public boolean isShown(StoredOperation stored) {
        Conversations conversations = rooms.conversations();
        return conversations
                .authorship()
                .kept()
                .of(stored)
                .filter(evidence -> conversations.isShown(
                        stored.operation().device(),
                        evidence,
                        ByteString.adopt(stored.operation().encoded())))
                .isPresent();
    }

    /** All rooms, ended ones too; the self room apart. */
    public List<RoomId> rooms() {
        Optional<RoomId> apart = OwnAccount.selfRoom(device);
        return rooms.ids().stream()
                .filter(room -> !apart.equals(Optional.of(room)))
                .toList();
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

    /** Whether what is written in a room now is shown to who comes into it later; never in a conversation of two. */
    public boolean sharesHistory(RoomId room) {
        return rooms.direct(room).isEmpty()
                && Histories.isShared(rooms.conversations().view(room));
    }

    /** Whether somebody came into a room to whom this device, or another member, still has to send its history. */
    public boolean owesHistory(RoomId room) {
        return rooms.histories().duty(room).isPresent();
    }

    /** Whether this device waits for what was written in a room before it came in. */
    public boolean awaitsHistory(RoomId room) {
        return rooms.histories().wanted(room).isPresent();
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
        return deliveries.of(room, operation);
    }

    /** Who of the others has read an operation, as far as they tell. */
    public List<AccountId> readers(RoomId room, OperationId operation) {
        return deliveries.readers(room, operation);
    }

    /** Why an operation of this device will never be sent. */
    public Optional<String> failure(RoomId room, OperationId operation) {
        return deliveries.failure(room, operation);
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
    public Optional<ByteString> epochAuthenticator(RoomId room) {
        return rooms.groups().find(room).map(group -> group.epochAuthenticator());
    }
}
