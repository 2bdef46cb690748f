package chat.paloma.node.session;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.wire.SessionRequests.Welcomed;
import chat.paloma.node.account.Caller;

/** Decides who a device is. */
public interface Authenticator {
    /**
     * Checks a proof.
     *
     * @throws chat.paloma.node.store.Refusal always the same, whatever is wrong
     */
    Caller verify(AuthenticationProof proof, ByteString signature);

    /** What the device is told once it is in. */
    Welcomed welcome(Caller caller);
}
