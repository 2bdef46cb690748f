package chat.paloma.core.engine.own;

import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.vault.Vault;
import chat.paloma.core.engine.vault.VaultKeys;
import chat.paloma.core.engine.vault.VaultState;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.membership.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a recovered device does once it is connected: it opens the vault, enters the account's rooms, and then takes the
 * devices from before off the list. In that order: as soon as they are off the list, others take them out of the rooms,
 * and an account without a device in a room is no longer in it, and may not come back by itself.
 */
final class RecoverySteps {
    /** The former devices, perhaps in a thief's hands, are not left on the list for longer than this. */
    private static final long LONGEST = 60_000;

    private static final long RETRY = 5_000;

    private final Device device;
    private final Rooms rooms;
    private final OwnState state;
    private final VaultState vaultState;
    private final Vault vault;
    private final RoomSync sync;
    private final OwnAccount account;
    private final List<RoomId> open = new ArrayList<>();
    private Runnable done = () -> {};
    private boolean revoking;

    RecoverySteps(Device device, Rooms rooms, OwnState state, Vault vault, RoomSync sync, OwnAccount account) {
        this.device = device;
        this.rooms = rooms;
        this.state = state;
        this.vaultState = new VaultState(device.state());
        this.vault = vault;
        this.sync = sync;
        this.account = account;
    }

    void start(Runnable whenDone) {
        done = whenDone;
        Recovering recovering = state.recovering().orElseThrow();
        device.whileConnected(LONGEST, this::revokeFormer);
        open(recovering);
    }

    private void open(Recovering recovering) {
        vault.recover(recovering.vault(), this::enterRooms, problem -> {
            if (problem.code() == ProblemCode.SERVER_DECEIVES) {
                beginAnew(recovering, problem);
            } else {
                device.whileConnected(RETRY, () -> open(recovering));
            }
        });
    }

    /** There is no vault that could be opened: what was in it is lost, and the account goes on without. */
    private void beginAnew(Recovering recovering, Problem why) {
        device.notice(
                Optional.empty(),
                NoticeKind.SERVER_DECEIVES,
                why + "; this device does not know which rooms the account is in");
        long generation = device.identity().record().version();
        vaultState.setKeys(VaultKeys.first(generation, recovering.vault().publicKey(), device.random()));
        vault.reseal(this::revokeFormer, problem -> revokeFormer());
    }

    private void enterRooms() {
        open.addAll(sync.missing());
        vault.known().rooms().stream()
                .filter(open::contains)
                .forEach(room -> rooms.gaps().archivedTo(room, vault.known().archivedTo(room)));
        List.copyOf(open).forEach(room -> sync.enter(room, problem -> entered(room, problem)));
        if (open.isEmpty()) {
            revokeFormer();
        }
    }

    private void entered(RoomId room, Optional<Problem> problem) {
        problem.ifPresent(why -> device.notice(
                Optional.of(room), NoticeKind.CHANGE_REFUSED, "this device can't enter a room of the account: " + why));
        open.remove(room);
        if (open.isEmpty()) {
            revokeFormer();
        }
    }

    private void revokeFormer() {
        if (revoking || state.recovering().isEmpty()) {
            return;
        }
        revoking = true;
        List<DeviceId> others = state.recovering().orElseThrow().others().stream()
                .filter(each -> device.identity().record().find(each).isPresent())
                .toList();
        if (others.isEmpty()) {
            finish();
            return;
        }
        account.revoke(others, Optional.empty(), this::finish, problem -> {
            revoking = false;
            device.notice(Optional.empty(), NoticeKind.CHANGE_REFUSED, "the former devices: " + problem);
            device.whileConnected(RETRY, this::revokeFormer);
        });
    }

    private void finish() {
        state.clearRecovering();
        done.run();
    }
}
