package chat.paloma.sim.node;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.SessionRequests;
import chat.paloma.core.wire.SessionRequests.Authenticate;
import chat.paloma.core.wire.SessionRequests.Challenge;
import chat.paloma.core.wire.SessionRequests.Hello;
import chat.paloma.core.wire.SessionRequests.Welcomed;
import chat.paloma.sim.base.SeededRandom;
import java.util.function.BiConsumer;

/** How a connection finds out who is there. */
final class Handshake {
    private final NodeContext context;
    private final SeededRandom random;

    Handshake(NodeContext context, SeededRandom random) {
        this.context = context;
        this.random = random;
    }

    TlsEncodable step(NodeSession session, Request<?> request, BiConsumer<NodeSession, DeviceAddress> authenticated) {
        if (request instanceof Hello hello) {
            return challenge(session, hello);
        }
        if (request instanceof Authenticate proof) {
            DeviceAddress device = verify(session, proof);
            session.device = device;
            authenticated.accept(session, device);
            return welcome(device);
        }
        throw new Refused(FailureCode.NOT_AUTHENTICATED, "hello and the proof come first");
    }

    private Challenge challenge(NodeSession session, Hello hello) {
        if (session.clientNonce != null) {
            throw new Refused(FailureCode.UNEXPECTED_REQUEST, "a second hello");
        }
        if (!hello.versions().contains(SessionRequests.VERSION)) {
            throw new Refused(FailureCode.UNSUPPORTED_VERSION);
        }
        ByteString nonce = ByteString.adopt(random.nextBytes(AuthenticationProof.NONCE_LENGTH));
        session.clientNonce = hello.nonce();
        session.nodeNonce = nonce;
        return new Challenge(SessionRequests.VERSION, context.state().server, SimNode.ORIGIN, nonce, context.now());
    }

    private DeviceAddress verify(NodeSession session, Authenticate request) {
        ByteString client = session.clientNonce;
        ByteString node = session.nodeNonce;
        if (client == null || node == null) {
            throw new Refused(FailureCode.UNEXPECTED_REQUEST, "hello comes first");
        }
        // Good for one attempt.
        session.nodeNonce = null;
        AuthenticationProof proof = new AuthenticationProof(
                SessionRequests.VERSION, context.state().server, SimNode.ORIGIN, client, node, request.device());
        NodeState.AccountRow row = context.state()
                .account(request.device().account())
                .orElseThrow(() -> new Refused(FailureCode.AUTHENTICATION_FAILED));
        try {
            proof.verify(context.crypto, row.record(), request.signature());
        } catch (IdentityException e) {
            throw new Refused(FailureCode.AUTHENTICATION_FAILED);
        }
        return request.device();
    }

    private Welcomed welcome(DeviceAddress device) {
        NodeState state = context.state();
        DeviceRow row = state.device(device);
        NodeState.AccountRow account = state.account(device.account()).orElseThrow();
        LaneId inbox = new LaneId.Inbox(device);
        SimLane lane = state.find(inbox).orElseGet(() -> state.create(inbox, RoomEpoch.NONE));
        return new Welcomed(
                row.keyPackages.size(),
                account.record().version(),
                lane.end(),
                account.administrator(),
                row.nextMessage(),
                context.externalSender.publicKey());
    }
}
