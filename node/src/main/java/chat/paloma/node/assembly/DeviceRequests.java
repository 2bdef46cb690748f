package chat.paloma.node.assembly;

import chat.paloma.core.wire.AccountRequests;
import chat.paloma.core.wire.AdministrationRequests;
import chat.paloma.core.wire.BlobRequests;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.KeyRequests;
import chat.paloma.core.wire.LaneRequests;
import chat.paloma.core.wire.LaneRequests.Cursor;
import chat.paloma.core.wire.RoomRequests;
import chat.paloma.core.wire.SessionRequests;
import chat.paloma.core.wire.SignalRequests;
import chat.paloma.core.wire.VaultRequests;
import chat.paloma.node.account.Accounts;
import chat.paloma.node.account.Invites;
import chat.paloma.node.account.Vaults;
import chat.paloma.node.administration.Administration;
import chat.paloma.node.blob.Blobs;
import chat.paloma.node.delivery.LaneReading;
import chat.paloma.node.inbox.InboxRequests;
import chat.paloma.node.keys.Invitations;
import chat.paloma.node.keys.KeyPackages;
import chat.paloma.node.presence.Presence;
import chat.paloma.node.presence.Receipts;
import chat.paloma.node.presence.Signals;
import chat.paloma.node.room.Commits;
import chat.paloma.node.room.Messages;
import chat.paloma.node.room.Openings;
import chat.paloma.node.room.RoomQueries;
import chat.paloma.node.session.Dispatcher;
import chat.paloma.node.store.Refusal;
import java.util.concurrent.CompletableFuture;

/** Every request of a device, with the part that does it. */
record DeviceRequests(
        Accounts accounts,
        Invites invites,
        Administration administration,
        KeyPackages keyPackages,
        Invitations invitations,
        Openings openings,
        Commits commits,
        RoomQueries rooms,
        Messages messages,
        LaneReading lanes,
        InboxRequests inboxes,
        Signals signals,
        Presence presence,
        Receipts receipts,
        Blobs blobs,
        Vaults vaults) {

    void addTo(Dispatcher dispatcher) {
        addHandshake(dispatcher);
        addAccounts(dispatcher);
        addRooms(dispatcher);
        addLanes(dispatcher);
        addSignals(dispatcher);
    }

    private static void addHandshake(Dispatcher dispatcher) {
        dispatcher.onBlocking(SessionRequests.HELLO, (caller, request) -> {
            throw new Refusal(FailureCode.UNEXPECTED_REQUEST, "the handshake is over");
        });
        dispatcher.onBlocking(SessionRequests.AUTHENTICATE, (caller, request) -> {
            throw new Refusal(FailureCode.UNEXPECTED_REQUEST, "the handshake is over");
        });
    }

    private void addAccounts(Dispatcher dispatcher) {
        dispatcher
                .onBlocking(AccountRequests.LOOK_UP, accounts::lookUp)
                .onBlocking(AccountRequests.GET_ACCOUNT, accounts::getAccount)
                .onBlocking(AccountRequests.UPDATE_DEVICES, accounts::updateDevices)
                .onBlocking(AccountRequests.REMOVE_ACCOUNT, accounts::removeAccount)
                .onBlocking(AccountRequests.CREATE_INVITE, invites::createInvite)
                .onBlocking(AccountRequests.CREATE_RESET, invites::createReset)
                .onBlocking(AccountRequests.LIST_ACCOUNTS, accounts::listAccounts)
                .onBlocking(AccountRequests.SET_ADMINISTRATOR, accounts::setAdministrator)
                .onBlocking(AdministrationRequests.LIST_INVITES, invites::listInvites)
                .onBlocking(AdministrationRequests.REVOKE_INVITE, invites::revokeInvite)
                .onBlocking(AdministrationRequests.LIST_ROOM_SIZES, administration::listRoomSizes)
                .onBlocking(AdministrationRequests.GET_STATUS, administration::status)
                .onBlocking(KeyRequests.PUBLISH, keyPackages::publish)
                .onBlocking(KeyRequests.CLAIM, keyPackages::claim)
                .onBlocking(KeyRequests.SEND_INVITATION, invitations::sendInvitation)
                .onBlocking(KeyRequests.ANSWER_INVITATION, invitations::answerInvitation);
    }

    private void addRooms(Dispatcher dispatcher) {
        dispatcher
                .onBlocking(RoomRequests.OPEN_ROOM, openings::open)
                .onBlocking(RoomRequests.GET_ROOM, rooms::get)
                .onBlocking(RoomRequests.READ_TREE, rooms::readTree)
                .onBlocking(RoomRequests.LIST_ROOMS, rooms::list)
                .onBlocking(RoomRequests.COMMIT, commits::commit)
                .on(RoomRequests.SET_RETENTION, (session, caller, request) -> rooms.setRetention(caller, request));
    }

    private void addLanes(Dispatcher dispatcher) {
        dispatcher
                .on(LaneRequests.APPEND, (session, caller, request) -> messages.append(caller, request))
                .onBlocking(LaneRequests.READ_RANGE, lanes::range)
                .onBlocking(LaneRequests.READ_STARTS, lanes::starts)
                .on(LaneRequests.FOLLOW, (session, caller, request) -> {
                    session.requireFollowable(
                            request.cursors().stream().map(Cursor::lane).toList());
                    return CompletableFuture.completedFuture(
                            lanes.follow(caller, request, session, session::follow, session::afterAnswer));
                })
                .on(
                        LaneRequests.UNFOLLOW,
                        (session, caller, request) ->
                                CompletableFuture.completedFuture(lanes.unfollow(request, session, session::unfollow)))
                .on(LaneRequests.SEND_DIRECT, (session, caller, request) -> inboxes.send(caller, request))
                .on(LaneRequests.TRIM_INBOX, (session, caller, request) -> inboxes.trim(caller, request));
    }

    private void addSignals(Dispatcher dispatcher) {
        dispatcher
                .onBlocking(SignalRequests.SIGNAL, signals::signal)
                .onBlocking(SignalRequests.SHOW_PRESENCE, presence::show)
                .onBlocking(SignalRequests.WATCH_PRESENCE, presence::watch)
                .onBlocking(SignalRequests.PUT_RECEIPT, receipts::put)
                .onBlocking(SignalRequests.READ_RECEIPTS, receipts::read)
                .onBlocking(BlobRequests.BEGIN_UPLOAD, blobs::beginUpload)
                .onBlocking(BlobRequests.BEGIN_DOWNLOAD, blobs::beginDownload)
                .onBlocking(BlobRequests.DELETE_BLOB, blobs::delete)
                .onBlocking(VaultRequests.GET_VAULT, vaults::get)
                .onBlocking(VaultRequests.PUT_VAULT, vaults::put);
    }
}
