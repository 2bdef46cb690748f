package chat.paloma.core.engine.own;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.OwnIdentity;
import chat.paloma.core.engine.device.Turn;
import chat.paloma.core.engine.inbox.Stock;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomLanes;
import chat.paloma.core.engine.room.RoomWishes;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.vault.Vault;
import chat.paloma.core.engine.vault.VaultKeys;
import chat.paloma.core.engine.vault.VaultState;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceEntry;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.DeviceList;
import chat.paloma.core.identity.ListKey;
import chat.paloma.core.membership.RoomId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The own account on one connection: its list, its self room, its vault, and what is under way with them. What is begun
 * and not done goes on with the next connection.
 */
public final class OwnAccount implements OwnList.Listener {
    private final Device device;
    private final RoomLanes lanes;
    private final RoomWishes wishes;
    private final Stock stock;
    private final OwnState state;
    private final VaultState vaultState;
    private final Vault vault;
    private final OwnList list;
    private final SelfRoom selfRoom;
    private final RoomSync sync;
    private final RecoverySteps recovery;
    private final Rooms rooms;
    private final Turn turn;
    private long progress = -1;
    /** The revision of the vault whose rooms were looked at last. */
    private long pulled = -1;

    private boolean loaded;

    public OwnAccount(RoomContext context, RoomLanes lanes, Stock stock) {
        this.device = context.device();
        this.lanes = lanes;
        this.stock = stock;
        this.rooms = context.rooms();
        this.turn = new Turn(device, this::tellReturned);
        this.wishes = new RoomWishes(context.rooms());
        this.state = new OwnState(device.state());
        this.vaultState = new VaultState(device.state());
        this.vault = new Vault(device, context.link());
        this.list = new OwnList(device, context.contacts(), context.link(), state, this);
        this.selfRoom = new SelfRoom(context, lanes, state, vault);
        this.sync = new RoomSync(context, lanes, vault, content -> selfRoom.tellVault(content.revision()));
        this.recovery = new RecoverySteps(device, rooms, state, vault, sync, this);
    }

    /** The self room, also while it is not in the vault yet. */
    public static Optional<RoomId> selfRoom(Device device) {
        return new VaultState(device.state()).known().selfRoom().or(new OwnState(device.state())::openingSelfRoom);
    }

    /** The account's vault. */
    public Vault vault() {
        return vault;
    }

    /**
     * Begins.
     *
     * @param version of the account's list at the node
     */
    public void start(long version) {
        list.start(version);
        if (state.recovering().isPresent()) {
            recovery.start(this::load);
        } else {
            load();
        }
    }

    private void load() {
        vault.load(content -> loaded = true, problem -> {
            // The key may stand in the self room, into which this device comes by what it knew.
            loaded = false;
            sync.pull();
        });
    }

    /** The node says that the list has another version. */
    public void devicesChanged() {
        list.refresh();
    }

    /**
     * Does what can be done now, once everything was taken in that the node had; cheap when there is nothing.
     */
    public void settle() {
        if (state.recovering().isPresent()) {
            return;
        }
        if (selfRoom.progress() != progress) {
            progress = selfRoom.progress();
            hear();
        }
        if (!loaded) {
            return;
        }
        selfRoom.ensure();
        if (vault.known().revision() != pulled) {
            // Also one that this device wrote: what others had written before is in it.
            pulled = vault.known().revision();
            sync.pull();
        }
        sync.push(selfRoom.id().or(state::openingSelfRoom));
        if (state.areSecretsDue() && state.pending().isEmpty() && selfRoom.tellKeys()) {
            state.setSecretsDue(false);
            vault.reseal(() -> selfRoom.tellVault(vault.known().revision()), problem -> {});
        }
        tellReturned();
    }

    /** A device that came into the self room later, or came back, may have missed the newest keys: one tells it. */
    private void tellReturned() {
        Optional<RoomId> room = selfRoom.id();
        OptionalLong came = room.isPresent() ? rooms.arrivals().last(room.get()) : OptionalLong.empty();
        if (came.isPresent() && selfRoom.hasToldBehind(room.get(), came.getAsLong())) {
            rooms.arrivals().told(room.get());
            came = OptionalLong.empty();
        }
        if (turn.hasCome(came.isPresent()) && selfRoom.tellKeys()) {
            room.ifPresent(rooms.arrivals()::told);
        }
    }

    /** Takes in what other devices wrote into the self room. */
    private void hear() {
        if (selfRoom.listKey().filter(list::take).isPresent()) {
            certified();
        }
        Optional<VaultKeys> known = vaultState.keys();
        Optional<VaultKeys> news = selfRoom.vaultKeys()
                .flatMap(told -> known.isPresent() ? known.get().hearing(told) : Optional.of(told));
        news.ifPresent(vaultState::setKeys);
        if (news.isPresent() || selfRoom.vaultRevision() > vault.known().revision()) {
            load();
        }
    }

    /** This device has another certificate: its leaves and key packages are to show it. */
    private void certified() {
        wishes.healAll();
        stock.renew();
        lanes.pokeAll();
    }

    // The list

    @Override
    public void changedHere(AccountRecord before, List<DeviceId> revoked) {
        if (!revoked.isEmpty()) {
            revoked.forEach(each -> wishes.removeEverywhere(new DeviceAddress(device.account(), each)));
            vaultState
                    .keys()
                    .ifPresent(keys -> vaultState.setKeys(
                            keys.rotated(device.identity().record().version(), device.random())));
            state.setSecretsDue(true);
        }
        if (before.generation() != device.identity().record().generation()) {
            state.setSecretsDue(true);
            certified();
        }
        lanes.pokeAll();
    }

    @Override
    public void changedElsewhere(AccountRecord before) {
        lanes.pokeAll();
        // The new list key may have come before the list.
        progress = -1;
    }

    /** Puts a device on the list. */
    public void add(DeviceEntry entry, Runnable done, Consumer<Problem> failed) {
        OwnIdentity own = device.identity();
        if (own.record().find(entry.device()).isPresent()) {
            done.run();
            return;
        }
        if (own.record().list().content().devices().size() >= DeviceList.MAX_DEVICES) {
            failed.accept(new Problem(
                    ProblemCode.TOO_LARGE, "an account has at most " + DeviceList.MAX_DEVICES + " devices"));
            return;
        }
        if (waitsForListKey(own, failed)) {
            return;
        }
        try {
            AccountRecord next = own.listKey().adding(device.crypto(), own.record(), entry, device.random());
            list.change(own.listKey(), next, List.of(), done, failed);
        } catch (CryptoException e) {
            throw new IllegalStateException("the account's list key is unusable", e);
        }
    }

    /**
     * Takes devices off the list, and out of all rooms.
     *
     * @param rotated a list key of the next generation; empty to go on with the one that the devices hold too
     */
    public void revoke(List<DeviceId> devices, Optional<ListKey> rotated, Runnable done, Consumer<Problem> failed) {
        OwnIdentity own = device.identity();
        if (rotated.isEmpty() && waitsForListKey(own, failed)) {
            return;
        }
        ListKey key = rotated.orElse(own.listKey());
        List<DeviceEntry> left = own.record().list().content().devices().stream()
                .filter(entry -> !devices.contains(entry.device()))
                .toList();
        try {
            AccountRecord next = key.next(device.crypto(), own.record(), left, device.random());
            list.change(key, next, devices, () -> revoked(devices, rotated, done), failed);
        } catch (CryptoException e) {
            throw new IllegalStateException("the account's list key is unusable", e);
        }
    }

    private void revoked(List<DeviceId> devices, Optional<ListKey> rotated, Runnable done) {
        if (rotated.isEmpty() && !devices.isEmpty() && state.recovering().isEmpty()) {
            devices.forEach(each -> device.notice(
                    Optional.empty(),
                    NoticeKind.LIST_KEY_EXPOSED,
                    "it still has the key that signs the list of devices: make a new one with the recovery key",
                    new DeviceAddress(device.account(), each)));
        }
        done.run();
    }

    private static boolean waitsForListKey(OwnIdentity own, Consumer<Problem> failed) {
        if (own.listKey().certificate().equals(own.record().certificate())) {
            return false;
        }
        failed.accept(new Problem(
                ProblemCode.REFUSED, "the account has a new key that another of its devices has yet to send here"));
        return true;
    }
}
