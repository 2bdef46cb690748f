package chat.paloma.core.mls.tree;

import chat.paloma.core.crypto.SignaturePublicKey;

/**
 * The authentication service as MLS sees it (RFC 9420 section 5.3.1): it says whether a credential belongs to a
 * signature key. Two calls with the same arguments must give the same answer, on every member's device, or the group
 * falls apart.
 */
@FunctionalInterface
public interface CredentialValidator {
    boolean isValid(Credential credential, SignaturePublicKey signatureKey);

    /** The same for somebody outside whom the group lets propose; as for a member where an application knows no other. */
    default boolean isValidOutside(Credential credential, SignaturePublicKey signatureKey) {
        return isValid(credential, signatureKey);
    }
}
