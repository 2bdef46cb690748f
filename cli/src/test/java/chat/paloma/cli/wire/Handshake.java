package chat.paloma.cli.wire;

import chat.paloma.client.transport.ServerAddress;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.wire.SessionRequests;
import chat.paloma.core.wire.SessionRequests.Challenge;
import chat.paloma.core.wire.SessionRequests.Welcomed;
import java.util.List;
import java.util.Optional;

/** The proof of possession with which a connection begins (docs/protocol.md). */
public final class Handshake {
    private static final String CLIENT = "paloma-jvm";
    /** 0.1.0, as docs/protocol.md writes versions. */
    private static final long CLIENT_VERSION = 1L << 16;

    private Handshake() {}

    /** Who the server is, and what it says to the device. */
    public record Done(ServerId server, Welcomed welcomed) {}

    /**
     * Proves the device's key to the node.
     *
     * @param expected the server of an earlier connection; another one is refused
     * @throws NodeException when the node refuses, names another origin than the one that was connected to, or is
     *     another server; nothing is signed then
     */
    public static Done perform(
            NodeConnection connection,
            CryptoProvider crypto,
            RandomSource random,
            AccountId account,
            DeviceKeys keys,
            Optional<ServerId> expected)
            throws NodeException, InterruptedException {
        ByteString nonce = ByteString.adopt(random.nextBytes(AuthenticationProof.NONCE_LENGTH));
        Challenge challenge = connection.await(
                new SessionRequests.Hello(List.of(SessionRequests.VERSION), CLIENT, CLIENT_VERSION, nonce));
        check(challenge, connection.server(), expected);
        DeviceAddress address = new DeviceAddress(account, keys.device());
        AuthenticationProof proof = new AuthenticationProof(
                challenge.version(),
                challenge.server(),
                connection.server().origin(),
                nonce,
                challenge.nonce(),
                address);
        try {
            Welcomed welcomed =
                    connection.await(new SessionRequests.Authenticate(address, proof.sign(crypto, keys, random)));
            return new Done(challenge.server(), welcomed);
        } catch (CryptoException e) {
            throw new IllegalStateException("the device's own key is unusable", e);
        }
    }

    static void check(Challenge challenge, ServerAddress server, Optional<ServerId> expected) throws NodeException {
        if (challenge.version() != SessionRequests.VERSION) {
            throw NodeException.unreachable(server + " speaks another version of the protocol");
        }
        if (!challenge.origin().equals(server.origin())) {
            throw NodeException.unreachable("connected to " + server + ", but the server believes to be at "
                    + (AuthenticationProof.isOrigin(challenge.origin()) ? challenge.origin() : "another address")
                    + ": use that address, or correct the server's public address");
        }
        if (expected.isPresent() && !expected.get().equals(challenge.server())) {
            throw NodeException.unreachable(
                    "at " + server + " there is now another server than the one of this profile");
        }
    }
}
