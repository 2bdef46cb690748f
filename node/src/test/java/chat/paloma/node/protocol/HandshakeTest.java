package chat.paloma.node.protocol;

import static chat.paloma.node.protocol.TestDevice.hello;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.RoomRequests.ListRooms;
import chat.paloma.core.wire.SessionRequests.Authenticate;
import chat.paloma.core.wire.SessionRequests.Challenge;
import chat.paloma.core.wire.SessionRequests.Hello;
import chat.paloma.node.Node;
import chat.paloma.node.TestNodes;
import chat.paloma.node.assembly.Chat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proof of possession over real connections: what is good once, and everything that is no proof. */
class HandshakeTest {
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Node node;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice device;

    @BeforeAll
    static void start() throws Exception {
        node = TestNodes.start(
                folder, List.of(new Chat(false, false)), "--minimum-client-version=0.0.7", "--limits-head-time=2 s");
        device = new TestAccount("ada").registerFirst(node).firstDevice();
    }

    @AfterAll
    static void stop() {
        node.stop();
    }

    private static FailureCode refusal(TestConnection connection, Request<?> request) {
        return assertThrows(RefusedException.class, () -> connection.ask(request))
                .code();
    }

    /** A hello and its challenge, and a proof that differs in one thing from a good one. */
    private record Begun(TestConnection connection, Hello hello, Challenge challenge) implements AutoCloseable {
        static Begun begin() throws Exception {
            TestConnection connection = TestConnection.open(node);
            Hello hello = TestDevice.hello();
            return new Begun(connection, hello, connection.ask(hello));
        }

        AuthenticationProof proof(int version, ServerId server, String origin, DeviceAddress address) {
            return new AuthenticationProof(version, server, origin, hello.nonce(), challenge.nonce(), address);
        }

        AuthenticationProof good() {
            return proof(challenge.version(), challenge.server(), challenge.origin(), device.address());
        }

        FailureCode refusalOf(Authenticate authenticate) {
            return refusal(connection, authenticate);
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    @Test
    void letsADeviceInThatProvesItsKey() throws Exception {
        try (Begun begun = Begun.begin()) {
            assertEquals("http://localhost:" + node.port(), begun.challenge().origin());
            assertTrue(begun.connection().ask(device.prove(begun.good())).administrator());
            assertTrue(begun.connection()
                    .ask(new ListRooms(Optional.empty()))
                    .rooms()
                    .isEmpty());
        }
    }

    @Test
    void takesAProofOnceAndOnItsConnectionOnly() throws Exception {
        try (Begun first = Begun.begin();
                Begun second = Begun.begin()) {
            Authenticate proof = device.prove(first.good());
            assertEquals(FailureCode.AUTHENTICATION_FAILED, second.refusalOf(proof));
            first.connection().ask(proof);
            assertEquals(FailureCode.UNEXPECTED_REQUEST, first.refusalOf(proof));
            assertEquals(FailureCode.UNEXPECTED_REQUEST, refusal(first.connection(), first.hello()));
        }
    }

    @Test
    void refusesAProofOfAnotherConnectionServerOriginVersionOrDevice() throws Exception {
        TestAccount stranger = new TestAccount("nobody");
        TestDevice unlisted = new TestDevice(device.owner, TestDevice.newKeys());
        try (Begun version = Begun.begin();
                Begun server = Begun.begin();
                Begun origin = Begun.begin();
                Begun signature = Begun.begin();
                Begun empty = Begun.begin();
                Begun key = Begun.begin();
                Begun unknown = Begun.begin();
                Begun id = Begun.begin()) {
            Challenge challenge = server.challenge();
            assertFails(
                    version, device.prove(version.proof(2, challenge.server(), challenge.origin(), device.address())));
            ServerId other = new ServerId(ByteString.adopt(new byte[32]));
            assertFails(server, device.prove(server.proof(1, other, challenge.origin(), device.address())));
            assertFails(
                    origin,
                    device.prove(origin.proof(1, challenge.server(), "https://chat.example", device.address())));
            Authenticate good = device.prove(signature.good());
            byte[] flipped = good.signature().toByteArray();
            flipped[100] ^= 1;
            assertFails(signature, new Authenticate(device.address(), ByteString.adopt(flipped)));
            assertFails(empty, new Authenticate(device.address(), ByteString.EMPTY));
            // Another key signs for this device.
            assertFails(
                    key,
                    new Authenticate(
                            device.address(), unlisted.prove(key.good()).signature()));
            // An account that there is not, and a device that its account does not list: good signatures, all the same.
            TestDevice theirs = stranger.firstDevice();
            assertFails(unknown, theirs.prove(unknown.hello(), unknown.challenge()));
            assertFails(id, unlisted.prove(id.hello(), id.challenge()));
        }
    }

    private static void assertFails(Begun begun, Authenticate proof) throws Exception {
        RefusedException refused =
                assertThrows(RefusedException.class, () -> begun.connection().ask(proof));
        assertEquals(FailureCode.AUTHENTICATION_FAILED, refused.code());
        assertEquals("", refused.failure.detail(), "the same answer, whatever is wrong");
        // One attempt: the good proof comes too late.
        assertEquals(FailureCode.NOT_AUTHENTICATED, begun.refusalOf(device.prove(begun.good())));
        assertEquals(FailureCode.NOT_AUTHENTICATED, refusal(begun.connection(), hello()));
    }

    @Test
    void refusesARevokedDevice() throws Exception {
        try (TestDevice by = new TestDevice(device.owner, device.keys).connect(node);
                TestDevice revoked = device.owner.addDevice(by).connect(node);
                Begun begun = Begun.begin()) {
            device.owner.revoke(by, revoked);
            assertEquals(FailureCode.DEVICE_REVOKED, revoked.connection().end());
            assertEquals(
                    FailureCode.AUTHENTICATION_FAILED,
                    begun.refusalOf(revoked.prove(begun.hello(), begun.challenge())));
        }
    }

    @Test
    void wantsHelloThenTheProofThenTheRest() throws Exception {
        try (TestConnection connection = TestConnection.open(node)) {
            assertEquals(FailureCode.NOT_AUTHENTICATED, refusal(connection, new ListRooms(Optional.empty())));
            assertEquals(
                    FailureCode.UNEXPECTED_REQUEST,
                    refusal(connection, new Authenticate(device.address(), ByteString.EMPTY)));
            Hello hello = hello();
            Challenge challenge = connection.ask(hello);
            assertEquals(FailureCode.UNEXPECTED_REQUEST, refusal(connection, hello()));
            assertEquals(FailureCode.NOT_AUTHENTICATED, refusal(connection, new ListRooms(Optional.empty())));
            // The second hello changed nothing.
            connection.ask(device.prove(hello, challenge));
            connection.ask(new ListRooms(Optional.empty()));
        }
    }

    @Test
    void refusesClientsThatItCannotServe() throws Exception {
        Hello good = hello();
        try (TestConnection connection = TestConnection.open(node)) {
            assertEquals(
                    FailureCode.UNSUPPORTED_VERSION,
                    refusal(connection, new Hello(List.of(2, 3), "test", good.clientVersion(), good.nonce())));
            assertEquals(
                    FailureCode.UNSUPPORTED_VERSION,
                    refusal(connection, new Hello(List.of(), "test", good.clientVersion(), good.nonce())));
            assertEquals(
                    FailureCode.CLIENT_TOO_OLD, refusal(connection, new Hello(List.of(1), "test", 6, good.nonce())));
            assertEquals(
                    1,
                    connection
                            .ask(new Hello(List.of(2, 1), "test", 7, good.nonce()))
                            .version());
        }
    }

    @Test
    void waitsForTheProofForAWhileOnly() throws Exception {
        try (TestConnection silent = TestConnection.open(node);
                TestConnection failed = TestConnection.open(node);
                Begun begun = Begun.begin();
                TestDevice in = new TestDevice(device.owner, device.keys).connect(node)) {
            refusal(
                    failed,
                    new Authenticate(
                            new DeviceAddress(device.account(), DeviceId.random(TestDevice.RANDOM)), ByteString.EMPTY));
            assertEquals(FailureCode.HANDSHAKE_TIMEOUT, silent.end());
            silent.awaitClosed();
            assertEquals(FailureCode.HANDSHAKE_TIMEOUT, failed.end());
            assertEquals(FailureCode.HANDSHAKE_TIMEOUT, begun.connection().end());
            in.ask(new ListRooms(Optional.empty()));
        }
    }

    @Test
    void keepsOneConnectionOfADevice() throws Exception {
        TestDevice first = device.owner.firstDevice().connect(node);
        try (TestDevice second = device.owner.firstDevice().connect(node)) {
            assertEquals(FailureCode.REPLACED, first.connection().end());
            first.connection().awaitClosed();
            second.ask(new ListRooms(Optional.empty()));
        }
    }
}
