package chat.paloma.sim.node;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.VaultRequests.StoredVault;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Everything that a node has on its disk. A request changes it as a whole or not at all. */
final class NodeState {
    record AccountRow(Handle handle, AccountRecord record, boolean administrator, boolean removed) {
        AccountRow with(AccountRecord next) {
            return new AccountRow(handle, next, administrator, removed);
        }

        AccountRow ended() {
            return new AccountRow(handle, record, false, true);
        }
    }

    record Pair(AccountId from, AccountId to) {}

    record Invitation(long sentAt, boolean accepted, boolean declined) {}

    record TreeKey(RoomId room, RoomEpoch epoch) {}

    /** A device in a room. */
    record Place(RoomId room, DeviceAddress device) {}

    record Blob(RoomId room, long size, ByteString present) {}

    final CryptoProvider crypto;
    final ServerId server;
    final Map<AccountId, AccountRow> accounts = new TreeMap<>();
    final Map<DeviceAddress, DeviceRow> devices = new TreeMap<>();
    final Map<Pair, Invitation> invitations = new HashMap<>();
    final Map<LaneId, SimLane> lanes = new LinkedHashMap<>();
    final Map<RoomId, SimRoom> rooms = new TreeMap<>();
    final Map<TreeKey, ByteString> trees = new HashMap<>();
    final Map<Place, ByteString> receipts = new LinkedHashMap<>();
    final Map<BlobId, Blob> blobs = new HashMap<>();
    final Map<AccountId, StoredVault> vaults = new HashMap<>();
    /** What new devices and devices of accounts leave for each other, by name and part. */
    final Map<String, ByteString> links = new HashMap<>();
    /** Up to which sequence devices may read that were removed. */
    final Map<Place, Long> former = new HashMap<>();

    NodeState(CryptoProvider crypto, ServerId server) {
        this.crypto = crypto;
        this.server = server;
    }

    /** A backup. */
    NodeState copy() {
        NodeState copy = new NodeState(crypto, server);
        copy.forgetsNumbers = forgetsNumbers;
        copy.accounts.putAll(accounts);
        devices.forEach((device, row) -> copy.devices.put(device, row.copy()));
        copy.invitations.putAll(invitations);
        lanes.forEach((id, lane) -> copy.lanes.put(id, lane.copy()));
        copy.rooms.putAll(rooms);
        copy.trees.putAll(trees);
        copy.receipts.putAll(receipts);
        copy.blobs.putAll(blobs);
        copy.vaults.putAll(vaults);
        copy.links.putAll(links);
        copy.former.putAll(former);
        return copy;
    }

    void beginIncarnation() {
        lanes.values().forEach(SimLane::beginIncarnation);
    }

    /** In which incarnation the node is: the one of the lanes that it had before it was first restored. */
    int incarnation() {
        return lanes.values().stream().mapToInt(SimLane::incarnations).max().orElse(1);
    }

    // Accounts

    Optional<AccountRow> account(AccountId account) {
        return Optional.ofNullable(accounts.get(account)).filter(row -> !row.removed());
    }

    Optional<AccountRow> account(Handle handle) {
        return accounts.values().stream()
                .filter(row -> row.handle().equals(handle) && !row.removed())
                .findFirst();
    }

    /** The devices of an account that are on its list. */
    List<DeviceAddress> listed(AccountId account) {
        return devices.entrySet().stream()
                .filter(entry -> entry.getKey().account().equals(account) && entry.getValue().listed)
                .map(Map.Entry::getKey)
                .toList();
    }

    DeviceRow device(DeviceAddress device) {
        DeviceRow row = devices.get(device);
        if (row == null || !row.listed) {
            throw new Refused(FailureCode.DEVICE_REVOKED);
        }
        return row;
    }

    // Lanes

    static LaneId lane(RoomId room) {
        return new LaneId.Room(room, RegionId.ONLY);
    }

    SimLane require(LaneId lane) {
        return find(lane).orElseThrow(() -> new Refused(FailureCode.NOT_FOUND, "no such lane"));
    }

    Optional<SimLane> find(LaneId lane) {
        return Optional.ofNullable(lanes.get(lane));
    }

    SimLane create(LaneId lane, RoomEpoch epoch) {
        SimLane made = new SimLane(crypto, server, lane, epoch);
        lanes.put(lane, made);
        return made;
    }

    /** Breaks a rule, to see that it is noticed: every message is a new one. */
    boolean forgetsNumbers;

    /** Where a message of a device was appended before, if it was. */
    Optional<Committed> findRepeat(DeviceAddress device, long message, LaneId lane, Envelope envelope) {
        Optional<DeviceRow.Place> known =
                forgetsNumbers ? Optional.empty() : device(device).find(message);
        return known.map(place -> {
            if (!place.lane().equals(lane)) {
                throw new Refused(FailureCode.MESSAGE_NUMBER_REUSED, "number " + message + " went to another lane");
            }
            Committed committed = require(lane).at(place.sequence());
            if (!committed.record().header().envelopeHash().equals(envelope.hash(crypto))) {
                throw new Refused(FailureCode.MESSAGE_NUMBER_REUSED, "number " + message + " was another message");
            }
            return committed;
        });
    }

    void remember(DeviceAddress device, long message, Committed committed) {
        device(device)
                .remember(
                        message,
                        new DeviceRow.Place(
                                committed.lane(), committed.position().sequence()));
    }

    // Rooms

    Optional<SimRoom> room(RoomId room) {
        return Optional.ofNullable(rooms.get(room));
    }

    SimRoom room(RoomId room, DeviceAddress member) {
        return room(room).filter(each -> each.hasDevice(member)).orElseThrow(NodeState::notAMember);
    }

    static Refused notAMember() {
        return new Refused(FailureCode.NOT_A_MEMBER);
    }
}
