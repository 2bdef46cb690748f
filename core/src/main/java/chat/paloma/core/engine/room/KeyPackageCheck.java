package chat.paloma.core.engine.room;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.wire.KeyRequests.OfDevice;
import java.util.Optional;

/** Whether a key package that the node gave out is of the device that it names, and its account vouches for that. */
final class KeyPackageCheck {
    private final RoomContext context;

    KeyPackageCheck(RoomContext context) {
        this.context = context;
    }

    /** The proposal to add it; empty when it is not good. */
    Optional<Proposal> check(AccountId account, OfDevice claimed) {
        return keyPackage(account, claimed).map(Proposal.Add::new);
    }

    /** The key package; empty when it is not good. */
    Optional<KeyPackage> keyPackage(AccountId account, OfDevice claimed) {
        Device device = context.device();
        Optional<AccountRecord> record = context.contacts().record(account);
        if (record.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (!(MlsMessage.parse(claimed.keyPackage().toByteArray())
                    instanceof MlsMessage.OfKeyPackage(KeyPackage keyPackage))) {
                return Optional.empty();
            }
            DeviceCredential credential =
                    DeviceCredential.of(keyPackage.leafNode().credential());
            if (!credential.device().equals(new DeviceAddress(account, claimed.device()))) {
                return Optional.empty();
            }
            record.get()
                    .checkNewLeaf(
                            device.crypto(), credential, context.certification().key(keyPackage.leafNode()));
            return Optional.of(keyPackage);
        } catch (MlsException | DecodeException | IdentityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
