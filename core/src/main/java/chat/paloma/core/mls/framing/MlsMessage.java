package chat.paloma.core.mls.framing;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.welcome.GroupInfo;
import chat.paloma.core.mls.welcome.Welcome;

/** Anything that MLS sends, as it was received: well-formed, and nothing more (RFC 9420 section 6). */
public sealed interface MlsMessage extends TlsEncodable {
    WireFormat wireFormat();

    /** A handshake message in the clear. */
    record OfPublicMessage(PublicMessage message) implements MlsMessage {
        @Override
        public WireFormat wireFormat() {
            return WireFormat.PUBLIC_MESSAGE;
        }

        @Override
        public void encode(TlsWriter out) {
            encodeHeader(out, this).write(message);
        }
    }

    /** An encrypted message. */
    record OfPrivateMessage(PrivateMessage message) implements MlsMessage {
        @Override
        public WireFormat wireFormat() {
            return WireFormat.PRIVATE_MESSAGE;
        }

        @Override
        public void encode(TlsWriter out) {
            encodeHeader(out, this).write(message);
        }
    }

    /** What lets new members in. */
    record OfWelcome(Welcome welcome) implements MlsMessage {
        @Override
        public WireFormat wireFormat() {
            return WireFormat.WELCOME;
        }

        @Override
        public void encode(TlsWriter out) {
            encodeHeader(out, this).write(welcome);
        }
    }

    /** What describes a group to somebody outside. */
    record OfGroupInfo(GroupInfo groupInfo) implements MlsMessage {
        @Override
        public WireFormat wireFormat() {
            return WireFormat.GROUP_INFO;
        }

        @Override
        public void encode(TlsWriter out) {
            encodeHeader(out, this).write(groupInfo);
        }
    }

    /** What lets somebody be added. */
    record OfKeyPackage(KeyPackage keyPackage) implements MlsMessage {
        @Override
        public WireFormat wireFormat() {
            return WireFormat.KEY_PACKAGE;
        }

        @Override
        public void encode(TlsWriter out) {
            encodeHeader(out, this).write(keyPackage);
        }
    }

    private static TlsWriter encodeHeader(TlsWriter out, MlsMessage message) {
        return out.write(ProtocolVersion.MLS_1_0).write(message.wireFormat());
    }

    static MlsMessage decode(TlsReader in) throws DecodeException {
        if (!ProtocolVersion.decode(in).equals(ProtocolVersion.MLS_1_0)) {
            throw new DecodeException(Reason.INVALID_VALUE, "not MLS 1.0");
        }
        return switch (WireFormat.decode(in)) {
            case PUBLIC_MESSAGE -> new OfPublicMessage(PublicMessage.decode(in));
            case PRIVATE_MESSAGE -> new OfPrivateMessage(PrivateMessage.decode(in));
            case WELCOME -> new OfWelcome(Welcome.decode(in));
            case GROUP_INFO -> new OfGroupInfo(GroupInfo.decode(in));
            case KEY_PACKAGE -> new OfKeyPackage(KeyPackage.decode(in));
        };
    }

    /**
     * Reads a whole message as it came in.
     *
     * @throws MlsException when the bytes are not exactly one message within {@link MlsLimits#MAX_MESSAGE_LENGTH}
     */
    static MlsMessage parse(byte[] bytes) throws MlsException {
        try {
            if (bytes.length > MlsLimits.MAX_MESSAGE_LENGTH) {
                throw new DecodeException(Reason.TOO_LARGE, "a message of " + bytes.length + " bytes");
            }
            Decoder<MlsMessage> decoder = MlsMessage::decode;
            return decoder.decodeAll(bytes);
        } catch (DecodeException e) {
            throw MlsException.malformed(e);
        }
    }
}
