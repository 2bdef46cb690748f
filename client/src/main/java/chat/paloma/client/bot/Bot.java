package chat.paloma.client.bot;

import chat.paloma.client.Client;
import chat.paloma.client.ClientOptions;
import chat.paloma.client.arrival.Arrival;
import chat.paloma.client.host.RefusedException;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.RoomItem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * A program that is a member: a device of an account of its own, with its own keys, which sees the rooms that it was let
 * into and no others (docs/bots.md).
 *
 * <p>Each message is handed over at least once: one whose handler did not return is handed over again when the bot runs
 * the next time. For one thread, but for {@link #stop}.
 */
public final class Bot implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final int BATCH = 100;

    /** What a bot does with a message. */
    @FunctionalInterface
    public interface Handler {
        /** Does it. What it throws ends {@link Bot#run}, and the message comes again the next time. */
        void handle(Message message) throws Exception;
    }

    /**
     * A message that somebody wrote.
     *
     * @param from who wrote it: the account, as the encryption proves
     * @param text as it is when the bot reads it, Markdown
     * @param mentionsMe whether it mentions the bot
     */
    public record Message(
            Bot bot, RoomId room, RoomItem item, AccountId from, String fromName, String text, boolean mentionsMe) {
        /** Writes into the same room; it is sent when that is possible. */
        public void reply(String answer) throws RefusedException, TimeoutException, InterruptedException {
            bot.client.perform(
                    new Command.SendMessage(room, answer, Optional.of(item.id()), item.thread(), List.of(), List.of()),
                    PATIENCE);
        }

        /** Reacts with an emoji. */
        public void react(String emoji) throws RefusedException, TimeoutException, InterruptedException {
            bot.client.perform(new Command.React(room, item.id(), emoji, true), PATIENCE);
        }

        /** The device that wrote it. */
        public DeviceAddress device() {
            return item.device();
        }
    }

    private final Client client;
    private volatile boolean stopped;

    private Bot(Client client) {
        this.client = client;
    }

    /**
     * Opens the profile of a bot, which {@code ./paloma client register} has made.
     *
     * @throws IllegalStateException when the profile has no account
     */
    public static Bot open(ClientOptions options) throws IOException, InterruptedException {
        Client client = Client.open(options);
        if (!client.look(EngineView::isRegistered)) {
            client.close();
            throw new IllegalStateException("this profile has no account yet: register it first");
        }
        return new Bot(client);
    }

    /** Everything that a bot can do beside this: commands, events, views, search. */
    public Client client() {
        return client;
    }

    /** Lets everybody in who has asked; returns how many. */
    public int acceptRequests() throws RefusedException, TimeoutException, InterruptedException {
        List<AccountId> asking = client.look(view -> view.contacts().stream()
                .filter(row -> row.value().isRequest())
                .map(row -> row.key())
                .toList());
        for (AccountId account : asking) {
            client.perform(new Command.AnswerRequest(account, true), PATIENCE);
        }
        return asking.size();
    }

    /**
     * Connects, lets everybody in who asks, and hands over messages until {@link #stop}. What came in while the bot was
     * away comes first.
     */
    public void run(Handler handler) throws Exception {
        client.goOnline();
        while (!stopped) {
            List<Arrival> arrived = client.arrivals(BATCH);
            for (Arrival arrival : arrived) {
                Optional<Message> message = client.look(view -> message(view, arrival));
                if (message.isPresent()) {
                    handler.handle(message.get());
                }
                client.forget(List.of(arrival));
            }
            if (arrived.isEmpty()) {
                acceptRequestsIfOnline();
                client.await(view -> stopped, TICK);
            }
        }
    }

    private void acceptRequestsIfOnline() throws InterruptedException, TimeoutException {
        try {
            if (client.look(EngineView::isOnline)) {
                acceptRequests();
            }
        } catch (RefusedException e) {
            // The connection ended meanwhile: they are asked about again.
        }
    }

    /** What arrived, as it is now; nothing when it was deleted or is not text. */
    private Optional<Message> message(EngineView view, Arrival arrival) {
        return view.conversation(arrival.room())
                .item(arrival.entry())
                .filter(item -> item.body() instanceof RoomItem.Body.Message)
                .map(item -> new Message(
                        this,
                        arrival.room(),
                        item,
                        item.device().account(),
                        view.name(item.device().account()),
                        ((RoomItem.Body.Message) item.body()).text(),
                        arrival.mentionsMe()));
    }

    /** Lets {@link #run} return soon. From any thread. */
    public void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        stop();
        client.close();
    }
}
