package chat.paloma.node.session;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.account.Caller;
import chat.paloma.node.config.Limits;
import chat.paloma.node.gateway.Exchange;
import chat.paloma.node.gateway.RateLimiter;
import chat.paloma.node.gateway.SharedCounts;
import chat.paloma.node.store.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The devices that are connected to this node: at most one connection each. */
public final class Sessions {
    private static final int KNOWN = 100_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Over how long clients come back after a node has shut down. */
    private static final int RECONNECT_SPREAD_MILLIS = 10_000;

    private final Vertx vertx;
    private final Dispatcher dispatcher;
    private final Handshake.Setting handshakes;
    private final Predicate<DeviceAddress> listed;
    private final MeterRegistry metrics;
    private final Tracer tracer;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RateLimiter<DeviceAddress> deviceRates;
    private final RateLimiter<AccountId> accountRates;
    private final SharedCounts sharedCounts;
    private final Limits limits;
    private final Set<Session> all = ConcurrentHashMap.newKeySet();
    private final Map<DeviceAddress, Session> byDevice = new ConcurrentHashMap<>();
    private final Map<AccountId, Set<Session>> byAccount = new ConcurrentHashMap<>();
    private final List<BiConsumer<AccountId, Boolean>> presenceListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<DeviceAddress>> connectListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Caller>> closeListeners = new CopyOnWriteArrayList<>();
    private volatile boolean draining;

    /**
     * @param handshakes what a connection begins with
     * @param listed whether a device is on its account's list now
     * @param sharedCounts of the requests of devices and accounts on all nodes
     */
    public Sessions(
            Vertx vertx,
            Dispatcher dispatcher,
            Handshake.Setting handshakes,
            Predicate<DeviceAddress> listed,
            Limits limits,
            SharedCounts sharedCounts,
            MeterRegistry metrics,
            Tracer tracer) {
        this.vertx = vertx;
        this.dispatcher = dispatcher;
        this.handshakes = handshakes;
        this.listed = listed;
        this.metrics = metrics;
        this.tracer = tracer;
        this.limits = limits;
        this.sharedCounts = sharedCounts;
        this.deviceRates = new RateLimiter<>(limits.deviceRequestsPerMinute(), KNOWN, System::nanoTime);
        this.accountRates = new RateLimiter<>(limits.accountRequestsPerMinute(), KNOWN, System::nanoTime);
        metrics.gauge("paloma.sessions", byDevice, Map::size);
    }

    /** Takes a WebSocket in. On an event loop. */
    public void accept(Exchange exchange) {
        exchange.upgrade().onSuccess(socket -> {
            Session session = new Session(this, socket, vertx.getOrCreateContext(), new Handshake(handshakes));
            all.add(session);
            session.open();
            if (draining) {
                session.end(Failure.after(FailureCode.DRAINING, reconnectAfter(), ""));
            }
        });
    }

    /** How many devices are connected. */
    public int count() {
        return byDevice.size();
    }

    void add(Session session, Caller caller) {
        Session former = byDevice.put(caller.device(), session);
        if (former != null && former != session) {
            former.end(Failure.of(FailureCode.REPLACED, ""));
        }
        boolean[] first = {false};
        byAccount.compute(caller.account(), (account, known) -> {
            Set<Session> sessions = known == null ? ConcurrentHashMap.newKeySet() : known;
            first[0] = sessions.isEmpty();
            sessions.add(session);
            return sessions;
        });
        if (!listed.test(caller.device())) {
            // Revoked since its proof was checked: whoever revoked it may not have found this connection yet.
            session.end(Failure.of(FailureCode.DEVICE_REVOKED, ""));
        }
        connectListeners.forEach(listener -> listener.accept(caller.device()));
        if (first[0]) {
            presenceListeners.forEach(listener -> listener.accept(caller.account(), true));
        }
    }

    void remove(Session session) {
        all.remove(session);
        session.caller().ifPresent(caller -> {
            if (byDevice.remove(caller.device(), session)) {
                closeListeners.forEach(listener -> listener.accept(caller));
            }
            boolean[] last = {false};
            byAccount.computeIfPresent(caller.account(), (account, sessions) -> {
                last[0] = sessions.remove(session) && sessions.isEmpty();
                return sessions.isEmpty() ? null : sessions;
            });
            if (last[0]) {
                presenceListeners.forEach(listener -> listener.accept(caller.account(), false));
            }
        });
    }

    /** Calls back when an account comes or goes: the first of its devices, or the last. */
    public void onPresence(BiConsumer<AccountId, Boolean> listener) {
        presenceListeners.add(listener);
    }

    /** Calls back when a device has connected and proven who it is. */
    public void onConnect(Consumer<DeviceAddress> listener) {
        connectListeners.add(listener);
    }

    /** Calls back when a connection with a proof is gone. */
    public void onClose(Consumer<Caller> listener) {
        closeListeners.add(listener);
    }

    /** The connection of a device. */
    public Optional<Session> find(DeviceAddress device) {
        return Optional.ofNullable(byDevice.get(device));
    }

    /** The connections of an account's devices. */
    public Collection<Session> of(AccountId account) {
        return byAccount.getOrDefault(account, Set.of());
    }

    /** The accounts that have a device here. */
    public Set<AccountId> accounts() {
        return Set.copyOf(byAccount.keySet());
    }

    /** Ends the connection of a device that connected to another node later than to this one. */
    public void replace(DeviceAddress device, long at) {
        find(device).filter(session -> session.authenticatedAt() < at).ifPresent(session -> {
            session.end(Failure.of(FailureCode.REPLACED, ""));
        });
    }

    /** Ends the connections of an account's devices that are no longer on its list. Blocks. */
    public void revokeUnlisted(AccountId account) {
        for (Session session : of(account)) {
            session.caller()
                    .filter(caller -> !listed.test(caller.device()))
                    .ifPresent(caller -> revoke(caller.device()));
        }
    }

    /** Ends the connection of a device that was revoked. */
    public void revoke(DeviceAddress device) {
        find(device).ifPresent(session -> session.end(Failure.of(FailureCode.DEVICE_REVOKED, "")));
    }

    /** Refuses a request of a device that asks too often. */
    void limit(Caller caller) {
        Duration wait = deviceRates.take(caller.device());
        if (wait.isZero()) {
            wait = accountRates.take(caller.account());
        }
        if (wait.isZero()) {
            wait = sharedCounts.count(caller.device(), limits.deviceRequestsPerMinute(), MINUTE);
        }
        if (wait.isZero()) {
            wait = sharedCounts.count(caller.account(), limits.accountRequestsPerMinute(), MINUTE);
        }
        if (!wait.isZero()) {
            throw new Refusal(Failure.after(FailureCode.RATE_LIMITED, (int) Math.max(1, wait.toMillis()), ""));
        }
    }

    Vertx vertx() {
        return vertx;
    }

    Executor threads() {
        return threads;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** The way of a request through the node, up to its answer. */
    Span span(int type) {
        return tracer.spanBuilder(dispatcher.nameOf(type)).startSpan();
    }

    void measure(int type, long nanos) {
        metrics.timer("paloma.requests", "type", dispatcher.nameOf(type)).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Tells everybody to come back later, not all at once, and closes the connections. */
    public void drain() {
        draining = true;
        List.copyOf(all).forEach(this::drain);
    }

    /** Tells one device so. */
    void drain(Session session) {
        int after = reconnectAfter();
        session.tell(new Event.Draining(after));
        session.end(Failure.after(FailureCode.DRAINING, after, ""));
    }

    private static int reconnectAfter() {
        return ThreadLocalRandom.current().nextInt(500, RECONNECT_SPREAD_MILLIS);
    }

    /** Ends what is being done for devices. */
    public void close(Duration time) throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
        }
    }

    /** Connections now, with a proof or without. */
    public int open() {
        return all.size();
    }
}
