package chat.paloma.core.engine.own;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.OwnIdentity;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.RoomLanes;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.vault.Vault;
import chat.paloma.core.engine.vault.VaultKeys;
import chat.paloma.core.engine.vault.VaultState;
import chat.paloma.core.identity.ListKey;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.membership.WhoMayAdd;
import java.util.Optional;

/**
 * The room in which the account's devices are by themselves, on one connection: it is made once for an account, and the
 * devices tell each other there what the account's keys are, and that the vault has changed.
 *
 * <p>A key is written only when every device in the room is on the newest list: MLS then keeps it from those that were
 * revoked.
 */
final class SelfRoom {
    /** The account's list key with its certificate. */
    static final String LIST_KEY = "account.listkey";
    /** The keys of the account's vault. */
    static final String VAULT_KEYS = "account.vaultkey";
    /** The revision of the vault that a device has written. */
    static final String VAULT = "account.vault";

    private static final Decoder<ListKey> DECODE_LIST_KEY = OwnIdentity::readListKey;
    private static final Decoder<VaultKeys> DECODE_VAULT_KEYS = VaultKeys::decode;

    private final Device device;
    private final Rooms rooms;
    private final RoomLanes lanes;
    private final OwnState state;
    private final Vault vault;
    private boolean putting;

    SelfRoom(RoomContext context, RoomLanes lanes, OwnState state, Vault vault) {
        this.device = context.device();
        this.rooms = context.rooms();
        this.lanes = lanes;
        this.state = state;
        this.vault = vault;
    }

    /** The room, when this device knows it. */
    Optional<RoomId> id() {
        return vault.known().selfRoom();
    }

    /** The room, when this device is in it and everything there was read. */
    private Optional<RoomId> active() {
        return id().filter(room -> rooms.find(room).filter(RoomEntry::isActive).isPresent());
    }

    // Making it

    /** Makes the room if the account has none, or puts into the vault the one that was made. */
    void ensure() {
        if (id().isPresent()) {
            state.clearOpeningSelfRoom();
            return;
        }
        Optional<RoomId> made =
                state.openingSelfRoom().filter(room -> rooms.find(room).isPresent());
        if (made.isEmpty()) {
            RoomId room = RoomId.random(device.random());
            state.setOpeningSelfRoom(room);
            lanes.entrance().openings().open(RoomPolicy.of(room, device.account(), WhoMayAdd.ADMINISTRATORS));
        } else if (!putting
                && rooms.find(made.get()).filter(RoomEntry::isActive).isPresent()) {
            putting = true;
            vault.update(
                    content -> content.selfRoom().isPresent() ? content : content.withSelfRoom(made.get()),
                    content -> state.clearOpeningSelfRoom(),
                    problem -> {});
        }
    }

    // Telling the others

    /** Whether every device in the room is on the account's newest list. */
    private boolean isClean(RoomId room) {
        return rooms.roster(room)
                .flatMap(roster -> roster.find(device.account()))
                .filter(own -> own.devices().stream()
                        .allMatch(each ->
                                device.identity().record().find(each.id()).isPresent()))
                .isPresent();
    }

    private boolean hasOthers(RoomId room) {
        return rooms.roster(room)
                .flatMap(roster -> roster.find(device.account()))
                .filter(own -> own.devices().size() > 1)
                .isPresent();
    }

    /** Tells the others the keys; says whether that could be done now. */
    boolean tellKeys() {
        Optional<RoomId> room = active().filter(this::isClean);
        if (room.isEmpty()) {
            return false;
        }
        if (hasOthers(room.get())) {
            ListKey own = device.identity().listKey();
            if (own.certificate().equals(device.identity().record().certificate())) {
                TlsWriter listKey = new TlsWriter();
                OwnIdentity.writeListKey(listKey, own);
                write(room.get(), LIST_KEY, listKey.toByteString());
            }
            new VaultState(device.state())
                    .keys()
                    .ifPresent(keys -> write(room.get(), VAULT_KEYS, ByteString.adopt(keys.encoded())));
        }
        return true;
    }

    /** Whether somebody has told the keys behind a record of the room. */
    boolean hasToldBehind(RoomId room, long sequence) {
        return rooms.conversations()
                .view(room)
                .setting(VAULT_KEYS)
                .map(written -> written.order().id())
                .filter(id -> rooms.conversations().sequence(room, id).orElse(0) > sequence)
                .isPresent();
    }

    /** Tells the others that the vault has another revision. */
    void tellVault(long revision) {
        active().filter(this::hasOthers)
                .ifPresent(room ->
                        write(room, VAULT, new TlsWriter().writeUint64(revision).toByteString()));
    }

    private void write(RoomId room, String key, ByteString value) {
        rooms.write(room, composer -> Optional.of(composer.setting(key, Optional.of(value))));
        lanes.poke(room);
    }

    // What the others told

    /** How much of the room was read; grows with every record. */
    long progress() {
        return active().flatMap(rooms::find)
                .map(entry -> entry.chain().position().sequence())
                .orElse(0L);
    }

    Optional<ListKey> listKey() {
        return read(LIST_KEY, DECODE_LIST_KEY);
    }

    Optional<VaultKeys> vaultKeys() {
        return read(VAULT_KEYS, DECODE_VAULT_KEYS);
    }

    long vaultRevision() {
        Decoder<Long> decoder = in -> in.readUint64();
        return read(VAULT, decoder).orElse(0L);
    }

    private <T> Optional<T> read(String key, Decoder<T> decoder) {
        Optional<ByteString> value = active().flatMap(
                        room -> rooms.conversations().view(room).setting(key))
                .map(written -> written.value());
        try {
            return value.isEmpty()
                    ? Optional.empty()
                    : Optional.of(decoder.decodeAll(value.get().toByteArray()));
        } catch (DecodeException e) {
            // Of a newer client; this one goes on with what it has.
            return Optional.empty();
        }
    }
}
