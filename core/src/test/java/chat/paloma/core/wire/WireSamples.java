package chat.paloma.core.wire;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceEntry;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.DeviceKey;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.DeviceList;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.ListKeyCertificate;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.identity.SignedDeviceList;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.EnvelopeHash;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordHeader;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.CipherSuiteId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One of every request and answer there is, and one of every event. */
final class WireSamples {
    static final RoomId ROOM = new RoomId(bytes(0x55, RoomId.LENGTH));
    static final AccountId ACCOUNT = new AccountId(bytes(0xaa, AccountId.LENGTH));
    static final DeviceId DEVICE_ID = new DeviceId(bytes(0x0d, DeviceId.LENGTH));
    static final DeviceAddress DEVICE = new DeviceAddress(ACCOUNT, DEVICE_ID);
    static final LaneId LANE = new LaneId.Room(ROOM, RegionId.ONLY);
    static final LaneId INBOX = new LaneId.Inbox(DEVICE);
    static final LaneHead HEAD = new LaneHead(bytes(0x4e, LaneHead.LENGTH));
    static final Position POSITION = new Position(1, 7, HEAD);
    static final RoomEpoch EPOCH = new RoomEpoch(2, 9);
    static final ServerId SERVER = new ServerId(bytes(0x5e, ServerId.LENGTH));
    static final ByteString SOME = bytes(0x11, 40);
    static final Envelope ENVELOPE = new Envelope(SOME);
    static final LaneRecord RECORD = new LaneRecord(
            new RecordHeader(8, 1_800_000_000_000L, RecordKind.APPLICATION, EPOCH, new EnvelopeHash(bytes(0xeb, 32))),
            Optional.of(ENVELOPE));
    static final LaneStart START = new LaneStart(SERVER, LANE, 2, 7, HEAD);
    static final BlobId BLOB = new BlobId(bytes(0xb1, BlobId.LENGTH));
    static final AccountRecord RECORD_OF_ACCOUNT = accountRecord();

    private WireSamples() {}

    static ByteString bytes(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return ByteString.adopt(bytes);
    }

    private static SignaturePublicKey key(SignatureAlgorithm algorithm) {
        return new SignaturePublicKey(bytes(0x21, algorithm.publicKeyLength()));
    }

    private static AccountRecord accountRecord() {
        ByteString signature = bytes(0x33, SignatureAlgorithm.ML_DSA_65.maxSignatureLength());
        DeviceKey deviceKey = new DeviceKey(DeviceKeyAlgorithm.ED25519, key(SignatureAlgorithm.ED25519));
        DeviceEntry entry = new DeviceEntry(DEVICE_ID, 1, List.of(deviceKey));
        return new AccountRecord(
                new ListKeyCertificate(
                        ACCOUNT, 1, key(SignatureAlgorithm.ML_DSA_65), key(SignatureAlgorithm.ML_DSA_65), signature),
                new SignedDeviceList(new DeviceList(ACCOUNT, 1, 1, bytes(0, 32), List.of(entry)), signature));
    }

    /** A request with an answer to it. */
    record Exchange<A extends TlsEncodable>(Request<A> request, A answer) {}

    private static final LaneRequests.Appended APPENDED = new LaneRequests.Appended(LANE, POSITION, 1);
    private static final AccountRequests.Found FOUND = new AccountRequests.Found(new Handle("ana"), RECORD_OF_ACCOUNT);
    private static final Done DONE = new Done();

    static List<Exchange<?>> exchanges() {
        RoomRequests.WelcomeFor welcome = new RoomRequests.WelcomeFor(List.of(DEVICE), SOME);
        SignalRequests.Online online = new SignalRequests.Online(List.of(ACCOUNT));
        BlobRequests.Capability capability = new BlobRequests.Capability("token", 1, 2, 3);
        return List.of(
                new Exchange<>(
                        new SessionRequests.Hello(List.of(1, 2), "test", 3, bytes(1, 32)),
                        new SessionRequests.Challenge(1, SERVER, "https://chat.example", bytes(2, 32), 4)),
                new Exchange<>(
                        new SessionRequests.Authenticate(DEVICE, SOME),
                        new SessionRequests.Welcomed(1, 2, POSITION, true, 3, key(SignatureAlgorithm.ML_DSA_44))),
                new Exchange<>(new AccountRequests.LookUp(new Handle("ana")), FOUND),
                new Exchange<>(new AccountRequests.GetAccount(ACCOUNT), FOUND),
                new Exchange<>(new AccountRequests.UpdateDevices(RECORD_OF_ACCOUNT), DONE),
                new Exchange<>(new AccountRequests.RemoveAccount(ACCOUNT), DONE),
                new Exchange<>(
                        new AccountRequests.CreateInvite(true, 60),
                        new AccountRequests.Invite(bytes(7, 32), "https://chat.example/#join=x", 5)),
                new Exchange<>(
                        new AccountRequests.ListAccounts("ana"),
                        new AccountRequests.Accounts(
                                List.of(new AccountRequests.Summary(ACCOUNT, new Handle("ana"), false, 2)))),
                new Exchange<>(new AccountRequests.SetAdministrator(ACCOUNT, true), DONE),
                new Exchange<>(
                        new AccountRequests.CreateReset(ACCOUNT, 60),
                        new AccountRequests.Invite(bytes(7, 32), "https://chat.example/#reset=ana/x", 5)),
                new Exchange<>(
                        new AdministrationRequests.ListInvites(),
                        new AdministrationRequests.Invites(List.of(
                                new AdministrationRequests.OpenInvite(
                                        bytes(8, 32), true, Optional.empty(), Optional.of(ACCOUNT), 5),
                                new AdministrationRequests.OpenInvite(
                                        bytes(9, 32), false, Optional.of(ACCOUNT), Optional.empty(), 6)))),
                new Exchange<>(new AdministrationRequests.RevokeInvite(bytes(8, 32)), DONE),
                new Exchange<>(
                        new AdministrationRequests.ListRoomSizes(Optional.of(ROOM)),
                        new AdministrationRequests.RoomSizes(
                                List.of(new AdministrationRequests.RoomSize(ROOM, 1, 2, 3, 4, 5, 6)))),
                new Exchange<>(
                        new AdministrationRequests.GetStatus(),
                        new AdministrationRequests.Status(List.of(new AdministrationRequests.Figure("sessions", 7)))),
                new Exchange<>(
                        new KeyRequests.Publish(List.of(SOME, SOME), Optional.of(SOME)), new KeyRequests.Stock(2)),
                new Exchange<>(
                        new KeyRequests.Claim(ACCOUNT, CipherSuiteId.of(CipherSuite.DEFAULT), Optional.of(ROOM)),
                        new KeyRequests.Claimed(List.of(new KeyRequests.OfDevice(DEVICE_ID, SOME)))),
                new Exchange<>(new KeyRequests.SendInvitation(ACCOUNT, SOME), DONE),
                new Exchange<>(new KeyRequests.AnswerInvitation(ACCOUNT, true), DONE),
                new Exchange<>(new RoomRequests.OpenRoom(ROOM, 1, SOME, SOME, List.of(welcome)), APPENDED),
                new Exchange<>(
                        new RoomRequests.GetRoom(ROOM, Optional.of(SOME)),
                        new RoomRequests.RoomState(EPOCH, SOME, 5, POSITION)),
                new Exchange<>(
                        new RoomRequests.ReadTree(ROOM, EPOCH, 3, Optional.empty()),
                        new RoomRequests.TreeChunk(50, SOME)),
                new Exchange<>(
                        new RoomRequests.ListRooms(Optional.of(ROOM)),
                        new RoomRequests.Rooms(List.of(new RoomRequests.RoomSummary(ROOM, EPOCH, POSITION)))),
                new Exchange<>(new RoomRequests.Commit(ROOM, 2, EPOCH, false, SOME, SOME, List.of(welcome)), APPENDED),
                new Exchange<>(new RoomRequests.SetRetention(ROOM, 60), DONE),
                new Exchange<>(new LaneRequests.Append(ROOM, 3, RecordKind.APPLICATION, EPOCH, ENVELOPE), APPENDED),
                new Exchange<>(
                        new LaneRequests.ReadRange(INBOX, 7, 10, 1000),
                        new LaneRequests.Range(HEAD, List.of(RECORD), POSITION, POSITION)),
                new Exchange<>(
                        new LaneRequests.Follow(List.of(new LaneRequests.Cursor(LANE, POSITION))),
                        new LaneRequests.Following(
                                List.of(new LaneRequests.LaneStatus(LaneRequests.FollowState.DIVERGED, POSITION)))),
                new Exchange<>(new LaneRequests.Unfollow(List.of(LANE, INBOX)), DONE),
                new Exchange<>(new LaneRequests.ReadStarts(LANE), new LaneRequests.Starts(List.of(START))),
                new Exchange<>(new LaneRequests.SendDirect(DEVICE_ID, 4, SOME), APPENDED),
                new Exchange<>(new LaneRequests.TrimInbox(7), DONE),
                new Exchange<>(new SignalRequests.Signal(ROOM, SOME), DONE),
                new Exchange<>(new SignalRequests.ShowPresence(false), DONE),
                new Exchange<>(new SignalRequests.WatchPresence(List.of(ACCOUNT)), online),
                new Exchange<>(new SignalRequests.PutReceipt(ROOM, SOME), DONE),
                new Exchange<>(
                        new SignalRequests.ReadReceipts(ROOM),
                        new SignalRequests.Receipts(List.of(new SignalRequests.Receipt(DEVICE, SOME)))),
                new Exchange<>(new BlobRequests.BeginUpload(ROOM, BLOB, 3), capability),
                new Exchange<>(new BlobRequests.BeginDownload(ROOM, BLOB), capability),
                new Exchange<>(new BlobRequests.DeleteBlob(ROOM, BLOB), DONE),
                new Exchange<>(new VaultRequests.GetVault(), new VaultRequests.StoredVault(3, SOME)),
                new Exchange<>(new VaultRequests.PutVault(3, SOME), DONE));
    }

    static List<Event> events() {
        return List.of(
                new Event.Delivered(LANE, RECORD, HEAD),
                new Event.FellBehind(INBOX),
                new Event.Signalled(ROOM, SOME),
                new Event.PresenceChanged(ACCOUNT, true),
                new Event.ReceiptChanged(ROOM, new SignalRequests.Receipt(DEVICE, SOME)),
                new Event.StockLow(3),
                new Event.Draining(500));
    }
}
