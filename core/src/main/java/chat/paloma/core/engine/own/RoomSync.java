package chat.paloma.core.engine.own;

import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomLanes;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.room.Standing;
import chat.paloma.core.engine.vault.Vault;
import chat.paloma.core.engine.vault.VaultContent;
import chat.paloma.core.membership.RoomId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps the rooms of this device and those in the vault alike: what this device enters or leaves goes into the vault, and
 * rooms that another device of the account has entered are entered here too.
 */
final class RoomSync {
    /** A Welcome may bring this device in anyway. */
    private static final long PATIENCE = 1_000;

    private final Device device;
    private final Rooms rooms;
    private final RoomLanes lanes;
    private final Vault vault;
    private final Consumer<VaultContent> written;
    private final Set<RoomId> tried = new HashSet<>();
    private long seen = -1;
    private boolean busy;

    /** @param written hears of each content that this device has put into the vault */
    RoomSync(RoomContext context, RoomLanes lanes, Vault vault, Consumer<VaultContent> written) {
        this.device = context.device();
        this.rooms = context.rooms();
        this.lanes = lanes;
        this.vault = vault;
        this.written = written;
    }

    // Into the vault

    /** Puts into the vault what has changed here, if anything has. */
    void push(Optional<RoomId> apart) {
        if (busy || seen == rooms.changes()) {
            return;
        }
        long now = rooms.changes();
        VaultContent known = vault.known();
        List<RoomId> more = new ArrayList<>();
        List<RoomId> gone = new ArrayList<>();
        for (RoomId room : rooms.ids()) {
            Standing standing = rooms.find(room).orElseThrow().standing();
            boolean in = standing == Standing.ACTIVE || standing == Standing.STUCK;
            if (in && !known.rooms().contains(room) && !apart.equals(Optional.of(room))) {
                more.add(room);
            } else if (standing == Standing.ENDED && known.rooms().contains(room)) {
                gone.add(room);
            }
        }
        if (more.isEmpty() && gone.isEmpty()) {
            seen = now;
            return;
        }
        busy = true;
        vault.update(
                content -> content.withoutRooms(gone).withRooms(more),
                content -> {
                    busy = false;
                    seen = now;
                    written.accept(content);
                },
                problem -> {
                    // Not before something changes again, or on the next connection.
                    busy = false;
                    seen = now;
                });
    }

    // Out of the vault

    /** Enters the rooms that are in the vault and not here, each tried once on a connection. */
    void pull() {
        if (!missing().isEmpty()) {
            device.whileConnected(PATIENCE, () -> missing().forEach(room -> enter(room, problem -> {})));
        }
    }

    /** The rooms that are in the vault, the self room first, and that this device never was in. */
    List<RoomId> missing() {
        List<RoomId> all = new ArrayList<>();
        vault.known().selfRoom().ifPresent(all::add);
        all.addAll(vault.known().rooms());
        all.removeIf(room -> rooms.find(room).isPresent() || tried.contains(room));
        return all;
    }

    /** Enters a room of this account. */
    void enter(RoomId room, Consumer<Optional<Problem>> told) {
        if (tried.add(room)) {
            lanes.entrance().enter(room, told);
        } else {
            told.accept(Optional.empty());
        }
    }
}
