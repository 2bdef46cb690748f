package chat.paloma.node.protocol;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.SessionRequests;
import chat.paloma.core.wire.SessionRequests.Authenticate;
import chat.paloma.core.wire.SessionRequests.Challenge;
import chat.paloma.core.wire.SessionRequests.Hello;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Bytes that say what a device sends, and a model of what it must get back. The handshake's steps wait for their answers,
 * everything else is sent without waiting.
 */
final class SessionScript {
    /** A good hello. */
    static final byte[] HELLO = {0};
    /** The proof for the last challenge, or for none. */
    static final byte[] PROOF = {1};

    private static final int MOST_STEPS = 40;
    private static final Decoder<Challenge> CHALLENGE = SessionRequests.HELLO.answer();

    private final TestConnection connection;
    private final TestDevice device;
    private final List<Request<?>> known;
    /** How many answers an id still gets. */
    private final Map<Integer, Integer> pending = new HashMap<>();
    /** Requests that need a proof, from before there was one. */
    private final Set<Integer> early = new HashSet<>();

    private final Set<Integer> proofs = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private Optional<Challenge> challenge = Optional.empty();
    private Optional<Hello> hello = Optional.empty();
    private boolean proven;
    private boolean ended;

    /**
     * @param known good requests of the device
     */
    SessionScript(TestConnection connection, TestDevice device, List<Request<?>> known) {
        this.connection = connection;
        this.device = device;
        this.known = known;
    }

    static byte[] of(byte[]... steps) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] step : steps) {
            out.writeBytes(step);
        }
        return out.toByteArray();
    }

    static byte[] proven(byte[]... steps) {
        return of(HELLO, PROOF, of(steps));
    }

    /** A request of this type with this body. */
    static byte[] request(int type, int... body) {
        return of(new byte[] {2, (byte) type, (byte) body.length}, bytes(body));
    }

    /** A good request, in which a byte is changed unless {@code change} is 0. */
    static byte[] known(int index, int at, int change) {
        return new byte[] {3, (byte) index, (byte) at, (byte) change};
    }

    /** Any frame. */
    static byte[] raw(int... frame) {
        return of(new byte[] {4, (byte) frame.length}, bytes(frame));
    }

    private static byte[] bytes(int... values) {
        byte[] out = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            out[i] = (byte) values[i];
        }
        return out;
    }

    /** Does what the script says, and returns what went wrong. */
    List<String> run(byte[] script) throws InterruptedException {
        ByteBuffer in = ByteBuffer.wrap(script);
        for (int i = 0; i < MOST_STEPS && in.hasRemaining() && !ended; i++) {
            step(in);
        }
        drain();
        return List.copyOf(faults);
    }

    /** Whether the connection ended. */
    boolean ended() {
        return ended;
    }

    private void step(ByteBuffer in) throws InterruptedException {
        switch (next(in) % 5) {
            case 0 -> sayHello();
            case 1 -> prove();
            case 2 -> {
                int type = next(in);
                send(new Frame.Asked(connection.nextId(), type, ByteString.adopt(take(in))));
            }
            case 3 -> {
                Frame.Asked asked = known.get(next(in) % known.size()).frame(connection.nextId());
                byte[] body = asked.body().toByteArray();
                int at = next(in) * 7;
                int change = next(in);
                if (body.length > 0) {
                    body[at % body.length] ^= (byte) change;
                }
                send(new Frame.Asked(asked.id(), asked.type(), ByteString.adopt(body)));
            }
            default -> sendRaw(take(in));
        }
    }

    private static int next(ByteBuffer in) {
        return in.hasRemaining() ? in.get() & 0xff : 0;
    }

    private static byte[] take(ByteBuffer in) {
        byte[] out = new byte[Math.min(next(in), in.remaining())];
        in.get(out);
        return out;
    }

    private void sayHello() throws InterruptedException {
        Hello next = TestDevice.hello();
        int id = connection.nextId();
        send(next.frame(id));
        drain();
        if (challenge.isPresent() && hello.isEmpty()) {
            hello = Optional.of(next);
        }
    }

    private void prove() throws InterruptedException {
        Authenticate proof = hello.isPresent()
                ? device.prove(hello.get(), challenge.orElseThrow())
                : new Authenticate(device.address(), ByteString.EMPTY);
        boolean before = proven;
        int id = connection.nextId();
        proofs.add(id);
        send(proof.frame(id));
        drain();
        if (hello.isEmpty() && proven != before) {
            faults.add("in without a challenge");
        }
    }

    private void sendRaw(byte[] bytes) throws InterruptedException {
        try {
            if (Frame.decode(bytes) instanceof Frame.Asked asked && asked.id() != 0) {
                send(asked);
                return;
            }
        } catch (DecodeException e) {
            // Then it is the end of the connection.
        }
        connection.send(bytes);
        FailureCode reason = end();
        if (reason != FailureCode.MALFORMED_FRAME) {
            faults.add("ended with " + reason);
        }
    }

    private FailureCode end() throws InterruptedException {
        while (true) {
            if (connection.next() instanceof Frame.Refused(int id, Failure failure) && id == 0) {
                ended = true;
                return FailureCode.of(failure.number()).orElseThrow();
            }
        }
    }

    private void send(Frame.Asked asked) {
        pending.merge(asked.id(), 1, Integer::sum);
        boolean handshake =
                asked.type() == SessionRequests.HELLO.number() || asked.type() == SessionRequests.AUTHENTICATE.number();
        if (proven || handshake) {
            early.remove(asked.id());
        } else {
            early.add(asked.id());
        }
        connection.send(asked.encoded());
    }

    /** Takes answers until nothing is pending. */
    private void drain() throws InterruptedException {
        while (!pending.isEmpty() && !ended) {
            switch (connection.next()) {
                case Frame.Answered(int id, var body) -> {
                    settle(id);
                    if (early.contains(id)) {
                        faults.add("request " + id + " is answered without a proof");
                    }
                    if (proofs.contains(id)) {
                        proven = true;
                    } else if (challenge.isEmpty() && !proven) {
                        challenge = decode(body);
                    }
                }
                case Frame.Refused(int id, Failure failure) -> {
                    if (id == 0) {
                        ended = true;
                        faults.add("ended with " + failure);
                    } else {
                        settle(id);
                        note(failure);
                    }
                }
                default -> faults.add("a request from the node");
            }
        }
    }

    private static Optional<Challenge> decode(ByteString body) {
        try {
            return Optional.of(CHALLENGE.decodeAll(body.toByteArray()));
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    private void settle(int id) {
        Integer left = pending.get(id);
        if (left == null) {
            faults.add("an answer to " + id + ", which nobody asked");
        } else if (left == 1) {
            pending.remove(id);
        } else {
            pending.put(id, left - 1);
        }
    }

    /** What no request may bring about. */
    private void note(Failure failure) {
        if (failure.is(FailureCode.INTERNAL)
                || failure.is(FailureCode.STORAGE_UNAVAILABLE)
                || failure.is(FailureCode.RECORD_DAMAGED)
                || FailureCode.of(failure.number()).isEmpty()) {
            faults.add(failure.toString());
        }
    }
}
