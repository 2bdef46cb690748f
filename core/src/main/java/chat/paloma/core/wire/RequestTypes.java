package chat.paloma.core.wire;

import java.util.List;
import java.util.Optional;

/** All requests that there are. */
public final class RequestTypes {
    public static final List<RequestType<?, ?>> ALL = List.of(
            SessionRequests.HELLO,
            SessionRequests.AUTHENTICATE,
            AccountRequests.LOOK_UP,
            AccountRequests.GET_ACCOUNT,
            AccountRequests.UPDATE_DEVICES,
            AccountRequests.REMOVE_ACCOUNT,
            AccountRequests.CREATE_INVITE,
            AccountRequests.LIST_ACCOUNTS,
            AccountRequests.SET_ADMINISTRATOR,
            AccountRequests.CREATE_RESET,
            AdministrationRequests.LIST_INVITES,
            AdministrationRequests.REVOKE_INVITE,
            AdministrationRequests.LIST_ROOM_SIZES,
            AdministrationRequests.GET_STATUS,
            KeyRequests.PUBLISH,
            KeyRequests.CLAIM,
            KeyRequests.SEND_INVITATION,
            KeyRequests.ANSWER_INVITATION,
            RoomRequests.OPEN_ROOM,
            RoomRequests.GET_ROOM,
            RoomRequests.READ_TREE,
            RoomRequests.LIST_ROOMS,
            RoomRequests.COMMIT,
            RoomRequests.SET_RETENTION,
            LaneRequests.APPEND,
            LaneRequests.READ_RANGE,
            LaneRequests.FOLLOW,
            LaneRequests.UNFOLLOW,
            LaneRequests.READ_STARTS,
            LaneRequests.SEND_DIRECT,
            LaneRequests.TRIM_INBOX,
            SignalRequests.SIGNAL,
            SignalRequests.SHOW_PRESENCE,
            SignalRequests.WATCH_PRESENCE,
            SignalRequests.PUT_RECEIPT,
            SignalRequests.READ_RECEIPTS,
            BlobRequests.BEGIN_UPLOAD,
            BlobRequests.BEGIN_DOWNLOAD,
            BlobRequests.DELETE_BLOB,
            VaultRequests.GET_VAULT,
            VaultRequests.PUT_VAULT);

    private RequestTypes() {}

    public static Optional<RequestType<?, ?>> of(int number) {
        for (RequestType<?, ?> type : ALL) {
            if (type.number() == number) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
