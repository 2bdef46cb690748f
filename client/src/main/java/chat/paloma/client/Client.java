package chat.paloma.client;

import chat.paloma.client.arrival.Arrival;
import chat.paloma.client.arrival.Arrivals;
import chat.paloma.client.host.EngineHost;
import chat.paloma.client.host.HostListener;
import chat.paloma.client.host.ProfileStorage;
import chat.paloma.client.host.RefusedException;
import chat.paloma.client.host.StorageException;
import chat.paloma.client.profile.EncryptedProfile;
import chat.paloma.client.profile.Protection;
import chat.paloma.client.search.SearchHit;
import chat.paloma.client.search.SearchIndex;
import chat.paloma.client.search.SearchMarks;
import chat.paloma.client.search.SearchQuery;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.ConnectionState;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.EngineOutput;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.state.StateChange;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One device of one account on this machine: a profile, and the engine that runs on it. Whoever draws or automates uses
 * this and nothing below it: {@link Command}s go in, {@link Outcome}s and {@link EngineEvent}s come out, and what there is
 * to see is read with {@link #look}.
 *
 * <p>Safe for use by any thread. What is written is stored before a call returns its outcome, and sent when there is a
 * connection; see {@link EngineView#delivery}.
 */
public final class Client implements AutoCloseable {
    /**
     * Who is told what happens. Called on one thread of the client's, one event after the other; it may wait for the client,
     * which goes on meanwhile.
     */
    @FunctionalInterface
    public interface Listener {
        void happened(EngineEvent event);

        /** So much happened that some events were not told: what there is to see is in the client. */
        default void fellBehind() {}

        /** Something could not be stored, and was undone. */
        default void notStored(StorageException why) {}

        /** The profile can't be used any more: the client has ended. */
        default void ended(StorageException why) {}
    }

    private final EncryptedProfile profile;
    private final HttpClient http;
    private final Events events = new Events();
    private final SearchIndex index = new SearchIndex();
    private final Arrivals arrivals;
    private final EngineHost host;
    private boolean closed;
    private volatile Connected connected = new Connected(ConnectionState.OFFLINE, Optional.empty());

    private record Connected(ConnectionState state, Optional<Problem> problem) {}

    private Client(EncryptedProfile profile, HttpClient http, ClientOptions options) {
        this.profile = profile;
        this.http = http;
        this.arrivals = new Arrivals(profile);
        events.start();
        this.host = new EngineHost(
                options.settings(),
                new JdkCrypto(),
                new SystemRandom(),
                options.clock(),
                profile,
                http,
                new Hosted());
    }

    /**
     * Opens a profile, or makes a new one, which then wants {@link Command.Register}, {@link Command.Recover} or {@link
     * Command.BeginLinking}. It is not connected until {@link #goOnline}.
     *
     * @throws StorageException when the profile can't be used: another process has it, its key is not to be had, it is
     *     damaged, or of a newer version
     * @throws IOException when the file of certificates can't be read
     */
    public static Client open(ClientOptions options) throws IOException {
        HttpClient http = options.http();
        EncryptedProfile profile;
        try {
            profile = EncryptedProfile.open(options.profile(), new JdkCrypto(), new SystemRandom());
        } catch (RuntimeException e) {
            http.shutdownNow();
            throw e;
        }
        try {
            return new Client(profile, http, options);
        } catch (RuntimeException e) {
            profile.close();
            http.shutdownNow();
            throw e;
        }
    }

    /** Where the key of the profile lies. */
    public Protection protection() {
        return profile.protection();
    }

    /** Whether the profile was made just now. */
    public boolean isNew() {
        return profile.isNew();
    }

    // Doing

    /**
     * Does something. The future fails with a {@link RefusedException} when it is not done, and with a {@link
     * StorageException} when it can't be stored.
     */
    public CompletableFuture<Outcome> submit(Command command) {
        return host.perform(command);
    }

    /**
     * Does something and waits for the outcome.
     *
     * @throws TimeoutException when there is none in time; it may still come
     */
    public Outcome perform(Command command, Duration patience)
            throws RefusedException, TimeoutException, InterruptedException {
        return await(submit(command), patience);
    }

    private static <T> T await(CompletableFuture<T> future, Duration patience)
            throws RefusedException, TimeoutException, InterruptedException {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RefusedException refused -> throw refused;
                case StorageException storage -> throw storage;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Wants a connection from now on. It is made again by itself when it breaks. */
    public void goOnline() {
        host.goOnline();
    }

    /** Wants none. */
    public void goOffline() {
        host.goOffline();
    }

    /** How things stand with the connection. */
    public ConnectionState connection() {
        return connected.state();
    }

    /** Why there is no connection, when there is a reason. */
    public Optional<Problem> connectionProblem() {
        return connected.problem();
    }

    // Looking

    /** Looks at what there is to see, between two steps of the engine. Not for long: the engine waits. */
    public <T> T look(Function<EngineView, T> look) throws InterruptedException {
        return between((view, storage) -> look.apply(view));
    }

    private <T> T between(BiFunction<EngineView, ProfileStorage, T> work) throws InterruptedException {
        try {
            return host.between(work).get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Waits until there is something to see, or for so long; whether there is. */
    public boolean await(Predicate<EngineView> wanted, Duration patience) throws InterruptedException {
        Changes changes = new Changes();
        events.add(changes);
        try {
            long deadline = System.nanoTime() + patience.toNanos();
            while (true) {
                int seen = changes.count();
                if (look(wanted::test)) {
                    return true;
                }
                if (!changes.awaitMore(seen, deadline)) {
                    return false;
                }
            }
        } finally {
            events.remove(changes);
        }
    }

    /** Waits until everything is taken in that the server has, or for so long; whether it is. */
    public boolean awaitOnline(Duration patience) throws InterruptedException {
        return await(EngineView::isOnline, patience);
    }

    /** Tells a listener what happens from now on. */
    public void listen(Listener listener) {
        events.add(listener);
    }

    /** Tells it no more. */
    public void ignore(Listener listener) {
        events.remove(listener);
    }

    /** Finds messages and polls of all rooms, the newest first. The first search reads the index from the profile. */
    public List<SearchHit> search(SearchQuery query) throws InterruptedException {
        return index.search(host, query);
    }

    /**
     * The oldest messages of others that came in, now or while earlier processes ran, and that were not forgotten: read
     * them, use them, forget them, and every message is used at least once.
     */
    public List<Arrival> arrivals(int limit) throws InterruptedException {
        return between((view, storage) -> Arrivals.waiting(storage, limit));
    }

    /** Forgets arrivals that were used. */
    public void forget(List<Arrival> used) throws InterruptedException {
        if (!used.isEmpty()) {
            between((view, storage) -> {
                Arrivals.forget(storage, used);
                return used;
            });
        }
    }

    /** Ends the connection and releases the profile. What is not sent yet is kept. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        host.close();
        events.close();
        index.close();
        http.shutdownNow();
    }

    /** Counts what happens, for those who wait. */
    private static final class Changes implements Listener {
        private int count;

        @Override
        public synchronized void happened(EngineEvent event) {
            count++;
            notifyAll();
        }

        synchronized int count() {
            return count;
        }

        /** Waits until there was more than that, or until the deadline; whether there still is time. */
        synchronized boolean awaitMore(int seen, long deadline) throws InterruptedException {
            while (count == seen) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                // Not all that can be seen comes with an event.
                wait(Math.min(left, 200));
                if (count == seen) {
                    return System.nanoTime() < deadline;
                }
            }
            return true;
        }
    }

    private final class Hosted implements HostListener {
        @Override
        public void happened(EngineEvent event, EngineView view) {
            if (event instanceof EngineEvent.ConnectionChanged changed) {
                connected = new Connected(changed.state(), changed.problem());
            }
            events.tell(listener -> listener.happened(event));
        }

        @Override
        public List<StateChange> alongside(EngineOutput output) {
            List<StateChange> changes = new ArrayList<>(SearchMarks.of(output.events()));
            changes.addAll(arrivals.of(output.events()));
            return changes;
        }

        @Override
        public void notStored(StorageException why) {
            events.tell(listener -> listener.notStored(why));
        }

        @Override
        public void ended(StorageException why) {
            events.tell(listener -> listener.ended(why));
        }
    }
}
