package chat.paloma.core.engine;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.engine.account.Certification;
import chat.paloma.core.engine.account.Contacts;
import chat.paloma.core.engine.api.ConnectionState;
import chat.paloma.core.engine.api.Effect;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.link.NodeLink;
import chat.paloma.core.engine.link.Timers;
import chat.paloma.core.engine.own.Revocation;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.signal.Receipts;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Retry;
import chat.paloma.core.wire.SessionRequests;
import chat.paloma.core.wire.SessionRequests.Challenge;
import chat.paloma.core.wire.SessionRequests.Welcomed;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection to the node as long as one is wanted: tries again with growing waits, proves the device's key to the
 * server that it knows and no other, and stops where trying again makes no sense.
 */
final class Connection implements NodeLink.Host {
    private static final long SHORTEST_WAIT = 500;
    private static final long LONGEST_WAIT = 60_000;

    private final Device device;
    private final Rooms rooms;
    private final Contacts contacts;
    private final Certification certification;
    private final Receipts receipts;
    private final Timers linkTimers = new Timers();
    private final Own own;
    private final Revocation revocation;
    private boolean wanted;
    private boolean connected;
    private boolean ended;
    /** Whether it is still to be found out if the node may refuse this device for good. */
    private boolean checking;

    private long number;
    private int failures;
    private @Nullable NodeLink link;
    private @Nullable Session session;
    private Timers.@Nullable Timer retry;

    Connection(Device device, Rooms rooms, Contacts contacts, Certification certification, Receipts receipts, Own own) {
        this.device = device;
        this.rooms = rooms;
        this.contacts = contacts;
        this.certification = certification;
        this.receipts = receipts;
        this.own = own;
        this.revocation = new Revocation(device);
    }

    /** What the device does while it is connected. */
    Optional<Session> session() {
        return Optional.ofNullable(session);
    }

    /** Whether the node takes nothing from this device any more. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether it will be known in a moment if the node takes nothing from this device any more. */
    boolean isChecking() {
        return checking;
    }

    /** Wants a connection from now on, and tries at once. */
    void open() {
        wanted = true;
        failures = 0;
        ended = false;
        if (!connected && device.isRegistered()) {
            connect();
        }
    }

    /** Wants none. */
    void close() {
        wanted = false;
        if (connected) {
            device.effect(new Effect.Disconnect(number));
        }
        drop();
        state(ConnectionState.OFFLINE, Optional.empty());
    }

    /** Closes the connection and makes another, as another device or with another key. */
    void renew() {
        if (connected) {
            device.effect(new Effect.Disconnect(number));
        }
        drop();
        open();
    }

    private void connect() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        number++;
        connected = true;
        checking = false;
        state(ConnectionState.CONNECTING, Optional.empty());
        device.effect(new Effect.Connect(number, device.profile().origin().orElseThrow()));
    }

    private void drop() {
        connected = false;
        checking = false;
        if (link != null) {
            link.close();
        }
        link = null;
        session = null;
        device.endConnection();
        linkTimers.clear();
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }

    private void state(ConnectionState state, Optional<Problem> problem) {
        device.show(new EngineEvent.ConnectionChanged(state, problem));
    }

    /** The connection is over; tries again later, unless that makes no sense. */
    private void lost(Problem problem, boolean final_, long least) {
        if (connected) {
            device.effect(new Effect.Disconnect(number));
        }
        drop();
        if (problem.code() == ProblemCode.DEVICE_REVOKED && !ended && wanted) {
            checkRevoked(problem);
            return;
        }
        if (final_ || !wanted) {
            wanted = false;
            state(ConnectionState.OFFLINE, Optional.of(problem));
            return;
        }
        failures++;
        long wait = Math.min(LONGEST_WAIT, SHORTEST_WAIT << Math.min(failures, 12));
        // Between half of it and all of it, so that those who lost their connection together do not come back together.
        long jitter = (device.random().nextBytes(1)[0] & 0xff) * wait / 512;
        retry = device.after(Math.max(least, wait / 2 + jitter), () -> {
            retry = null;
            connect();
        });
        state(ConnectionState.CONNECTING, Optional.of(problem));
    }

    /** The node takes nothing from this device: what its account's list says decides. */
    private void checkRevoked(Problem problem) {
        long asked = number;
        checking = true;
        state(ConnectionState.CONNECTING, Optional.empty());
        revocation.check(
                () -> {
                    if (checking && number == asked) {
                        ended = true;
                        device.show(new EngineEvent.ProfileEnded(problem));
                        lost(problem, true, 0);
                    }
                },
                why -> {
                    if (checking && number == asked) {
                        lost(why, false, 0);
                    }
                });
    }

    // What the host says

    void connected(long connection) {
        if (connection != number || !connected) {
            return;
        }
        NodeLink opened = new NodeLink(this, linkTimers);
        link = opened;
        ByteString nonce = ByteString.adopt(device.random().nextBytes(AuthenticationProof.NONCE_LENGTH));
        opened.ask(
                new SessionRequests.Hello(
                        List.of(SessionRequests.VERSION),
                        device.settings().client(),
                        device.settings().clientVersion(),
                        nonce),
                challenge -> prove(opened, nonce, challenge),
                this::refused);
    }

    void received(long connection, ByteString frame) {
        if (connection == number && link != null) {
            link.received(frame);
            if (session != null) {
                session.settle();
            }
        }
    }

    void disconnected(long connection, String why) {
        if (connection == number && connected) {
            lost(new Problem(ProblemCode.NO_CONNECTION, why), false, 0);
        }
    }

    /** A step begins, at this time. */
    void beginStep(long now) {
        linkTimers.observe(now);
    }

    /** Does what was to happen by now. */
    void wake() {
        linkTimers.run(device.millis());
        if (session != null) {
            session.settle();
        }
    }

    OptionalLong nextWake() {
        return linkTimers.next();
    }

    // The proof

    private void prove(NodeLink on, ByteString nonce, Challenge challenge) {
        String origin = device.profile().origin().orElseThrow();
        Optional<Problem> problem = check(challenge, origin);
        if (problem.isPresent()) {
            lost(problem.get(), problem.get().code() == ProblemCode.VERSION, 0);
            return;
        }
        AuthenticationProof proof = new AuthenticationProof(
                challenge.version(), challenge.server(), origin, nonce, challenge.nonce(), device.address());
        try {
            on.ask(
                    new SessionRequests.Authenticate(
                            device.address(),
                            proof.sign(device.crypto(), device.identity().deviceKeys(), device.random())),
                    welcomed -> welcomed(on, challenge, welcomed),
                    this::refused);
        } catch (CryptoException e) {
            throw new IllegalStateException("the device's own key is unusable", e);
        }
    }

    private Optional<Problem> check(Challenge challenge, String origin) {
        if (challenge.version() != SessionRequests.VERSION) {
            return Optional.of(Problem.of(ProblemCode.VERSION));
        }
        if (!challenge.origin().equals(origin)) {
            return Optional.of(new Problem(
                    ProblemCode.SERVER_DECEIVES,
                    "connected to " + origin + ", but the server believes to be at another address"));
        }
        if (device.profile()
                .server()
                .filter(known -> !known.equals(challenge.server()))
                .isPresent()) {
            return Optional.of(new Problem(
                    ProblemCode.SERVER_DECEIVES, "at " + origin + " there is now another server than before"));
        }
        return Optional.empty();
    }

    private void welcomed(NodeLink on, Challenge challenge, Welcomed welcomed) {
        if (welcomed.nextMessage() > device.profile().nextMessage()) {
            lost(Problem.of(ProblemCode.PROFILE_OLD), true, 0);
            return;
        }
        failures = 0;
        device.profile().setServer(challenge.server());
        Session begun = new Session(device, rooms, contacts, certification, receipts, own, on, welcomed);
        session = begun;
        on.keepAlive();
        begun.start();
    }

    private void refused(Failure failure) {
        lost(Problem.of(failure), failure.retry() == Retry.NEVER, failure.retryAfter());
    }

    // What the link says

    @Override
    public long now() {
        return device.millis();
    }

    @Override
    public void send(ByteString frame) {
        device.effect(new Effect.Send(number, frame));
    }

    @Override
    public void happened(Event event) {
        if (event instanceof Event.Draining draining) {
            lost(
                    new Problem(ProblemCode.NO_CONNECTION, "the server is being restarted"),
                    false,
                    draining.reconnectAfter());
        } else if (session != null) {
            session.happened(event);
        }
    }

    @Override
    public void ended(Failure failure) {
        boolean broken = failure.is(FailureCode.MALFORMED_FRAME) || failure.is(FailureCode.INTERNAL);
        lost(Problem.of(failure), failure.retry() == Retry.NEVER && !broken, failure.retryAfter());
    }
}
