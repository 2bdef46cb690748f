package chat.paloma.core.wire;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.lane.Position;
import java.util.List;

/** The handshake (docs/protocol.md, <i>Proof of possession</i>). */
public final class SessionRequests {
    /** The version of the protocol that this code speaks. */
    public static final int VERSION = 1;

    private static final int MAX_VERSIONS = 16;
    private static final int MAX_SIGNATURE = 8 << 10;

    public static final RequestType<Hello, Challenge> HELLO =
            new RequestType<>(1, "hello", Hello::decode, Challenge::decode);
    public static final RequestType<Authenticate, Welcomed> AUTHENTICATE =
            new RequestType<>(2, "authenticate", Authenticate::decode, Welcomed::decode);

    private SessionRequests() {}

    /**
     * The first request of a connection.
     *
     * @param versions of the protocol that the client speaks
     * @param client its name, for the list of devices and the log
     * @param clientVersion three numbers of 16 bits, the first counting most: {@code 1.2.3} is 0x0000000100020003
     * @param nonce fresh, {@link WireLimits#NONCE} bytes
     */
    public record Hello(List<Integer> versions, String client, long clientVersion, ByteString nonce)
            implements Request<Challenge> {
        public Hello {
            versions = List.copyOf(versions);
            checkNonce(nonce);
        }

        @Override
        public RequestType<?, Challenge> type() {
            return HELLO;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeVector(list -> versions.forEach(list::writeUint16));
            WireText.write(out, client);
            out.writeUint64(clientVersion).writeBytes(nonce.toByteArray());
        }

        static Hello decode(TlsReader in) throws DecodeException {
            return new Hello(
                    in.readList(MAX_VERSIONS, TlsReader::readUint16),
                    WireText.read(in, WireLimits.MAX_TEXT),
                    WireFields.readLong(in),
                    readNonce(in));
        }
    }

    /**
     * What the device must sign.
     *
     * @param origin under which the node believes to be reached
     * @param time of the node, for people whose clock is wrong
     */
    public record Challenge(int version, ServerId server, String origin, ByteString nonce, long time)
            implements TlsEncodable {
        public Challenge {
            checkNonce(nonce);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint16(version).write(server);
            WireText.write(out, origin);
            out.writeBytes(nonce.toByteArray()).writeUint64(time);
        }

        static Challenge decode(TlsReader in) throws DecodeException {
            return new Challenge(
                    in.readUint16(),
                    ServerId.decode(in),
                    WireText.read(in, AuthenticationProof.MAX_ORIGIN),
                    readNonce(in),
                    in.readUint64());
        }
    }

    /** Who is there, and the proof. */
    public record Authenticate(DeviceAddress device, ByteString signature) implements Request<Welcomed> {
        @Override
        public RequestType<?, Welcomed> type() {
            return AUTHENTICATE;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(device).write(signature);
        }

        static Authenticate decode(TlsReader in) throws DecodeException {
            return new Authenticate(DeviceAddress.decode(in), ByteString.decode(in, MAX_SIGNATURE));
        }
    }

    /**
     * What a device needs to know to go on.
     *
     * @param keyPackages that are left of its stock
     * @param deviceListVersion the newest of its account
     * @param inbox where its inbox ends
     * @param administrator whether its account administers the node
     * @param nextMessage the lowest message number that the node has not seen from it
     * @param externalSender the node's key as an external sender of rooms, with which it proposes that revoked devices
     *     are removed
     */
    public record Welcomed(
            int keyPackages,
            long deviceListVersion,
            Position inbox,
            boolean administrator,
            long nextMessage,
            SignaturePublicKey externalSender)
            implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint16(keyPackages).writeUint64(deviceListVersion).write(inbox);
            out.writeUint8(administrator ? 1 : 0).writeUint64(nextMessage).write(externalSender);
        }

        static Welcomed decode(TlsReader in) throws DecodeException {
            return new Welcomed(
                    in.readUint16(),
                    in.readUint64(),
                    Position.decode(in),
                    WireFields.readBoolean(in),
                    WireFields.readLong(in),
                    SignaturePublicKey.decode(in));
        }
    }

    private static void checkNonce(ByteString nonce) {
        if (nonce.length() != WireLimits.NONCE) {
            throw new IllegalArgumentException("a nonce of " + nonce.length() + " bytes");
        }
    }

    private static ByteString readNonce(TlsReader in) throws DecodeException {
        return ByteString.adopt(in.readBytes(WireLimits.NONCE));
    }
}
