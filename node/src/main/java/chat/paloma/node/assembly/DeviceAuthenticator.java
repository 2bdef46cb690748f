package chat.paloma.node.assembly;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.Position;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.SessionRequests.Welcomed;
import chat.paloma.node.account.Authentication;
import chat.paloma.node.account.Caller;
import chat.paloma.node.account.Directory;
import chat.paloma.node.keys.KeyPackages;
import chat.paloma.node.lane.Lanes;
import chat.paloma.node.session.Authenticator;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;

/** Lets devices in that are on their account's list. */
record DeviceAuthenticator(
        Authentication authentication,
        Database database,
        Directory directory,
        Lanes lanes,
        KeyPackages keyPackages,
        SignaturePublicKey externalSender)
        implements Authenticator {
    @Override
    public Caller verify(AuthenticationProof proof, ByteString signature) {
        return authentication.verify(proof, signature);
    }

    @Override
    public Welcomed welcome(Caller caller) {
        Directory.Entry entry =
                directory.find(caller.account()).orElseThrow(() -> new Refusal(FailureCode.AUTHENTICATION_FAILED));
        Position inbox = lanes.end(new LaneId.Inbox(caller.device()))
                .orElseThrow(() -> new Refusal(FailureCode.NOT_FOUND, "the device has no inbox"));
        return new Welcomed(
                keyPackages.stock(caller.key()),
                entry.record().version(),
                inbox,
                entry.administrator(),
                database.read(handle -> lanes.nextMessage(handle, caller.key())),
                externalSender);
    }
}
