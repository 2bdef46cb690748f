package chat.paloma.core.identity;

/**
 * An identity is not what it says. Final for these bytes, save where the reason says otherwise.
 *
 * <p>It carries no stack trace, so that refusing hostile input stays cheap.
 */
public final class IdentityException extends Exception {
    /** What is wrong. */
    public enum Reason {
        /** The account is not the hash of the root key. */
        ROOT_KEY_OF_ANOTHER_ACCOUNT("the account is not the hash of the root key"),
        /** The root key did not sign the certificate of the list key. */
        CERTIFICATE_SIGNATURE("the root key did not sign the list key"),
        /** Two parts that belong together name different accounts. */
        OTHER_ACCOUNT("it belongs to another account"),
        /** The list names another generation of the list key than the certificate. */
        LIST_GENERATION("the list names another generation than the certificate"),
        /** The list key did not sign the list. */
        LIST_SIGNATURE("the list key did not sign the list"),
        /** The version is not one more than that of the list before. */
        VERSION("the version is not the next one"),
        /** The list names another predecessor: its account was forked, or it is for another history. */
        PREVIOUS("the list follows another list"),
        /** The generation is lower than that of the list before. */
        GENERATION_BACK("the generation goes back"),
        /** One generation has two certificates. */
        CERTIFICATE_CHANGED("one generation has two certificates"),
        /** The device is not on the newest list: it was revoked, or never added. */
        UNKNOWN_DEVICE("the device is not on the list"),
        /** The list has another key, or none of this algorithm, for the device. */
        UNKNOWN_KEY("the key is not the device's"),
        /** The credential is of a former list key; the device gets a new one. */
        FORMER_GENERATION("the credential is of a former list key"),
        /** The credential is of a newer list key than this record: fetch the newest record and try again. */
        NEWER_GENERATION("the credential is of a newer list key"),
        /** The list key did not sign the device's certificate. */
        DEVICE_CERTIFICATE("the list key did not certify the device"),
        /** The device's key did not sign the proof, or signed it for another connection. */
        PROOF_SIGNATURE("the device did not sign this proof");

        private final String detail;

        Reason(String detail) {
            this.detail = detail;
        }
    }

    private final Reason reason;

    public IdentityException(Reason reason) {
        super(reason.detail, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    static void require(boolean holds, Reason reason) throws IdentityException {
        if (!holds) {
            throw new IdentityException(reason);
        }
    }
}
