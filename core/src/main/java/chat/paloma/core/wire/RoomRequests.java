package chat.paloma.core.wire;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import java.util.List;
import java.util.Optional;

/** Rooms and their MLS groups. */
public final class RoomRequests {
    public static final RequestType<OpenRoom, LaneRequests.Appended> OPEN_ROOM =
            new RequestType<>(48, "open-room", OpenRoom::decode, LaneRequests.Appended::decode);
    public static final RequestType<GetRoom, RoomState> GET_ROOM =
            new RequestType<>(49, "get-room", GetRoom::decode, RoomState::decode);
    public static final RequestType<ReadTree, TreeChunk> READ_TREE =
            new RequestType<>(50, "read-tree", ReadTree::decode, TreeChunk::decode);
    public static final RequestType<ListRooms, Rooms> LIST_ROOMS =
            new RequestType<>(51, "list-rooms", ListRooms::decode, Rooms::decode);
    public static final RequestType<Commit, LaneRequests.Appended> COMMIT =
            new RequestType<>(52, "commit", Commit::decode, LaneRequests.Appended::decode);
    public static final RequestType<SetRetention, Done> SET_RETENTION =
            new RequestType<>(53, "set-retention", SetRetention::decode, Done::decode);

    private RoomRequests() {}

    /**
     * Opens a room, or the next generation of one.
     *
     * @param message the device's number for this request, as for an append
     * @param groupInfo encoded, without the tree, signed by this device
     * @param tree encoded, of at most {@link WireLimits#MAX_FIRST_TREE} bytes
     * @param welcomes for those who are in it from the beginning, but this device
     */
    public record OpenRoom(RoomId room, long message, ByteString groupInfo, ByteString tree, List<WelcomeFor> welcomes)
            implements Request<LaneRequests.Appended> {
        public OpenRoom {
            welcomes = List.copyOf(welcomes);
        }

        @Override
        public RequestType<?, LaneRequests.Appended> type() {
            return OPEN_ROOM;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(room).writeUint64(message).write(groupInfo).write(tree).writeList(welcomes);
        }

        static OpenRoom decode(TlsReader in) throws DecodeException {
            return new OpenRoom(
                    RoomId.decode(in),
                    WireFields.readLong(in),
                    ByteString.decode(in, WireLimits.MAX_GROUP_INFO),
                    ByteString.decode(in, WireLimits.MAX_FIRST_TREE),
                    in.readList(WireLimits.MAX_WELCOMED, WelcomeFor::decode));
        }
    }

    /**
     * Asks where a room stands.
     *
     * @param link what shows that somebody who is not in the room has an invite link to it, a {@link RoomPass}
     */
    public record GetRoom(RoomId room, Optional<ByteString> link) implements Request<RoomState> {
        @Override
        public RequestType<?, RoomState> type() {
            return GET_ROOM;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(room).writeOptional(link);
        }

        static GetRoom decode(TlsReader in) throws DecodeException {
            return new GetRoom(RoomId.decode(in), RoomPass.decodeOptional(in));
        }
    }

    /**
     * A room in its newest epoch.
     *
     * @param groupInfo without the tree, for a device that joins by an external commit
     * @param treeSize in bytes
     * @param position of its lane
     */
    public record RoomState(RoomEpoch epoch, ByteString groupInfo, int treeSize, Position position)
            implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(epoch).write(groupInfo).writeUint32(treeSize).write(position);
        }

        static RoomState decode(TlsReader in) throws DecodeException {
            return new RoomState(
                    RoomEpoch.decode(in),
                    ByteString.decode(in, WireLimits.MAX_GROUP_INFO),
                    WireFields.readCount(in),
                    Position.decode(in));
        }
    }

    /** Reads a part of the ratchet tree of an epoch: of the newest, or of one that a Welcome is for. */
    public record ReadTree(RoomId room, RoomEpoch epoch, int offset, Optional<ByteString> link)
            implements Request<TreeChunk> {
        @Override
        public RequestType<?, TreeChunk> type() {
            return READ_TREE;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(epoch).writeUint32(offset).writeOptional(link);
        }

        static ReadTree decode(TlsReader in) throws DecodeException {
            return new ReadTree(
                    RoomId.decode(in), RoomEpoch.decode(in), WireFields.readCount(in), RoomPass.decodeOptional(in));
        }
    }

    /** A part of a tree; {@code total} is the length of the whole. */
    public record TreeChunk(int total, ByteString bytes) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint32(total).write(bytes);
        }

        static TreeChunk decode(TlsReader in) throws DecodeException {
            return new TreeChunk(WireFields.readCount(in), ByteString.decode(in, WireLimits.MAX_TREE_CHUNK));
        }
    }

    /** Asks for the rooms of this device behind {@code after}, in the order of their ids. */
    public record ListRooms(Optional<RoomId> after) implements Request<Rooms> {
        @Override
        public RequestType<?, Rooms> type() {
            return LIST_ROOMS;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeOptional(after);
        }

        static ListRooms decode(TlsReader in) throws DecodeException {
            return new ListRooms(in.readOptional(RoomId::decode));
        }
    }

    /** A page of rooms; ask again behind its last as long as it is not empty. */
    public record Rooms(List<RoomSummary> rooms) implements TlsEncodable {
        public Rooms {
            rooms = List.copyOf(rooms);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeList(rooms);
        }

        static Rooms decode(TlsReader in) throws DecodeException {
            return new Rooms(in.readList(WireLimits.MAX_LIST, RoomSummary::decode));
        }
    }

    /** One room in a list. */
    public record RoomSummary(RoomId room, RoomEpoch epoch, Position position) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(epoch).write(position);
        }

        static RoomSummary decode(TlsReader in) throws DecodeException {
            return new RoomSummary(RoomId.decode(in), RoomEpoch.decode(in), Position.decode(in));
        }
    }

    /**
     * Begins the next epoch of a room.
     *
     * @param message the device's number for this request, as for an append
     * @param epoch that the commit ends
     * @param commit an envelope of a commit record, or of a large commit whose blob was uploaded
     * @param large which of the two
     * @param groupInfo of the epoch that the commit begins, without the tree
     * @param welcomes one for some of those whom the commit adds, together for all of them
     */
    public record Commit(
            RoomId room,
            long message,
            RoomEpoch epoch,
            boolean large,
            ByteString commit,
            ByteString groupInfo,
            List<WelcomeFor> welcomes)
            implements Request<LaneRequests.Appended> {
        public Commit {
            welcomes = List.copyOf(welcomes);
        }

        @Override
        public RequestType<?, LaneRequests.Appended> type() {
            return COMMIT;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(room).writeUint64(message).write(epoch).writeUint8(large ? 1 : 0);
            out.write(commit).write(groupInfo).writeList(welcomes);
        }

        static Commit decode(TlsReader in) throws DecodeException {
            return new Commit(
                    RoomId.decode(in),
                    WireFields.readLong(in),
                    RoomEpoch.decode(in),
                    WireFields.readBoolean(in),
                    ByteString.decode(in, WireLimits.MAX_INLINE_COMMIT),
                    ByteString.decode(in, WireLimits.MAX_GROUP_INFO),
                    in.readList(WireLimits.MAX_WELCOMED, WelcomeFor::decode));
        }
    }

    /** A Welcome with the devices that it is for. */
    public record WelcomeFor(List<DeviceAddress> devices, ByteString welcome) implements TlsEncodable {
        public WelcomeFor {
            devices = List.copyOf(devices);
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeList(devices).write(welcome);
        }

        static WelcomeFor decode(TlsReader in) throws DecodeException {
            return new WelcomeFor(
                    in.readList(WireLimits.MAX_WELCOMED, DeviceAddress::decode),
                    ByteString.decode(in, WireLimits.MAX_WELCOME));
        }
    }

    /** Sets how long the node keeps this room's envelopes, in seconds; 0 for as long as it can. For its owners. */
    public record SetRetention(RoomId room, int seconds) implements Request<Done> {
        @Override
        public RequestType<?, Done> type() {
            return SET_RETENTION;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(room).writeUint32(seconds);
        }

        static SetRetention decode(TlsReader in) throws DecodeException {
            return new SetRetention(RoomId.decode(in), WireFields.readCount(in));
        }
    }
}
