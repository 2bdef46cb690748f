package chat.paloma.cli.wire;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.client.transport.ServerAddress;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.wire.SessionRequests;
import chat.paloma.core.wire.SessionRequests.Challenge;
import chat.paloma.jvm.SystemRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static final ServerAddress HERE = new ServerAddress("https://chat.example");
    private static final ServerId SERVER = ServerId.random(new SystemRandom());

    private static Challenge challenge(int version, String origin) {
        return new Challenge(version, SERVER, origin, ByteString.adopt(new byte[32]), 0);
    }

    @Test
    void signsForTheServerThatItConnectedTo() {
        Challenge good = challenge(SessionRequests.VERSION, "https://chat.example");
        assertDoesNotThrow(() -> Handshake.check(good, HERE, Optional.empty()));
        assertDoesNotThrow(() -> Handshake.check(good, HERE, Optional.of(SERVER)));
    }

    /** A relay could otherwise get a proof here that another server takes. */
    @Test
    void refusesAnotherOrigin() {
        NodeException refused = assertThrows(
                NodeException.class,
                () -> Handshake.check(
                        challenge(SessionRequests.VERSION, "https://other.example"), HERE, Optional.empty()));
        assertEquals(
                "connected to https://chat.example, but the server believes to be at https://other.example: use that"
                        + " address, or correct the server's public address",
                refused.getMessage());
    }

    @Test
    void refusesAnotherServerAtTheSameAddress() {
        ServerId other = ServerId.random(new SystemRandom());
        assertThrows(
                NodeException.class,
                () -> Handshake.check(
                        challenge(SessionRequests.VERSION, "https://chat.example"), HERE, Optional.of(other)));
    }

    @Test
    void refusesAnotherVersion() {
        assertThrows(
                NodeException.class,
                () -> Handshake.check(challenge(2, "https://chat.example"), HERE, Optional.empty()));
    }
}
