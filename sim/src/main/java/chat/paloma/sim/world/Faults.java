package chat.paloma.sim.world;

import chat.paloma.sim.base.SeededRandom;
import chat.paloma.sim.client.SimClient;
import chat.paloma.sim.client.SimClient.CrashPoint;
import chat.paloma.sim.node.SimNode;
import java.util.List;
import java.util.Optional;

/** Lets things go wrong, until they are to heal. */
final class Faults {
    /** A device crashes in so many of a million steps. */
    private static final int CRASHES = 1500;

    private static final int FULL_DISKS = 500;
    private static final long HOUR = 3_600_000;

    private final World world;
    private final Settings settings;
    private final SeededRandom random;
    private boolean healed = true;
    private Optional<SimNode.Backup> backup = Optional.empty();

    Faults(World world, Settings settings, SeededRandom random) {
        this.world = world;
        this.settings = settings;
        this.random = random;
    }

    private boolean has(Fault fault) {
        return !healed && settings.faults().contains(fault);
    }

    /** Lets things go wrong from now on. */
    void begin() {
        healed = false;
        if (has(Fault.BREAK)) {
            world.network().worsen();
        }
        if (has(Fault.DUPLICATE)) {
            world.network().duplicate();
        }
        if (has(Fault.SKEW)) {
            world.clients().forEach(client -> client.setSkew(skew()));
        }
        next();
    }

    private long skew() {
        return random.nextInt(4) == 0 ? random.between(-3 * HOUR, 3 * HOUR) : random.between(-20_000, 20_000);
    }

    /** Nothing goes wrong any more, and what is broken works again. */
    void heal() {
        healed = true;
    }

    CrashPoint crashPoint() {
        if (has(Fault.CRASH) && random.chance(CRASHES)) {
            return random.pick(
                    List.of(CrashPoint.BEFORE_STORING, CrashPoint.AFTER_STORING, CrashPoint.BETWEEN_EFFECTS));
        }
        return has(Fault.DISK_FULL) && random.chance(FULL_DISKS) ? CrashPoint.DISK_FULL : CrashPoint.NOWHERE;
    }

    /** How long a device is down. */
    long downtime() {
        return healed ? 100 : random.nextInt(5) == 0 ? random.between(1000, HOUR) : random.between(100, 20_000);
    }

    private void next() {
        world.schedule().after(random.between(1000, 60_000), () -> {
            if (!healed) {
                happen();
                next();
            }
        });
    }

    private void happen() {
        if (settings.faults().isEmpty()) {
            return;
        }
        Fault fault = random.pick(settings.faults().stream().sorted().toList());
        switch (fault) {
            case BREAK -> breakConnections();
            case PARTITION -> isolate();
            case SKEW -> jump();
            case NODE_RESTART -> restart();
            case NODE_RESTORE -> restore();
            case FALL_BEHIND -> world.node().letFallBehind(random);
            case DUPLICATE, CRASH, DISK_FULL -> {}
        }
    }

    private void breakConnections() {
        int times = (int) random.between(1, Math.max(1, world.clients().size() / 5));
        for (int i = 0; i < times; i++) {
            world.network().breakOne();
        }
    }

    private void isolate() {
        SimClient client = random.pick(world.clients());
        world.trace().add(client.name(), "can't reach the node");
        world.network().isolate(client.name());
        world.schedule().after(random.between(1000, 10 * 60_000), () -> {
            world.trace().add(client.name(), "can reach the node again");
            world.network().reconnect(client.name());
        });
    }

    private void jump() {
        SimClient client = random.pick(world.clients());
        long skew = skew();
        world.trace().add(client.name(), "has a clock that is " + skew / 1000 + " seconds ahead");
        client.setSkew(skew);
    }

    private void restart() {
        if (!world.isUp() || random.nextInt(4) != 0) {
            return;
        }
        world.nodeDown(random.nextInt(3) == 0 ? (int) random.between(500, 10_000) : 0);
        world.schedule().after(random.between(100, 60_000), world::nodeUp);
    }

    private void restore() {
        if (backup.isEmpty() || random.nextInt(3) == 0) {
            backup = Optional.of(world.node().backup());
            world.trace().add("node", "is backed up");
        } else if (world.isUp() && random.nextInt(8) == 0) {
            world.nodeRestored(backup.get());
            backup = Optional.empty();
        }
    }
}
