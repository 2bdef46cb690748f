package chat.paloma.client;

import chat.paloma.client.store.Contact;
import chat.paloma.client.store.ProfileStore;
import chat.paloma.client.store.StoredMessage;
import chat.paloma.client.store.StoredRoom;
import chat.paloma.client.transport.NodeException;
import chat.paloma.client.transport.ServerAddress;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.wire.AccountRequests.CreateInvite;
import chat.paloma.core.wire.AccountRequests.Invite;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.KeyRequests.AnswerInvitation;
import chat.paloma.core.wire.KeyRequests.SendInvitation;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The thin client: one connection of one device, on which it sends to people, listens, and lists its rooms. For one
 * thread. An operation that fails leaves the profile as far as it came; done again, it goes on from there.
 */
public final class Messenger implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(250);

    private final Device device;
    private final Session session;
    private final ClientListener listener;
    private final Accounts accounts;
    private final Rooms rooms;
    private final RoomEntrance entrance;
    private final RoomSender sender;
    private final Delivery delivery;

    private Messenger(Device device, Session session, ClientListener listener) {
        this.device = device;
        this.session = session;
        this.listener = listener;
        LaneReader lanes = new LaneReader(device.crypto(), session);
        this.accounts = new Accounts(device, session);
        this.rooms = new Rooms(device, accounts, lanes, listener);
        this.entrance = new RoomEntrance(device, session, accounts, rooms);
        this.sender = new RoomSender(device, session, accounts, rooms, listener);
        KeyPackageStock stock = new KeyPackageStock(device, session);
        Inbox inbox = new Inbox(device, session, accounts, lanes, rooms, entrance, listener);
        this.delivery = new Delivery(device, session, lanes, inbox, rooms, stock);
    }

    /**
     * Makes an account with this profile as its first device.
     *
     * @param invite the token of an invite, where the server asks for one
     * @throws ClientException when the profile has an account already
     */
    public static void register(
            ProfileStore store, HttpClient http, ServerAddress server, Optional<ByteString> invite, Handle handle)
            throws NodeException, InterruptedException {
        NewAccount.register(
                store, http, new JdkCrypto(), new SystemRandom(), InstantSource.system(), server, invite, handle);
    }

    /**
     * Connects, catches up with everything, and keeps key packages in stock.
     *
     * @throws ClientException when the profile has no account
     */
    public static Messenger connect(ProfileStore store, HttpClient http, ClientListener listener)
            throws NodeException, InterruptedException {
        if (!store.settings().isRegistered()) {
            throw new ClientException("this profile has no account yet: register first");
        }
        Device device = new Device(
                store,
                store.settings().identity().orElseThrow(),
                new MlsCrypto(Device.SUITE, new JdkCrypto()),
                new SystemRandom(),
                InstantSource.system());
        Session session = Session.open(
                device, http, ServerAddress.parse(store.settings().server().orElseThrow()));
        try {
            new KeyPackageStock(device, session).fill(session.welcomed().keyPackages());
            Messenger messenger = new Messenger(device, session, listener);
            messenger.delivery.follow();
            messenger.resume();
            return messenger;
        } catch (NodeException | RuntimeException | InterruptedException e) {
            session.close();
            throw e;
        }
    }

    /** Sends what was left unsent. */
    private void resume() throws NodeException, InterruptedException {
        for (RoomId room : rooms.ids()) {
            try {
                sender.flush(room);
            } catch (ClientException e) {
                // One room that can't be written to is no reason not to read the others.
                if (rooms.stuck(room).isEmpty()) {
                    listener.notice(String.valueOf(e.getMessage()));
                }
            }
        }
        delivery.follow();
    }

    public Handle handle() {
        return device.handle();
    }

    /** Who waits for an answer to an invitation. */
    public List<Handle> invitations() {
        return device.store().contacts().asking().stream().map(Contact::handle).toList();
    }

    /** Lets everybody in who asks. */
    public void acceptInvitations() throws NodeException, InterruptedException {
        for (Contact contact : device.store().contacts().asking()) {
            session.ask(new AnswerInvitation(contact.record().account(), true));
            device.store().contacts().save(contact.whenAccepted());
        }
    }

    /**
     * Sends a text to somebody, in the conversation of two, which it opens if there is none. Returns when the node has
     * the message on its disk.
     *
     * @param patience how long to wait for somebody new to accept the invitation
     * @throws ClientException when they have not accepted in that time, or can't be written to
     */
    public void send(Handle to, String text, Duration patience) throws NodeException, InterruptedException {
        MessageContent content = new MessageContent(text);
        Contact contact = accounts.lookUp(to);
        AccountId account = contact.record().account();
        if (account.equals(device.account())) {
            throw new ClientException("'" + to + "' is this account itself");
        }
        Optional<RoomId> known = rooms.directWith(account);
        RoomId room = known.isPresent() ? known.get() : open(account, patience);
        long entry = device.store().outbox().add(room, content.text());
        try {
            sender.flush(room);
        } catch (NodeException e) {
            if (e.failure().isEmpty() || e.wantsReconnect() || e.wantsLater()) {
                throw new ClientException(
                        e.getMessage() + "; the message is kept, and goes out with the next command", e);
            }
            device.store().outbox().remove(entry);
            throw e;
        } catch (ClientException e) {
            device.store().outbox().remove(entry);
            throw e;
        }
        if (rooms.find(room).isEmpty()) {
            device.store().outbox().remove(entry);
            throw new ClientException("not sent: the room has ended for this device");
        }
        delivery.follow();
    }

    private RoomId open(AccountId account, Duration patience) throws NodeException, InterruptedException {
        Contact contact = device.store().contacts().find(account).orElseThrow();
        if (!contact.accepts()) {
            Optional<RoomId> opened = waitForAcceptance(contact, patience);
            if (opened.isPresent()) {
                return opened.get();
            }
        }
        try {
            RoomId room = entrance.prepare(accounts.fresh(account));
            sender.flush(room);
            return room;
        } catch (NodeException e) {
            if (e.is(FailureCode.CLAIM_NOT_PERMITTED)) {
                Contact now = device.store().contacts().find(account).orElseThrow();
                device.store().contacts().save(now.whenAnswered(false));
                throw new ClientException(
                        "'" + now.handle() + "' does not accept this account any more: send again to ask", e);
            }
            throw e;
        }
    }

    /** Asks somebody, and waits. They may answer by opening a room themselves. */
    private Optional<RoomId> waitForAcceptance(Contact contact, Duration patience)
            throws NodeException, InterruptedException {
        AccountId account = contact.record().account();
        if (!contact.asked()) {
            session.ask(new SendInvitation(account, ByteString.EMPTY));
            device.store().contacts().save(contact.whenAsked());
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<RoomId> opened = rooms.directWith(account);
            if (opened.isPresent()) {
                return opened;
            }
            if (device.store().contacts().find(account).orElseThrow().accepts()) {
                return Optional.empty();
            }
            if (System.nanoTime() >= deadline) {
                throw new ClientException("'" + contact.handle()
                        + "' has not accepted the invitation yet, and nothing was sent: send again once they have");
            }
            takeEvents();
        }
    }

    private void takeEvents() throws NodeException, InterruptedException {
        Optional<Event> event = session.next(TICK);
        while (event.isPresent()) {
            delivery.take(event.get());
            event = session.next(Duration.ZERO);
        }
    }

    /**
     * Shows what was not shown yet, then what comes in during about a quarter of a second; and does in the meantime what
     * rooms need. A message is marked as shown behind the call of the listener, so that none is lost if that fails.
     *
     * @param accept whether to let everybody in who asks
     * @param limit the most messages to show
     * @return how many were shown
     */
    public int listen(boolean accept, int limit) throws NodeException, InterruptedException {
        int shown = show(limit);
        if (shown < limit) {
            takeEvents();
            if (accept) {
                acceptInvitations();
            }
            for (RoomId room : rooms.ids()) {
                sender.maintain(room);
            }
            delivery.follow();
            shown += show(limit - shown);
        }
        return shown;
    }

    private int show(int limit) throws NodeException, InterruptedException {
        List<StoredMessage> messages = device.store().messages().unshown(limit);
        for (StoredMessage each : messages) {
            listener.message(new ClientListener.Message(
                    each.room(),
                    each.sequence(),
                    accounts.known(each.sender().account()).handle(),
                    each.certified(),
                    each.time(),
                    each.text()));
            device.store().messages().setShown(each);
        }
        return messages.size();
    }

    /**
     * A room of this device.
     *
     * @param stuck why it can't be followed any further
     */
    public record RoomInfo(RoomId id, List<String> others, long epoch, long records, Optional<String> stuck) {}

    /** The rooms of this device. */
    public List<RoomInfo> rooms() throws NodeException, InterruptedException {
        List<RoomInfo> list = new ArrayList<>();
        for (RoomId id : rooms.ids()) {
            StoredRoom room = rooms.find(id).orElseThrow();
            list.add(new RoomInfo(
                    id,
                    rooms.others(room),
                    room.group().context().epoch(),
                    room.chain().position().sequence(),
                    rooms.stuck(id)));
        }
        return list;
    }

    /** Makes a link with which somebody can register, for administrators. */
    public Invite invite(Duration valid) throws NodeException, InterruptedException {
        return session.ask(new CreateInvite(false, (int) valid.toSeconds()));
    }

    @Override
    public void close() {
        session.close();
    }
}
