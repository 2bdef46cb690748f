package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.Position;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.Retry;
import chat.paloma.core.wire.RoomRequests;
import chat.paloma.core.wire.RoomRequests.ListRooms;
import chat.paloma.core.wire.RoomRequests.Rooms;
import chat.paloma.core.wire.SessionRequests.Authenticate;
import chat.paloma.core.wire.SessionRequests.Welcomed;
import chat.paloma.core.wire.WireLimits;
import chat.paloma.node.Host;
import chat.paloma.node.Node;
import chat.paloma.node.TestNodes;
import chat.paloma.node.account.Caller;
import chat.paloma.node.gateway.SharedCounts;
import chat.paloma.node.session.Authenticator;
import chat.paloma.node.session.Dispatcher;
import chat.paloma.node.session.Handshake;
import chat.paloma.node.session.Sessions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions over real sockets, whose requests are answered when the test says so. */
class UnansweredRequestsTest {
    @TempDir
    private Path folder;

    private static final SignaturePublicKey KEY = TestDevice.newKeys()
            .find(TestDevice.KEY_ALGORITHM)
            .orElseThrow()
            .toSignatureKeyPair()
            .publicKey();

    private final BlockingQueue<CompletableFuture<Rooms>> begun = new LinkedBlockingQueue<>();

    @SuppressWarnings("NullAway.Init")
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = TestNodes.start(folder, List.of(this::mount), "--limits-device-requests-per-minute=1000000");
    }

    @AfterEach
    void stop() {
        begun.forEach(answer -> answer.complete(new Rooms(List.of())));
        node.stop();
    }

    private void mount(Host host) {
        Dispatcher dispatcher = new Dispatcher().on(RoomRequests.LIST_ROOMS, (session, caller, request) -> {
            CompletableFuture<Rooms> answer = new CompletableFuture<>();
            begun.add(answer);
            return answer;
        });
        Sessions sessions = new Sessions(
                host.vertx(),
                dispatcher,
                new Handshake.Setting(
                        ServerId.random(TestDevice.RANDOM),
                        () -> "http://localhost",
                        0,
                        Duration.ofSeconds(10),
                        TestDevice.RANDOM,
                        InstantSource.system(),
                        new Everybody()),
                device -> true,
                host.configuration().limits(),
                SharedCounts.NONE,
                host.metrics().registry(),
                host.tracing().openTelemetry().getTracer("test"));
        host.routes().onWebSocket("/v1/connect", sessions::accept);
    }

    /** Lets everybody in, whatever the proof. */
    private static final class Everybody implements Authenticator {
        @Override
        public Caller verify(AuthenticationProof proof, ByteString signature) {
            return new Caller(proof.device(), 1);
        }

        @Override
        public Welcomed welcome(Caller caller) {
            return new Welcomed(0, 1, new Position(1, 0, LaneHead.NONE), false, 1, KEY);
        }
    }

    @Test
    void refusesTheSixtyFifthUntilOneIsAnswered() throws Exception {
        try (TestConnection connection = TestConnection.open(node)) {
            connection.ask(TestDevice.hello());
            connection.ask(new Authenticate(
                    new DeviceAddress(
                            new AccountId(ByteString.adopt(new byte[AccountId.LENGTH])),
                            new DeviceId(ByteString.adopt(new byte[DeviceId.LENGTH]))),
                    ByteString.EMPTY));
            ListRooms request = new ListRooms(Optional.empty());
            for (int i = 0; i < WireLimits.MAX_OUTSTANDING; i++) {
                connection.send(request);
            }
            int refused = connection.send(request);
            assertTrue(connection.next() instanceof Frame.Refused(int id, Failure failure)
                    && id == refused
                    && failure.is(FailureCode.TOO_MANY_REQUESTS)
                    && failure.retry() == Retry.LATER);
            begun.take().complete(new Rooms(List.of()));
            assertTrue(connection.next() instanceof Frame.Answered);
            int accepted = connection.send(request);
            for (int i = 0; i < WireLimits.MAX_OUTSTANDING; i++) {
                begun.take().complete(new Rooms(List.of()));
            }
            Frame last = connection.next();
            for (int i = 1; i < WireLimits.MAX_OUTSTANDING; i++) {
                last = connection.next();
            }
            assertEquals(accepted, last instanceof Frame.Answered(int id, var body) ? id : -1);
        }
    }
}
