package chat.paloma.node.protocol;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.membership.RoomCapabilities;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.tree.Lifetime;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.SessionRequests;
import chat.paloma.core.wire.SessionRequests.Authenticate;
import chat.paloma.core.wire.SessionRequests.Challenge;
import chat.paloma.core.wire.SessionRequests.Hello;
import chat.paloma.core.wire.SessionRequests.Welcomed;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import chat.paloma.node.Node;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A device with real keys, which speaks to a real node. Its rooms are {@link TestRoom}s. */
final class TestDevice implements AutoCloseable {
    static final RandomSource RANDOM = new SystemRandom();
    static final CryptoProvider CRYPTO = new JdkCrypto();
    static final MlsCrypto MLS = new MlsCrypto(CipherSuite.DEFAULT, CRYPTO);
    static final DeviceKeyAlgorithm KEY_ALGORITHM =
            DeviceKeyAlgorithm.of(CipherSuite.DEFAULT.signature()).orElseThrow();
    /** 0.1.0, as versions travel. */
    static final long CLIENT_VERSION = 1L << 16;

    private static final long DAY = 24 * 60 * 60;

    final TestAccount owner;
    final DeviceKeys keys;
    final DeviceCredential credential;
    private @Nullable TestConnection connection;
    private @Nullable Welcomed welcomed;
    private long lastMessage;

    TestDevice(TestAccount owner, DeviceKeys keys) throws CryptoException {
        this.owner = owner;
        this.keys = keys;
        this.credential = owner.listKey()
                .certify(
                        CRYPTO,
                        keys.device(),
                        keys.find(KEY_ALGORITHM).orElseThrow().key(),
                        RANDOM);
    }

    static DeviceKeys newKeys() {
        return DeviceKeys.generate(CRYPTO, List.of(KEY_ALGORITHM), RANDOM);
    }

    DeviceAddress address() {
        return new DeviceAddress(owner.id(), keys.device());
    }

    AccountId account() {
        return owner.id();
    }

    LaneId inbox() {
        return new LaneId.Inbox(address());
    }

    static long seconds() {
        return System.currentTimeMillis() / 1000;
    }

    // The connection

    static Hello hello() {
        return new Hello(
                List.of(SessionRequests.VERSION),
                "test",
                CLIENT_VERSION,
                ByteString.adopt(RANDOM.nextBytes(AuthenticationProof.NONCE_LENGTH)));
    }

    /** The proof for a challenge, as a good device makes it. */
    Authenticate prove(Hello hello, Challenge challenge) {
        return prove(new AuthenticationProof(
                challenge.version(),
                challenge.server(),
                challenge.origin(),
                hello.nonce(),
                challenge.nonce(),
                address()));
    }

    Authenticate prove(AuthenticationProof proof) {
        try {
            return new Authenticate(proof.device(), proof.sign(CRYPTO, keys, RANDOM));
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connects, and proves who it is. */
    TestDevice connect(Node node) throws RefusedException, InterruptedException {
        return connect(TestConnection.open(node));
    }

    /** Proves who it is on this connection. */
    TestDevice connect(TestConnection open) throws RefusedException, InterruptedException {
        connection = open;
        Hello hello = hello();
        welcomed = open.ask(prove(hello, open.ask(hello)));
        // What is on its way keeps its number.
        lastMessage = Math.max(lastMessage, welcomed.nextMessage() - 1);
        return this;
    }

    TestConnection connection() {
        TestConnection current = connection;
        if (current == null) {
            throw new IllegalStateException("not connected");
        }
        return current;
    }

    Welcomed welcomed() {
        Welcomed known = welcomed;
        if (known == null) {
            throw new IllegalStateException("not connected");
        }
        return known;
    }

    <A extends TlsEncodable> A ask(Request<A> request) throws RefusedException, InterruptedException {
        return connection().ask(request);
    }

    /** How a request is refused; empty when it is answered. */
    Optional<FailureCode> refusal(Request<?> request) throws InterruptedException {
        return failure(request).flatMap(failure -> FailureCode.of(failure.number()));
    }

    Optional<Failure> failure(Request<?> request) throws InterruptedException {
        try {
            ask(request);
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(e.failure);
        }
    }

    <E extends Event> E event(Class<E> type) throws InterruptedException {
        return connection().event(type);
    }

    /** The number of the next message. One that is refused does not use its number, but a gap does no harm. */
    long nextMessage() {
        return ++lastMessage;
    }

    @Override
    public void close() {
        TestConnection current = connection;
        if (current != null) {
            current.close();
        }
    }

    // Keys

    SignatureKeyPair leafKey() {
        return keys.find(KEY_ALGORITHM).orElseThrow().toSignatureKeyPair();
    }

    KeyPackageBundle newKeyPackage() {
        return newKeyPackage(false, 90 * DAY);
    }

    KeyPackageBundle newKeyPackage(boolean lastResort, long lifetimeSeconds) {
        ExtensionList extensions = lastResort
                ? new ExtensionList(List.of(new Extension(ExtensionType.LAST_RESORT_KEY_PACKAGE, ByteString.EMPTY)))
                : ExtensionList.EMPTY;
        try {
            return KeyPackageBundle.generate(
                    MLS,
                    leafKey(),
                    new KeyPackageBundle.Description(
                            credential.toCredential(),
                            RoomCapabilities.ofLeaf(CipherSuite.DEFAULT),
                            new Lifetime(seconds() - 3600, seconds() + lifetimeSeconds),
                            ExtensionList.EMPTY,
                            extensions),
                    RANDOM);
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    static ByteString encode(KeyPackageBundle bundle) {
        return ByteString.adopt(new MlsMessage.OfKeyPackage(bundle.keyPackage()).encoded());
    }
}
