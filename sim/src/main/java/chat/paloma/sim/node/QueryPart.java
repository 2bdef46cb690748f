package chat.paloma.sim.node;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.InboxRecords.DirectRecord;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.LaneRequests.ReadStarts;
import chat.paloma.core.wire.LaneRequests.SendDirect;
import chat.paloma.core.wire.LaneRequests.Starts;
import chat.paloma.core.wire.LaneRequests.TrimInbox;
import chat.paloma.core.wire.RoomPass;
import chat.paloma.core.wire.RoomRequests.GetRoom;
import chat.paloma.core.wire.RoomRequests.ListRooms;
import chat.paloma.core.wire.RoomRequests.ReadTree;
import chat.paloma.core.wire.RoomRequests.RoomState;
import chat.paloma.core.wire.RoomRequests.RoomSummary;
import chat.paloma.core.wire.RoomRequests.Rooms;
import chat.paloma.core.wire.RoomRequests.SetRetention;
import chat.paloma.core.wire.RoomRequests.TreeChunk;
import chat.paloma.core.wire.SignalRequests.PutReceipt;
import chat.paloma.core.wire.SignalRequests.ReadReceipts;
import chat.paloma.core.wire.SignalRequests.Receipt;
import chat.paloma.core.wire.SignalRequests.Receipts;
import chat.paloma.core.wire.WireLimits;
import java.util.List;
import java.util.Optional;

/** What devices read: lanes for those who may, rooms for their members and for who has a link. */
final class QueryPart {
    private static final int MAX_RECEIPT_DEVICES = 50;

    private final NodeContext context;

    QueryPart(NodeContext context) {
        this.context = context;
    }

    boolean mayRead(DeviceAddress caller, LaneId lane) {
        return switch (lane) {
            case LaneId.Inbox inbox -> inbox.device().equals(caller);
            case LaneId.Room room ->
                room.region().equals(RegionId.ONLY)
                        && context.state()
                                .room(room.room())
                                .filter(each -> each.hasDevice(caller))
                                .isPresent();
        };
    }

    /** The last sequence that a device may read: for who was removed from a room the commit that did it. */
    private long readsUpTo(DeviceAddress caller, LaneId lane) {
        if (mayRead(caller, lane)) {
            return Long.MAX_VALUE;
        }
        if (!(lane instanceof LaneId.Room room)) {
            throw new Refused(FailureCode.FORBIDDEN);
        }
        Long upTo = context.state().former.get(new NodeState.Place(room.room(), caller));
        if (upTo == null) {
            throw NodeState.notAMember();
        }
        return upTo;
    }

    Range range(DeviceAddress caller, ReadRange request) {
        long upTo = readsUpTo(caller, request.lane());
        return context.state()
                .require(request.lane())
                .range(request.after(), upTo, request.maxRecords(), request.maxBytes());
    }

    Starts starts(DeviceAddress caller, ReadStarts request) {
        long upTo = readsUpTo(caller, request.lane());
        return new Starts(context.state().require(request.lane()).starts().stream()
                .filter(start -> start.sequence() < upTo)
                .toList());
    }

    Done trim(DeviceAddress caller, TrimInbox request) {
        context.state().require(new LaneId.Inbox(caller)).trim(request.upTo());
        return new Done();
    }

    Appended direct(DeviceAddress caller, SendDirect request) {
        DeviceAddress to = new DeviceAddress(caller.account(), request.to());
        if (!context.state().listed(caller.account()).contains(to)) {
            throw new Refused(FailureCode.NOT_FOUND, "the account has no such device");
        }
        LaneId lane = new LaneId.Inbox(to);
        DirectRecord content = new DirectRecord(caller, request.content());
        Optional<Committed> repeat = context.state().findRepeat(caller, request.message(), lane, Envelope.of(content));
        if (repeat.isPresent()) {
            return repeat.get().appended();
        }
        Committed put = context.putInbox(to, RecordKind.DIRECT, content);
        context.state().remember(caller, request.message(), put);
        return put.appended();
    }

    private SimRoom visible(DeviceAddress caller, RoomId id, Optional<ByteString> link) {
        SimRoom room = context.state().room(id).orElseThrow(NodeState::notAMember);
        if (room.hasAccount(caller.account())
                || link.filter(pass -> hasLink(room, caller, id, pass)).isPresent()) {
            return room;
        }
        throw NodeState.notAMember();
    }

    private boolean hasLink(SimRoom room, DeviceAddress caller, RoomId id, ByteString signature) {
        RoomPass pass = new RoomPass(id, caller);
        return room.roster().policy().linkKeys().stream()
                .anyMatch(key -> pass.isSignedBy(context.crypto, context.suite.signature(), key, signature));
    }

    RoomState room(DeviceAddress caller, GetRoom request) {
        SimRoom room = visible(caller, request.room(), request.link());
        return new RoomState(
                room.epoch(),
                room.groupInfo(),
                room.group().tree().encoded().length,
                context.state().require(NodeState.lane(request.room())).end());
    }

    TreeChunk tree(DeviceAddress caller, ReadTree request) {
        SimRoom room = visible(caller, request.room(), request.link());
        ByteString kept = context.state().trees.get(new NodeState.TreeKey(request.room(), request.epoch()));
        ByteString tree = request.epoch().equals(room.epoch())
                ? ByteString.adopt(room.group().tree().encoded())
                : kept;
        if (tree == null) {
            throw new Refused(
                    FailureCode.TREE_MOVED_ON,
                    "the room is in epoch " + room.epoch().epoch());
        }
        if (request.offset() > tree.length()) {
            throw new Refused(FailureCode.MALFORMED_REQUEST, "the tree has " + tree.length() + " bytes");
        }
        int end = Math.min(tree.length(), request.offset() + WireLimits.MAX_TREE_CHUNK);
        return new TreeChunk(tree.length(), tree.slice(request.offset(), end));
    }

    Rooms rooms(DeviceAddress caller, ListRooms request) {
        return new Rooms(context.state().rooms.entrySet().stream()
                .filter(entry -> entry.getValue().hasDevice(caller))
                .filter(entry -> request.after()
                        .filter(after -> entry.getKey().bytes().compareTo(after.bytes()) <= 0)
                        .isEmpty())
                .limit(WireLimits.MAX_LIST)
                .map(entry -> new RoomSummary(
                        entry.getKey(),
                        entry.getValue().epoch(),
                        context.state().require(NodeState.lane(entry.getKey())).end()))
                .toList());
    }

    Done setRetention(DeviceAddress caller, SetRetention request) {
        SimRoom room = context.state().room(request.room(), caller);
        if (room.roster().policy().roleOf(caller.account()) != Role.OWNER) {
            throw new Refused(FailureCode.FORBIDDEN, "only owners set how long messages are kept");
        }
        return new Done();
    }

    Done putReceipt(DeviceAddress caller, PutReceipt request) {
        requireReceipts(caller, request.room());
        context.state().receipts.put(new NodeState.Place(request.room(), caller), request.content());
        return new Done();
    }

    private void requireReceipts(DeviceAddress caller, RoomId room) {
        if (context.state().room(room, caller).devices().size() > MAX_RECEIPT_DEVICES) {
            throw new Refused(FailureCode.RECEIPTS_OFF);
        }
    }

    Receipts receipts(DeviceAddress caller, ReadReceipts request) {
        requireReceipts(caller, request.room());
        List<Receipt> found = context.state().receipts.entrySet().stream()
                .filter(entry -> entry.getKey().room().equals(request.room()))
                .map(entry -> new Receipt(entry.getKey().device(), entry.getValue()))
                .toList();
        return new Receipts(found);
    }
}
