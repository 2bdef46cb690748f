package chat.paloma.client.host;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.engine.Engine;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.EngineOutput;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.state.DamagedStateException;
import chat.paloma.core.engine.state.StateChange;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one engine on a thread of its own. Inputs of any thread are taken one after the other; each step is stored before
 * anything of it is sent or shown. Steps that wait together are stored together, which costs the disk as much as one. When
 * they can't be stored, the engine is opened anew from what is.
 */
public final class EngineHost implements AutoCloseable {
    /** What the engine's thread does next. */
    private sealed interface Input {}

    /** Gives the engine one input. */
    @FunctionalInterface
    private non-sealed interface Step extends Input {
        EngineOutput of(Engine engine, long now);
    }

    /** Works between two steps, when all before it is stored. */
    private record Between(Runnable work) implements Input {}

    private static final int MAX_WAITING = 10_000;
    /** How many steps are stored together at most, and how long the first may wait for the others. */
    private static final int STEPS_TOGETHER = 64;

    private static final int MILLIS_TOGETHER = 20;
    private static final int AGAIN_SECONDS = 1;

    private final EngineSettings settings;
    private final CryptoProvider crypto;
    private final RandomSource random;
    private final InstantSource clock;
    private final ProfileStorage storage;
    private final HostListener listener;
    private final Transport transport;
    private final LinkedBlockingQueue<Input> inputs = new LinkedBlockingQueue<>(MAX_WAITING);
    private final AtomicLong nextCommand = new AtomicLong();
    private final AtomicLong nextLook = new AtomicLong();
    private final Map<Long, CompletableFuture<Outcome>> outcomes = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<?>> looks = new ConcurrentHashMap<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("engine again").factory());
    private final Thread thread;
    private Engine engine;
    private OptionalLong wakeAt = OptionalLong.empty();
    private boolean online;
    private volatile boolean closed;

    /** Opens the engine of a profile. It is not connected until {@link #goOnline}. */
    public EngineHost(
            EngineSettings settings,
            CryptoProvider crypto,
            RandomSource random,
            InstantSource clock,
            ProfileStorage storage,
            HttpClient http,
            HostListener listener) {
        this.settings = settings;
        this.crypto = crypto;
        this.random = random;
        this.clock = clock;
        this.storage = storage;
        this.listener = listener;
        this.transport = new Transport(http, new Received());
        this.engine = open();
        this.thread = Thread.ofPlatform().name("engine").daemon().start(this::run);
    }

    private static StorageException ended() {
        return new StorageException("the client was closed");
    }

    private Engine open() {
        try {
            return Engine.open(settings, crypto, random, storage, clock.millis());
        } catch (DamagedStateException e) {
            throw asStorage(e);
        }
    }

    /** Wants a connection from now on. */
    public void goOnline() {
        step((to, now) -> {
            online = true;
            return to.goOnline(now);
        });
    }

    /** Wants none. */
    public void goOffline() {
        step((to, now) -> {
            online = false;
            return to.goOffline(now);
        });
    }

    /** Gives the engine a command; its number comes back in the event that ends it. */
    public long submit(Command command) {
        long id = nextCommand.getAndIncrement();
        step((to, now) -> to.submit(id, command, now));
        return id;
    }

    /**
     * Gives the engine a command, whose outcome completes what is returned: with a {@link RefusedException} when it is not
     * done, with a {@link StorageException} when it could not be stored or the host ended first.
     */
    public CompletableFuture<Outcome> perform(Command command) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        long id = nextCommand.getAndIncrement();
        outcomes.put(id, outcome);
        if (closed) {
            fail(EngineHost::ended);
        }
        step((to, now) -> to.submit(id, command, now));
        return outcome;
    }

    /** Looks at the engine between two steps. */
    public <T> CompletableFuture<T> look(Function<EngineView, T> look) {
        return between((view, ignored) -> look.apply(view));
    }

    /**
     * Works between two steps with what there is to see and what is stored. It may store what is the host's own, under
     * {@link HostListener#OWN_KEYS}.
     */
    public <T> CompletableFuture<T> between(BiFunction<EngineView, ProfileStorage, T> work) {
        CompletableFuture<T> seen = new CompletableFuture<>();
        if (closed) {
            seen.completeExceptionally(ended());
            return seen;
        }
        long id = nextLook.getAndIncrement();
        looks.put(id, seen);
        enqueue(new Between(() -> {
            try {
                seen.complete(work.apply(engine.view(), storage));
            } catch (RuntimeException e) {
                seen.completeExceptionally(asStorage(e));
            } finally {
                looks.remove(id);
            }
        }));
        return seen;
    }

    private void step(Step step) {
        enqueue(step);
    }

    private void enqueue(Input input) {
        try {
            // A full queue pushes back.
            while (!closed && !inputs.offer(input, 1, TimeUnit.SECONDS)) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                switch (next()) {
                    case Between between -> between.work().run();
                    case Step step -> take(step);
                    case null -> {
                        if (wakeAt.isPresent() && wakeAt.getAsLong() <= clock.millis()) {
                            wakeAt = OptionalLong.empty();
                            take(Engine::wake);
                        }
                    }
                }
            }
        } catch (InterruptedException e) {
            // The host is being closed.
        } catch (StorageException e) {
            listener.ended(e);
        } finally {
            closed = true;
            transport.close();
            fail(EngineHost::ended);
        }
    }

    private @Nullable Input next() throws InterruptedException {
        long patience = wakeAt.isPresent() ? Math.clamp(wakeAt.getAsLong() - clock.millis(), 0, 60_000) : 60_000;
        return inputs.poll(patience, TimeUnit.MILLISECONDS);
    }

    /** Takes a step and those that wait behind it, stores them, and then does what they ask for. */
    private void take(Step first) {
        List<EngineOutput> outputs = new ArrayList<>();
        try {
            storage.together(() -> {
                long began = clock.millis();
                @Nullable Step step = first;
                while (step != null) {
                    outputs.add(taken(step));
                    boolean full = outputs.size() == STEPS_TOGETHER || clock.millis() - began >= MILLIS_TOGETHER;
                    step = !full && inputs.peek() instanceof Step && inputs.poll() instanceof Step next ? next : null;
                }
            });
        } catch (RuntimeException e) {
            StorageException why = asStorage(e);
            listener.notStored(why);
            fail(() -> why);
            reopen();
            return;
        }
        wakeAt = outputs.getLast().wakeAt();
        for (EngineOutput output : outputs) {
            output.effects().forEach(transport::perform);
            for (EngineEvent event : output.events()) {
                listener.happened(event, engine.view());
                end(event);
            }
        }
    }

    private EngineOutput taken(Step step) {
        EngineOutput output = step.of(engine, clock.millis());
        List<StateChange> changes = new ArrayList<>(output.changes());
        changes.addAll(listener.alongside(output));
        if (!changes.isEmpty()) {
            storage.store(changes);
        }
        return output;
    }

    /** A step that throws is undone like one that can't be stored. */
    private static StorageException asStorage(RuntimeException e) {
        return switch (e) {
            case StorageException storage -> storage;
            case DamagedStateException damaged ->
                new StorageException("the profile is damaged: " + damaged.getMessage(), damaged);
            default -> new StorageException("something went wrong here, and was undone: " + e, e);
        };
    }

    private void end(EngineEvent event) {
        if (event instanceof EngineEvent.Completed done) {
            CompletableFuture<Outcome> outcome = outcomes.remove(done.command());
            if (outcome != null) {
                outcome.complete(done.outcome());
            }
        } else if (event instanceof EngineEvent.Refused refused) {
            CompletableFuture<Outcome> outcome = outcomes.remove(refused.command());
            if (outcome != null) {
                outcome.completeExceptionally(new RefusedException(refused.problem()));
            }
        }
    }

    /** The engine forgets its commands when it is opened anew. */
    private void fail(Supplier<StorageException> why) {
        outcomes.keySet().forEach(id -> {
            CompletableFuture<Outcome> outcome = outcomes.remove(id);
            if (outcome != null) {
                outcome.completeExceptionally(why.get());
            }
        });
        if (closed) {
            looks.values().forEach(look -> look.completeExceptionally(why.get()));
            looks.clear();
        }
    }

    private void reopen() {
        transport.close();
        engine = open();
        wakeAt = OptionalLong.empty();
        if (online) {
            // Not at once: a full disk is still full.
            var _ = scheduler.schedule(() -> step(Engine::goOnline), AGAIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Ends the connection and the thread; what is stored stays. */
    @Override
    public void close() {
        closed = true;
        scheduler.shutdownNow();
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        storage.close();
    }

    private final class Received implements Transport.Receiver {
        @Override
        public void connected(long connection) {
            step((to, now) -> to.connected(connection, now));
        }

        @Override
        public void received(long connection, ByteString frame) {
            step((to, now) -> to.received(connection, frame, now));
        }

        @Override
        public void disconnected(long connection, String why) {
            step((to, now) -> to.disconnected(connection, why, now));
        }

        @Override
        public void httpAnswered(long id, int status, ByteString body) {
            step((to, now) -> to.httpAnswered(id, status, body, now));
        }

        @Override
        public void httpFailed(long id, String why) {
            step((to, now) -> to.httpFailed(id, why, now));
        }
    }
}
