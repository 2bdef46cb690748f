package chat.paloma.core.engine.device;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.engine.state.Single;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.identity.ServerId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What there is once on a device. */
public final class Profile {
    private static final int TABLE = 1;
    private static final int MAX_RECOVERY_KEY = 128;

    /** A number by itself. */
    private record Counter(long value) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(value);
        }

        static Counter decode(TlsReader in) throws DecodeException {
            return new Counter(in.readUint64());
        }
    }

    private final Single<OwnIdentity> identity;
    private final Single<ByteString> origin;
    private final Single<ServerId> server;
    private final Single<Counter> nextMessage;
    private final Single<Counter> nextOrder;
    private final Single<Counter> registered;
    private final Single<Counter> incarnation;
    private final Single<ByteString> recoveryKey;
    private final Single<Counter> restoredAt;
    /** Decoded, because it is asked for with every message. */
    private Optional<OwnIdentity> known = Optional.empty();

    Profile(EngineState state) {
        identity = new Single<>(state, TABLE, 0, OwnIdentity::decode);
        origin = new Single<>(state, TABLE, 1, in -> ByteString.decode(in, AuthenticationProof.MAX_ORIGIN));
        server = new Single<>(state, TABLE, 2, ServerId::decode);
        nextMessage = new Single<>(state, TABLE, 3, Counter::decode);
        nextOrder = new Single<>(state, TABLE, 4, Counter::decode);
        registered = new Single<>(state, TABLE, 5, Counter::decode);
        incarnation = new Single<>(state, TABLE, 6, Counter::decode);
        restoredAt = new Single<>(state, TABLE, 8, Counter::decode);
        recoveryKey = new Single<>(state, TABLE, 7, in -> ByteString.decode(in, MAX_RECOVERY_KEY));
    }

    public Optional<OwnIdentity> identity() {
        if (known.isEmpty()) {
            known = identity.get();
        }
        return known;
    }

    public void setIdentity(OwnIdentity value) {
        identity.set(value);
        known = Optional.of(value);
    }

    /** The node's origin, such as {@code https://chat.example}. */
    public Optional<String> origin() {
        return origin.get().map(bytes -> new String(bytes.toByteArray(), StandardCharsets.UTF_8));
    }

    public void setOrigin(String value) {
        origin.set(ByteString.utf8(value));
    }

    /** The server of the first connection, which every later one must reach. */
    public Optional<ServerId> server() {
        return server.get();
    }

    public void setServer(ServerId value) {
        server.set(value);
    }

    /** When the node last said that it was restored from a backup, in milliseconds since 1970; 0 for never. */
    public long restoredAt() {
        return restoredAt.get().map(Counter::value).orElse(0L);
    }

    public void setRestoredAt(long millis) {
        restoredAt.set(new Counter(millis));
    }

    /** The recovery key of an account that is not registered yet: the only time that a device keeps it. */
    public Optional<String> recoveryKey() {
        return recoveryKey.get().map(bytes -> new String(bytes.toByteArray(), StandardCharsets.UTF_8));
    }

    public void setRecoveryKey(String text) {
        recoveryKey.set(ByteString.utf8(text));
    }

    /** Whether the node has the account with this device on its list. */
    public boolean isRegistered() {
        return registered.get().isPresent();
    }

    public void setRegistered() {
        registered.set(new Counter(1));
        recoveryKey.clear();
    }

    /** The incarnation of the device in the operations that it writes, from 1: a restored profile takes a new one. */
    public long incarnation() {
        return incarnation.get().map(Counter::value).orElse(1L);
    }

    public void setIncarnation(long value) {
        incarnation.set(new Counter(value));
    }

    /** The number that the next message gets, from 1. */
    public long nextMessage() {
        return nextMessage.get().map(Counter::value).orElse(1L);
    }

    /** Goes on with this number: the node has seen all before it. */
    public void setNextMessage(long value) {
        nextMessage.set(new Counter(value));
    }

    /** Takes the next message number. It is used up even if nothing is sent with it. */
    public long takeMessage() {
        return take(nextMessage);
    }

    /** Takes the next of the numbers that order what this device wants to do, from 1. */
    public long takeOrder() {
        return take(nextOrder);
    }

    private static long take(Single<Counter> counter) {
        long number = counter.get().map(Counter::value).orElse(1L);
        counter.set(new Counter(number + 1));
        return number;
    }
}
