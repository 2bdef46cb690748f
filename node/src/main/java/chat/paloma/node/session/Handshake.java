package chat.paloma.node.session;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.RequestType;
import chat.paloma.core.wire.SessionRequests;
import chat.paloma.core.wire.SessionRequests.Authenticate;
import chat.paloma.core.wire.SessionRequests.Challenge;
import chat.paloma.core.wire.SessionRequests.Hello;
import chat.paloma.core.wire.WireLimits;
import chat.paloma.node.account.Caller;
import chat.paloma.node.store.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a connection finds out who is there (docs/protocol.md, <i>Proof of possession</i>): hello, challenge, proof. The
 * nonce lives in memory and is good for one attempt on this connection; whoever fails must connect again.
 */
public final class Handshake {
    /**
     * What all handshakes of a node have in common.
     *
     * @param origin under which people reach the node
     * @param minimumClient the oldest client that is served
     * @param time from the opening of the connection to the proof
     */
    public record Setting(
            ServerId server,
            Supplier<String> origin,
            long minimumClient,
            Duration time,
            RandomSource random,
            InstantSource clock,
            Authenticator authenticator) {}

    private record Given(ByteString clientNonce, ByteString nodeNonce) {}

    private final Setting setting;
    private @Nullable Given given;
    private boolean over;

    Handshake(Setting setting) {
        this.setting = setting;
    }

    /** From the opening of the connection to the proof. */
    Duration time() {
        return setting.time();
    }

    /**
     * Does the next step.
     *
     * @throws Refusal when it is none, or the proof is wrong
     */
    CompletionStage<? extends TlsEncodable> step(Session session, Frame.Asked asked) {
        if (over) {
            throw new Refusal(FailureCode.NOT_AUTHENTICATED, "the handshake failed: connect again");
        }
        Given known = given;
        if (asked.type() == SessionRequests.HELLO.number()) {
            if (known != null) {
                throw new Refusal(FailureCode.UNEXPECTED_REQUEST, "a second hello");
            }
            return CompletableFuture.completedFuture(challenge(read(SessionRequests.HELLO, asked)));
        }
        if (asked.type() == SessionRequests.AUTHENTICATE.number()) {
            if (known == null) {
                throw new Refusal(FailureCode.UNEXPECTED_REQUEST, "hello comes first");
            }
            over = true;
            Authenticate request = read(SessionRequests.AUTHENTICATE, asked);
            Caller caller = setting.authenticator()
                    .verify(
                            new AuthenticationProof(
                                    SessionRequests.VERSION,
                                    setting.server(),
                                    setting.origin().get(),
                                    known.clientNonce(),
                                    known.nodeNonce(),
                                    request.device()),
                            request.signature());
            session.authenticated(caller);
            return CompletableFuture.completedFuture(setting.authenticator().welcome(caller));
        }
        throw new Refusal(FailureCode.NOT_AUTHENTICATED, "hello and the proof come first");
    }

    private Challenge challenge(Hello hello) {
        if (!hello.versions().contains(SessionRequests.VERSION)) {
            throw new Refusal(FailureCode.UNSUPPORTED_VERSION, "this node speaks version " + SessionRequests.VERSION);
        }
        if (hello.clientVersion() < setting.minimumClient()) {
            throw new Refusal(FailureCode.CLIENT_TOO_OLD, "update the client: this node wants a newer one");
        }
        ByteString nonce = ByteString.adopt(setting.random().nextBytes(WireLimits.NONCE));
        given = new Given(hello.nonce(), nonce);
        return new Challenge(
                SessionRequests.VERSION,
                setting.server(),
                setting.origin().get(),
                nonce,
                setting.clock().millis());
    }

    private static <R extends Request<A>, A extends TlsEncodable> R read(RequestType<R, A> type, Frame.Asked asked) {
        try {
            return type.request().decodeAll(asked.body().toByteArray());
        } catch (DecodeException e) {
            throw new Refusal(FailureCode.MALFORMED_REQUEST, type.name() + ": " + e.getMessage());
        }
    }
}
