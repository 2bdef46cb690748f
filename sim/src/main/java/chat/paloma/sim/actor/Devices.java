package chat.paloma.sim.actor;

import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.identity.Handle;
import chat.paloma.sim.base.SeededRandom;
import chat.paloma.sim.client.SimClient;
import chat.paloma.sim.node.SimNode;
import chat.paloma.sim.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The devices of accounts: every fourth device is a second one of the account before it. A device that was revoked or
 * lost comes back blank: linked by another of its account, or with the recovery key.
 */
final class Devices {
    private static final long AGAIN = 1000;
    private static final long LATER = 30_000;

    private final World world;
    private final SeededRandom random;
    private final Set<SimClient> registered = new HashSet<>();
    private final Map<String, String> recoveryKeys = new HashMap<>();
    /** Who comes back with the recovery key; all others are linked. */
    private final Set<SimClient> recovering = new HashSet<>();

    private boolean over;

    Devices(World world, SeededRandom random) {
        this.world = world;
        this.random = random;
    }

    private static boolean isSecond(int index) {
        return index % 4 == 3;
    }

    /** The handle of a device's account. */
    String handle(int index) {
        return Actors.name(isSecond(index) ? index - 1 : index);
    }

    private String handle(SimClient client) {
        return handle(world.clients().indexOf(client));
    }

    boolean isRegistered(SimClient client) {
        return registered.contains(client);
    }

    boolean areRegistered() {
        return registered.size() == world.clients().size()
                && world.clients().stream()
                        .allMatch(client -> client.isRunning() && client.view().isOnline());
    }

    /** Nobody loses a device any more, and revoked ones stay away. */
    void end() {
        over = true;
    }

    // The beginning

    /** Everybody makes an account, or is linked to one. */
    void register() {
        for (int i = 0; i < world.clients().size(); i++) {
            if (!isSecond(i)) {
                register(world.clients().get(i));
            }
        }
    }

    private void register(SimClient client) {
        client.submit(new Command.Register(SimNode.ORIGIN, Optional.empty(), new Handle(client.name())));
    }

    /** The other devices of a device's account. */
    private List<SimClient> others(SimClient client) {
        List<SimClient> found = new ArrayList<>();
        for (SimClient other : world.clients()) {
            if (other != client && handle(other).equals(handle(client)) && registered.contains(other)) {
                found.add(other);
            }
        }
        return found;
    }

    /** A device waits to be linked, once another one is online. */
    private void link(SimClient blank) {
        if (!blank.isRunning() || isRegistered(blank)) {
            return;
        }
        if (others(blank).isEmpty() && recoveryKeys.containsKey(handle(blank))) {
            recover(blank);
        } else if (approver(blank).isPresent()) {
            blank.submit(new Command.BeginLinking(SimNode.ORIGIN));
        } else {
            world.schedule().after(AGAIN, () -> link(blank));
        }
    }

    private Optional<SimClient> approver(SimClient blank) {
        return others(blank).stream()
                .filter(other -> other.isRunning() && other.view().isOnline())
                .findFirst();
    }

    private void recover(SimClient blank) {
        recovering.add(blank);
        blank.submit(new Command.Recover(
                SimNode.ORIGIN,
                new Handle(handle(blank)),
                Optional.ofNullable(recoveryKeys.get(handle(blank))).orElseThrow()));
    }

    private void comeIn(SimClient blank) {
        if (recovering.contains(blank)) {
            recover(blank);
        } else {
            link(blank);
        }
    }

    /** A device is linked, or is not. */
    void linked(SimClient blank, boolean done) {
        if (done) {
            registered.add(blank);
            blank.goOnline();
        } else {
            world.schedule().after(AGAIN, () -> link(blank));
        }
    }

    /** A command ended. */
    void ended(SimClient client, Command command, EngineEvent end) {
        switch (command) {
            case Command.Register register -> registered(client, end);
            case Command.BeginLinking begin -> {
                Optional<SimClient> approver = approver(client);
                if (end instanceof EngineEvent.Completed done
                        && done.outcome() instanceof Outcome.Text code
                        && approver.isPresent()) {
                    approver.get().submit(new Command.ApproveLinking(code.text()));
                } else if (end instanceof EngineEvent.Refused) {
                    linked(client, false);
                }
            }
            case Command.Recover recover -> {
                if (end instanceof EngineEvent.Completed) {
                    recovered(client);
                } else {
                    world.schedule().after(AGAIN, () -> started(client));
                }
            }
            default -> {}
        }
    }

    private void registered(SimClient client, EngineEvent end) {
        if (!(end instanceof EngineEvent.Completed done)) {
            world.schedule().after(AGAIN, () -> register(client));
            return;
        }
        registered.add(client);
        if (done.outcome() instanceof Outcome.Text key) {
            recoveryKeys.put(handle(client), key.text());
        }
        world.schedule().after(1, client::goOnline);
        int next = world.clients().indexOf(client) + 1;
        if (next < world.clients().size() && isSecond(next)) {
            world.schedule().after(AGAIN, () -> link(world.clients().get(next)));
        }
    }

    private void recovered(SimClient client) {
        recovering.remove(client);
        registered.add(client);
        world.oracle().cameBack(client);
        client.goOnline();
    }

    /** A device's process was started again: what it had begun and not stored it begins anew. */
    void started(SimClient client) {
        if (!client.isRunning() || isRegistered(client)) {
            return;
        }
        if (client.view().isRegistered()) {
            recovered(client);
        } else if (recoveryKeys.containsKey(handle(client))) {
            comeIn(client);
        }
    }

    // What happens to devices

    /** Takes another device off the account's list. */
    void revoke(SimClient client) {
        List<SimClient> others = others(client);
        others.removeIf(other -> !other.isRunning() || !other.view().isRegistered());
        if (!others.isEmpty()) {
            Optional<String> key =
                    random.nextInt(2) == 0 ? Optional.empty() : Optional.ofNullable(recoveryKeys.get(handle(client)));
            client.submit(new Command.RevokeDevice(
                    others.getFirst().view().identity().orElseThrow().address().device(), key));
        }
    }

    /** A device was told that it is none of its account any more. */
    void retired(SimClient client) {
        registered.remove(client);
        recovering.remove(client);
        world.schedule().after(random.between(LATER, 10 * LATER), () -> {
            if (!over) {
                renew(client);
                link(client);
            }
        });
    }

    /** A device is gone with everything on it, and a blank one comes back with the recovery key. */
    void lose(SimClient client) {
        if (recoveryKeys.containsKey(handle(client))) {
            registered.remove(client);
            renew(client);
            recover(client);
        }
    }

    private void renew(SimClient client) {
        world.trace().add(client.name(), "is a blank device");
        world.oracle().forgets(client);
        client.renew();
    }
}
