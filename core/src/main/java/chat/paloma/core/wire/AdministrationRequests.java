package chat.paloma.core.wire;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import java.util.List;
import java.util.Optional;

/** What administrators of a node see of it: how much there is of everything, and nothing of what it says. */
public final class AdministrationRequests {
    /** The length of an invite's id, which is the hash of its token: whoever sees it can't use the invite. */
    public static final int INVITE_ID = 32;

    public static final RequestType<ListInvites, Invites> LIST_INVITES =
            new RequestType<>(24, "list-invites", ListInvites::decode, Invites::decode);
    public static final RequestType<RevokeInvite, Done> REVOKE_INVITE =
            new RequestType<>(25, "revoke-invite", RevokeInvite::decode, Done::decode);
    public static final RequestType<ListRoomSizes, RoomSizes> LIST_ROOM_SIZES =
            new RequestType<>(26, "list-room-sizes", ListRoomSizes::decode, RoomSizes::decode);
    public static final RequestType<GetStatus, Status> GET_STATUS =
            new RequestType<>(27, "get-status", GetStatus::decode, Status::decode);

    private AdministrationRequests() {}

    /** The links to this node that can still be used, those that expire first before the others. */
    public record ListInvites() implements Request<Invites> {
        @Override
        public RequestType<?, Invites> type() {
            return LIST_INVITES;
        }

        @Override
        public void encode(TlsWriter out) {}

        static ListInvites decode(TlsReader in) {
            return new ListInvites();
        }
    }

    /** At most {@link WireLimits#MAX_LIST} of them. */
    public record Invites(List<OpenInvite> invites) implements TlsEncodable {
        public Invites {
            invites = List.copyOf(invites);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeList(invites);
        }

        static Invites decode(TlsReader in) throws DecodeException {
            return new Invites(in.readList(WireLimits.MAX_LIST, OpenInvite::decode));
        }
    }

    /**
     * A link that can still be used.
     *
     * @param administrator whether the account that it makes administers the node
     * @param creator who made it; absent for one that the node printed
     * @param resets the account that ends with its use
     * @param expires in milliseconds since 1970
     */
    public record OpenInvite(
            ByteString id, boolean administrator, Optional<AccountId> creator, Optional<AccountId> resets, long expires)
            implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeBytes(id.toByteArray())
                    .writeUint8(administrator ? 1 : 0)
                    .writeOptional(creator)
                    .writeOptional(resets)
                    .writeUint64(expires);
        }

        static OpenInvite decode(TlsReader in) throws DecodeException {
            return new OpenInvite(
                    ByteString.adopt(in.readBytes(INVITE_ID)),
                    WireFields.readBoolean(in),
                    in.readOptional(AccountId::decode),
                    in.readOptional(AccountId::decode),
                    WireFields.readLong(in));
        }
    }

    /** Makes a link void. */
    public record RevokeInvite(ByteString id) implements Request<Done> {
        @Override
        public RequestType<?, Done> type() {
            return REVOKE_INVITE;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeBytes(id.toByteArray());
        }

        static RevokeInvite decode(TlsReader in) throws DecodeException {
            return new RevokeInvite(ByteString.adopt(in.readBytes(INVITE_ID)));
        }
    }

    /** How large the rooms behind this one are, by id. */
    public record ListRoomSizes(Optional<RoomId> after) implements Request<RoomSizes> {
        @Override
        public RequestType<?, RoomSizes> type() {
            return LIST_ROOM_SIZES;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeOptional(after);
        }

        static ListRoomSizes decode(TlsReader in) throws DecodeException {
            return new ListRoomSizes(in.readOptional(RoomId::decode));
        }
    }

    /** A page of rooms; ask again behind its last as long as it is not empty. */
    public record RoomSizes(List<RoomSize> rooms) implements TlsEncodable {
        public RoomSizes {
            rooms = List.copyOf(rooms);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeList(rooms);
        }

        static RoomSizes decode(TlsReader in) throws DecodeException {
            return new RoomSizes(in.readList(WireLimits.MAX_LIST, RoomSize::decode));
        }
    }

    /**
     * How large a room is.
     *
     * @param devices that are in it
     * @param records that were ever accepted in its lane
     * @param bytes of what is kept of them, encrypted
     * @param blobs that are attached
     * @param blobBytes of these
     * @param lastAccepted when the newest record was accepted, in milliseconds since 1970
     */
    public record RoomSize(
            RoomId room, int devices, long records, long bytes, int blobs, long blobBytes, long lastAccepted)
            implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room)
                    .writeUint32(devices)
                    .writeUint64(records)
                    .writeUint64(bytes)
                    .writeUint32(blobs)
                    .writeUint64(blobBytes)
                    .writeUint64(lastAccepted);
        }

        static RoomSize decode(TlsReader in) throws DecodeException {
            return new RoomSize(
                    RoomId.decode(in),
                    WireFields.readCount(in),
                    WireFields.readLong(in),
                    WireFields.readLong(in),
                    WireFields.readCount(in),
                    WireFields.readLong(in),
                    WireFields.readLong(in));
        }
    }

    /** How the node is. */
    public record GetStatus() implements Request<Status> {
        @Override
        public RequestType<?, Status> type() {
            return GET_STATUS;
        }

        @Override
        public void encode(TlsWriter out) {}

        static GetStatus decode(TlsReader in) {
            return new GetStatus();
        }
    }

    /**
     * How the node is: the numbers of its health and its limits, each under a name that docs/protocol.md lists. A client
     * shows those that it knows.
     */
    public record Status(List<Figure> figures) implements TlsEncodable {
        public Status {
            figures = List.copyOf(figures);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeList(figures);
        }

        static Status decode(TlsReader in) throws DecodeException {
            return new Status(in.readList(WireLimits.MAX_LIST, Figure::decode));
        }
    }

    /** One number of a node, such as {@code connections}. */
    public record Figure(String name, long value) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            WireText.write(out, name);
            out.writeUint64(value);
        }

        static Figure decode(TlsReader in) throws DecodeException {
            return new Figure(WireText.read(in, WireLimits.MAX_TEXT), WireFields.readLong(in));
        }
    }
}
