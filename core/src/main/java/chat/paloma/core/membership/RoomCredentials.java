package chat.paloma.core.membership;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.mls.tree.CredentialValidator;

/** Every leaf is a device: its credential is a well-formed {@link DeviceCredential}. Nothing else shows from its bytes. */
final class RoomCredentials implements CredentialValidator {
    @Override
    public boolean isValid(Credential credential, SignaturePublicKey signatureKey) {
        try {
            DeviceCredential.of(credential);
            return true;
        } catch (DecodeException e) {
            return false;
        }
    }

    /** A node is no device. Whom a room lets propose from outside, its owners decide. */
    @Override
    public boolean isValidOutside(Credential credential, SignaturePublicKey signatureKey) {
        return true;
    }
}
