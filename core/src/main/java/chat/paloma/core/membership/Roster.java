package chat.paloma.core.membership;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.mls.group.EpochState;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.RatchetTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who is in a room in one epoch: the accounts of the leaves, each with its role and its devices. Immutable.
 *
 * @param accounts ascending
 */
public record Roster(RoomPolicy policy, Map<AccountId, Account> accounts) {

    /**
     * An account in the room.
     *
     * @param devices by their leaves, from left to right
     */
    public record Account(AccountId id, Role role, List<Device> devices) {
        public Account {
            devices = List.copyOf(devices);
        }
    }

    /** A device in the room, with the leaf that it has. */
    public record Device(LeafIndex leaf, DeviceCredential credential) {
        public DeviceId id() {
            return credential.device().device();
        }
    }

    public Roster {
        accounts = Collections.unmodifiableMap(new TreeMap<>(accounts));
    }

    /**
     * The roster of an epoch.
     *
     * @throws DecodeException when the group is no room's: it has no policy of its own, or a leaf that is no device
     */
    public static Roster of(EpochState epoch) throws DecodeException {
        RoomPolicy policy = RoomPolicy.of(epoch.context());
        Map<AccountId, List<Device>> devices = new TreeMap<>();
        for (RatchetTree.Member member : epoch.tree().members()) {
            DeviceCredential credential = DeviceCredential.of(member.leaf().credential());
            devices.computeIfAbsent(credential.device().account(), id -> new ArrayList<>())
                    .add(new Device(member.index(), credential));
        }
        Map<AccountId, Account> accounts = new TreeMap<>();
        devices.forEach((id, leaves) -> accounts.put(id, new Account(id, policy.roleOf(id), leaves)));
        return new Roster(policy, accounts);
    }

    public boolean contains(AccountId account) {
        return accounts.containsKey(account);
    }

    /** The account, when it is in the room. */
    public Optional<Account> find(AccountId account) {
        return Optional.ofNullable(accounts.get(account));
    }

    /** The device with its leaf, when it is in the room. */
    public Optional<Device> find(DeviceAddress address) {
        return find(address.account())
                .flatMap(account -> account.devices().stream()
                        .filter(device -> device.id().equals(address.device()))
                        .findFirst());
    }
}
