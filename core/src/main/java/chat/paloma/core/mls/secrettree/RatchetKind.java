package chat.paloma.core.mls.secrettree;

/** Which of a member's two ratchets a message takes its key from (RFC 9420 section 9). */
public enum RatchetKind {
    /** Proposals and commits. */
    HANDSHAKE("handshake"),
    /** Application data. */
    APPLICATION("application");

    private final String label;

    RatchetKind(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
