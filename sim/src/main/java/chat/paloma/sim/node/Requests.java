package chat.paloma.sim.node;

import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.Position;
import chat.paloma.core.wire.AccountRequests.GetAccount;
import chat.paloma.core.wire.AccountRequests.LookUp;
import chat.paloma.core.wire.AccountRequests.RemoveAccount;
import chat.paloma.core.wire.AccountRequests.UpdateDevices;
import chat.paloma.core.wire.BlobRequests.BeginDownload;
import chat.paloma.core.wire.BlobRequests.BeginUpload;
import chat.paloma.core.wire.BlobRequests.DeleteBlob;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.KeyRequests.AnswerInvitation;
import chat.paloma.core.wire.KeyRequests.Claim;
import chat.paloma.core.wire.KeyRequests.Publish;
import chat.paloma.core.wire.KeyRequests.SendInvitation;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.FollowState;
import chat.paloma.core.wire.LaneRequests.Following;
import chat.paloma.core.wire.LaneRequests.LaneStatus;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.LaneRequests.ReadStarts;
import chat.paloma.core.wire.LaneRequests.SendDirect;
import chat.paloma.core.wire.LaneRequests.TrimInbox;
import chat.paloma.core.wire.LaneRequests.Unfollow;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.RoomRequests.Commit;
import chat.paloma.core.wire.RoomRequests.GetRoom;
import chat.paloma.core.wire.RoomRequests.ListRooms;
import chat.paloma.core.wire.RoomRequests.OpenRoom;
import chat.paloma.core.wire.RoomRequests.ReadTree;
import chat.paloma.core.wire.RoomRequests.SetRetention;
import chat.paloma.core.wire.SignalRequests.Online;
import chat.paloma.core.wire.SignalRequests.PutReceipt;
import chat.paloma.core.wire.SignalRequests.ReadReceipts;
import chat.paloma.core.wire.SignalRequests.Receipt;
import chat.paloma.core.wire.SignalRequests.ShowPresence;
import chat.paloma.core.wire.SignalRequests.Signal;
import chat.paloma.core.wire.SignalRequests.WatchPresence;
import chat.paloma.core.wire.VaultRequests.GetVault;
import chat.paloma.core.wire.VaultRequests.PutVault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every request of a device with the part that does it. */
final class Requests {
    private static final Position NOWHERE = new Position(1, 0, LaneHead.NONE);

    /** Shows something to all who follow a lane, but its sender. */
    @FunctionalInterface
    interface Signaller {
        void signal(DeviceAddress from, LaneId lane, Event event);
    }

    private final NodeContext context;
    private final AccountPart accounts;
    private final KeyPart keys;
    private final MessagePart messages;
    private final RoomPart rooms;
    private final QueryPart queries;
    private final BlobPart blobs;
    private final Signaller signaller;

    Requests(
            NodeContext context,
            AccountPart accounts,
            KeyPart keys,
            MessagePart messages,
            RoomPart rooms,
            QueryPart queries,
            BlobPart blobs,
            Signaller signaller) {
        this.context = context;
        this.accounts = accounts;
        this.keys = keys;
        this.messages = messages;
        this.rooms = rooms;
        this.queries = queries;
        this.blobs = blobs;
        this.signaller = signaller;
    }

    TlsEncodable answer(NodeSession session, DeviceAddress caller, Request<?> request) {
        return switch (request) {
            case LookUp each -> accounts.lookUp(each);
            case GetAccount each -> accounts.get(each);
            case UpdateDevices each -> accounts.update(caller, each);
            case RemoveAccount each -> accounts.remove(caller, each);
            case Publish each -> keys.publish(caller, each);
            case Claim each -> keys.claim(caller, each);
            case SendInvitation each -> keys.invite(caller, each);
            case AnswerInvitation each -> keys.answer(caller, each);
            case OpenRoom each -> rooms.open(caller, each);
            case Commit each -> commit(caller, each);
            case GetRoom each -> queries.room(caller, each);
            case ReadTree each -> queries.tree(caller, each);
            case ListRooms each -> queries.rooms(caller, each);
            case SetRetention each -> queries.setRetention(caller, each);
            case Append each -> messages.append(caller, each);
            case ReadRange each -> queries.range(caller, each);
            case ReadStarts each -> queries.starts(caller, each);
            case Follow each -> follow(session, caller, each);
            case Unfollow each -> unfollow(session, each);
            case SendDirect each -> queries.direct(caller, each);
            case TrimInbox each -> queries.trim(caller, each);
            case Signal each -> signal(caller, each);
            case PutReceipt each -> receipt(caller, each);
            case ReadReceipts each -> queries.receipts(caller, each);
            case ShowPresence each -> new Done();
            case WatchPresence each -> new Online(List.of());
            case GetVault each -> accounts.vault(caller);
            case PutVault each -> accounts.put(caller, each);
            case DeleteBlob each -> blobs.delete(caller, each);
            case BeginUpload each -> blobs.begin(caller, each);
            case BeginDownload each -> blobs.begin(caller, each);
            default ->
                throw new Refused(
                        FailureCode.UNKNOWN_REQUEST,
                        "not in the simulation: " + request.type().name());
        };
    }

    /** What a commit left out of the removals of revoked devices is proposed again in the next epoch. */
    private TlsEncodable commit(DeviceAddress caller, Commit request) {
        TlsEncodable answer = rooms.commit(caller, request);
        messages.proposeRemovals();
        return answer;
    }

    private Following follow(NodeSession session, DeviceAddress caller, Follow request) {
        List<LaneStatus> answer = new ArrayList<>();
        for (Cursor cursor : request.cursors()) {
            answer.add(follow(session, caller, cursor));
        }
        return new Following(answer);
    }

    private LaneStatus follow(NodeSession session, DeviceAddress caller, Cursor cursor) {
        Optional<SimLane> lane = context.state().find(cursor.lane());
        if (lane.isEmpty() || !queries.mayRead(caller, cursor.lane())) {
            return new LaneStatus(FollowState.NOT_FOUND, NOWHERE);
        }
        Position end = lane.get().end();
        Position from = cursor.position();
        if (from.sequence() != 0 && !lane.get().had(from)) {
            return new LaneStatus(FollowState.DIVERGED, end);
        }
        session.follow(cursor.lane(), end.sequence());
        boolean same = from.incarnation() == end.incarnation();
        return new LaneStatus(same ? FollowState.LIVE : FollowState.OTHER_INCARNATION, end);
    }

    private static Done unfollow(NodeSession session, Unfollow request) {
        request.lanes().forEach(session::unfollow);
        return new Done();
    }

    private Done signal(DeviceAddress caller, Signal request) {
        context.state().room(request.room(), caller);
        signaller.signal(
                caller, NodeState.lane(request.room()), new Event.Signalled(request.room(), request.content()));
        return new Done();
    }

    private Done receipt(DeviceAddress caller, PutReceipt request) {
        Done done = queries.putReceipt(caller, request);
        signaller.signal(
                caller,
                NodeState.lane(request.room()),
                new Event.ReceiptChanged(request.room(), new Receipt(caller, request.content())));
        return done;
    }
}
