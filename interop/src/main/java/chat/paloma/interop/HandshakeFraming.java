package chat.paloma.interop;

/** How a member sends proposals and commits (RFC 9420 section 6). */
public enum HandshakeFraming {
    PUBLIC_MESSAGE,
    PRIVATE_MESSAGE
}
