package chat.paloma.node.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.lane.Position;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.RoomPass;
import chat.paloma.core.wire.RoomRequests.GetRoom;
import chat.paloma.core.wire.RoomRequests.ListRooms;
import chat.paloma.core.wire.RoomRequests.ReadTree;
import chat.paloma.core.wire.RoomRequests.RoomState;
import chat.paloma.core.wire.RoomRequests.RoomSummary;
import chat.paloma.core.wire.RoomRequests.Rooms;
import chat.paloma.core.wire.RoomRequests.SetRetention;
import chat.paloma.core.wire.RoomRequests.TreeChunk;
import chat.paloma.core.wire.WireLimits;
import chat.paloma.node.account.Caller;
import chat.paloma.node.lane.Lanes;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What devices ask about rooms. */
public final class RoomQueries {
    private final Database database;
    private final CryptoProvider crypto;
    private final Lanes lanes;
    private final RoomDirectory rooms;

    public RoomQueries(Database database, CryptoProvider crypto, Lanes lanes, RoomDirectory rooms) {
        this.database = database;
        this.crypto = crypto;
        this.lanes = lanes;
        this.rooms = rooms;
    }

    /** The room's newest epoch: for its members, for devices of their accounts, and for who has a link to it. */
    public RoomState get(Caller caller, GetRoom request) {
        RoomGroup room = visible(caller, request.room(), request.link());
        return new RoomState(room.epoch(), room.groupInfo(), room.group().tree().encoded().length, end(request.room()));
    }

    private Position end(RoomId room) {
        return lanes.end(Messages.lane(room)).orElseThrow(RoomDirectory::notAMember);
    }

    private RoomGroup visible(Caller caller, RoomId room, Optional<ByteString> link) {
        RoomGroup group = rooms.find(room).orElseThrow(RoomDirectory::notAMember);
        if (group.hasAccount(caller.account())
                || link.filter(pass -> hasLink(group, caller, room, pass)).isPresent()) {
            return group;
        }
        throw RoomDirectory.notAMember();
    }

    private boolean hasLink(RoomGroup group, Caller caller, RoomId room, ByteString signature) {
        RoomPass pass = new RoomPass(room, caller.device());
        SignatureAlgorithm algorithm = group.group().context().suite().signature();
        return group.roster().policy().linkKeys().stream()
                .anyMatch(key -> pass.isSignedBy(crypto, algorithm, key, signature));
    }

    /** A part of the tree of the newest epoch, or of one that a Welcome is for. */
    public TreeChunk readTree(Caller caller, ReadTree request) {
        RoomGroup room = visible(caller, request.room(), request.link());
        RoomTable.TreePart part = database.read(handle -> RoomTable.treePart(
                        handle, request.room(), request.epoch(), request.offset(), WireLimits.MAX_TREE_CHUNK))
                .orElseThrow(() -> new Refusal(
                        FailureCode.TREE_MOVED_ON,
                        "the room is in epoch " + room.epoch().epoch()));
        if (request.offset() > part.total()) {
            throw new Refusal(FailureCode.MALFORMED_REQUEST, "the tree has " + part.total() + " bytes");
        }
        return new TreeChunk(part.total(), part.bytes());
    }

    /** The rooms that this device is in. */
    public Rooms list(Caller caller, ListRooms request) {
        List<RoomId> ids = database.read(
                handle -> RoomTable.ofDevice(handle, caller.device(), request.after(), WireLimits.MAX_LIST));
        return new Rooms(ids.stream()
                .flatMap(id -> rooms.find(id).stream().map(room -> new RoomSummary(id, room.epoch(), end(id))))
                .toList());
    }

    /** Sets how long envelopes are kept. */
    public CompletableFuture<Done> setRetention(Caller caller, SetRetention request) {
        RoomGroup room = rooms.require(request.room(), caller.device());
        if (room.roster().policy().roleOf(caller.account()) != Role.OWNER) {
            throw new Refusal(FailureCode.FORBIDDEN, "only owners set how long messages are kept");
        }
        return database.write(transaction -> {
            RoomTable.setRetention(transaction.handle(), request.room(), request.seconds());
            return new Done();
        });
    }
}
