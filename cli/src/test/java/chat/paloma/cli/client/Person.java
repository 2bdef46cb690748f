package chat.paloma.cli.client;

import chat.paloma.client.Client;
import chat.paloma.client.ClientOptions;
import chat.paloma.client.host.RefusedException;
import chat.paloma.client.profile.ProfileOptions;
import chat.paloma.client.transport.InviteLink;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.EngineView.DeliveryState;
import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.operation.OperationId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Somebody with one device: a client on a profile on the disk. */
public final class Person implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public final Handle handle;
    private final Path folder;
    private final List<EngineEvent> events = new ArrayList<>();
    private Client client;

    private Person(String handle, Path folder) throws Exception {
        this.handle = new Handle(handle);
        this.folder = folder;
        this.client = open();
    }

    private Client open() throws Exception {
        Client opened = Client.open(ClientOptions.of(ProfileOptions.unprotected(folder)));
        opened.listen(event -> {
            synchronized (events) {
                events.add(event);
            }
        });
        return opened;
    }

    /** Opens a profile that is there, or a new one, without connecting it. */
    public static Person of(String handle, Path folder) throws Exception {
        return new Person(handle, folder);
    }

    /** Registers with a link. */
    public static Person register(String handle, Path folder, String link) throws Exception {
        InviteLink invite = InviteLink.parse(link);
        return register(handle, folder, invite.server().orElseThrow().origin(), Optional.of(invite.token()));
    }

    /** Registers, and is online. */
    public static Person register(String handle, Path folder, String origin, Optional<ByteString> token)
            throws Exception {
        Person person = new Person(handle, folder);
        person.perform(new Command.Register(origin, token, person.handle));
        person.goOnline();
        return person;
    }

    public Client client() {
        return client;
    }

    /** Ends the process, so to speak. */
    public void stop() {
        client.close();
    }

    /** Starts it again, without a connection. */
    public void start() throws Exception {
        client = open();
    }

    public void goOnline() throws Exception {
        client.goOnline();
        await(EngineView::isOnline);
    }

    public void goOffline() throws Exception {
        client.goOffline();
        await(view -> !view.isOnline());
    }

    public Outcome perform(Command command) throws Exception {
        return client.perform(command, PATIENCE);
    }

    public Problem refused(Command command) throws Exception {
        try {
            throw new AssertionError(handle + " was let: " + perform(command));
        } catch (RefusedException e) {
            return e.problem();
        }
    }

    public void await(Predicate<EngineView> wanted) throws Exception {
        if (!client.await(wanted, PATIENCE)) {
            throw new AssertionError(handle + " saw only " + events());
        }
    }

    public List<EngineEvent> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** What a person is told, as lines. */
    public List<String> notices() {
        return events().stream()
                .flatMap(event -> event instanceof EngineEvent.Notice notice
                        ? java.util.stream.Stream.of(notice.kind() + ": " + notice.detail())
                        : java.util.stream.Stream.empty())
                .toList();
    }

    public String invite() throws Exception {
        return ((Outcome.Text) perform(new Command.CreateInvite(false, 1))).text();
    }

    public AccountId account() throws Exception {
        return client.look(view -> view.identity().orElseThrow().account());
    }

    public AccountId find(Person other) throws Exception {
        return ((Outcome.Account) perform(new Command.LookUp(other.handle))).account();
    }

    public RoomId direct(Person other) throws Exception {
        return ((Outcome.Room) perform(new Command.OpenDirect(find(other)))).room();
    }

    /** Lets somebody in who asks. */
    public void accept(Person other) throws Exception {
        AccountId account = other.account();
        await(view -> view.contact(account).filter(Contact::asks).isPresent());
        perform(new Command.AnswerRequest(account, true));
    }

    /** Writes, without waiting for it to be sent. */
    public OperationId write(RoomId room, String text) throws Exception {
        return new OperationId(((Outcome.Operation) perform(Command.SendMessage.of(room, text)))
                .entry()
                .bytes());
    }

    /** Sends, and waits until the node has it. */
    public OperationId send(RoomId room, String text) throws Exception {
        OperationId written = write(room, text);
        await(view -> view.delivery(room, written) != DeliveryState.QUEUED);
        return written;
    }

    public List<String> texts(RoomId room) throws Exception {
        return client.look(view -> texts(view, room));
    }

    static List<String> texts(EngineView view, RoomId room) {
        return view.conversation(room).newest(new Listing.Timeline(), 10_000).stream()
                .map(RoomItem::body)
                .filter(RoomItem.Body.Message.class::isInstance)
                .map(body -> ((RoomItem.Body.Message) body).text())
                .toList();
    }

    public void awaitTexts(RoomId room, List<String> texts) throws Exception {
        try {
            await(view -> view.room(room).isPresent() && texts(view, room).equals(texts));
        } catch (AssertionError e) {
            throw new AssertionError(handle + " reads " + texts(room), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
