package chat.paloma.cli.engine;

import chat.paloma.client.host.EngineHost;
import chat.paloma.client.host.HostListener;
import chat.paloma.client.transport.InviteLink;
import chat.paloma.client.transport.Trust;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.RoomItem;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** One device of a person in a test: an engine on a real connection. */
final class Member implements HostListener, AutoCloseable {
    private static final long PATIENCE = 60_000;

    final Handle handle;
    final MemoryStorage storage = new MemoryStorage();
    private final HttpClient http;
    private final List<EngineEvent> events = new ArrayList<>();
    private EngineHost host;
    private String recoveryKey = "";
    private volatile Consumer<EngineView> watching = view -> {};
    private long historyTurn = 200;
    private CryptoProvider crypto = new JdkCrypto();
    private Duration ahead = Duration.ZERO;

    // The host calls back as soon as it runs.
    @SuppressWarnings("this-escape")
    Member(String handle) throws Exception {
        this.handle = new Handle(handle);
        this.http = Trust.client(Optional.empty());
        this.host = start();
    }

    private EngineHost start() {
        return new EngineHost(
                EngineSettings.of("test").withArchiveAfter(300).withHistoryTurn(historyTurn),
                crypto,
                new SystemRandom(),
                InstantSource.offset(InstantSource.system(), ahead),
                storage,
                http,
                this);
    }

    EngineHost host() {
        return host;
    }

    /** Ends the engine's process, so to speak. */
    void stop() {
        host.close();
    }

    /** Ends the engine's process, so to speak, and starts it again. */
    void restart() {
        host.close();
        // An engine counts commands from 0.
        synchronized (this) {
            events.clear();
        }
        host = start();
        host.goOnline();
    }

    /** Starts the engine's process again after so long. */
    void restartLater(Duration after) {
        host.close();
        ahead = ahead.plus(after);
        restart();
    }

    /** Lets other members send rooms' histories after this time; before the account is registered. */
    Member withHistoryTurn(long millis) {
        host.close();
        historyTurn = millis;
        host = start();
        return this;
    }

    /** Computes with something else, before the account is registered. */
    Member withCrypto(CryptoProvider other) {
        host.close();
        crypto = other;
        host = start();
        return this;
    }

    static Member register(String handle, String link) throws Exception {
        return new Member(handle).registered(link);
    }

    /** Makes an account with an invite. */
    Member registered(String link) throws Exception {
        InviteLink invite = InviteLink.parse(link);
        Outcome registered = perform(
                new Command.Register(invite.server().orElseThrow().origin(), Optional.of(invite.token()), handle));
        recoveryKey = ((Outcome.Text) registered).text();
        await(EngineView::isOnline);
        return this;
    }

    /** Looks at what there is to see with each event. */
    void watch(Consumer<EngineView> other) {
        watching = other;
    }

    @Override
    public synchronized void happened(EngineEvent event, EngineView view) {
        watching.accept(view);
        events.add(event);
        notifyAll();
    }

    synchronized List<EngineEvent> events() {
        return List.copyOf(events);
    }

    /** Does something, and waits until it is done. */
    Outcome perform(Command command) throws Exception {
        return finish(host.submit(command));
    }

    /** Does something that is refused. */
    Problem refused(Command command) throws Exception {
        long id = host.submit(command);
        return ((EngineEvent.Refused) awaitEvent(
                        each -> (each instanceof EngineEvent.Refused refused && refused.command() == id)
                                || (each instanceof EngineEvent.Completed done && done.command() == id)))
                .problem();
    }

    Outcome finish(long id) throws Exception {
        EngineEvent end = awaitEvent(each -> (each instanceof EngineEvent.Completed done && done.command() == id)
                || (each instanceof EngineEvent.Refused refused && refused.command() == id));
        if (end instanceof EngineEvent.Refused refused) {
            throw new AssertionError(handle + ": " + refused.problem());
        }
        return ((EngineEvent.Completed) end).outcome();
    }

    synchronized EngineEvent awaitEvent(Predicate<EngineEvent> wanted) throws Exception {
        long deadline = System.currentTimeMillis() + PATIENCE;
        while (true) {
            Optional<EngineEvent> found = events.stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            long left = deadline - System.currentTimeMillis();
            if (left <= 0) {
                throw new TimeoutException(handle + " saw only " + events);
            }
            wait(left);
        }
    }

    <T> T look(Function<EngineView, T> look) throws Exception {
        return host.look(look).get(PATIENCE, TimeUnit.MILLISECONDS);
    }

    /** Waits until there is something to see. */
    void await(Predicate<EngineView> wanted) throws Exception {
        long deadline = System.currentTimeMillis() + PATIENCE;
        while (!look(wanted::test)) {
            if (System.currentTimeMillis() > deadline) {
                throw new TimeoutException(handle + " saw only " + events());
            }
            Thread.sleep(20);
        }
    }

    AccountId account() throws Exception {
        return look(view -> view.identity().orElseThrow().account());
    }

    /** What was shown when the account was made. */
    String recoveryKey() {
        return recoveryKey;
    }

    /** This member's account as somebody else's device sees it. */
    AccountId handleOf(EngineView view) {
        return view.find(handle)
                .or(() -> view.contacts().stream()
                        .filter(row -> row.value().handle().equals(handle))
                        .map(row -> row.key())
                        .findFirst())
                .orElseThrow();
    }

    AccountId find(Member other) throws Exception {
        return ((Outcome.Account) perform(new Command.LookUp(other.handle))).account();
    }

    RoomId room(Command command) throws Exception {
        return ((Outcome.Room) perform(command)).room();
    }

    /** What the messages of a room say. */
    List<String> texts(RoomId room) throws Exception {
        return look(view -> texts(view, room));
    }

    static List<String> texts(EngineView view, RoomId room) {
        List<String> texts = new ArrayList<>();
        for (RoomItem item : view.conversation(room).newest(new Listing.Timeline(), 1000)) {
            if (item.body() instanceof RoomItem.Body.Message message) {
                texts.add(message.text());
            }
        }
        return texts;
    }

    void awaitTexts(RoomId room, List<String> texts) throws Exception {
        await(view -> view.room(room).isPresent() && texts(view, room).equals(texts));
    }

    @Override
    public void close() {
        host.close();
        http.shutdownNow();
    }
}
