package chat.paloma.core.engine.room;

import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.Event.Delivered;
import java.util.HashMap;
import java.util.Map;

/** All rooms of this device on one connection, each with its driver. */
public final class RoomLanes {
    private final RoomContext context;
    private final Entrance entrance;
    private final Repairs repairs;
    private final Map<RoomId, RoomDriver> drivers = new HashMap<>();

    public RoomLanes(RoomContext context) {
        this.context = context;
        this.entrance = new Entrance(context, this::drive);
        this.repairs = new Repairs(context, this);
    }

    public Entrance entrance() {
        return entrance;
    }

    /** Begins to follow all rooms. */
    public void start() {
        context.rooms().ids().forEach(this::drive);
    }

    /** Begins to follow a room, or does so anew from what is stored of it. */
    public void drive(RoomId room) {
        RoomDriver former = drivers.remove(room);
        if (former != null) {
            former.stop();
        }
        if (context.rooms().find(room).isPresent()) {
            RoomDriver driver = new RoomDriver(context, room, entrance, repairs);
            drivers.put(room, driver);
            driver.start();
        }
    }

    /** Something was written to a room, or is wanted of it. */
    public void poke(RoomId room) {
        RoomDriver driver = drivers.get(room);
        if (driver != null) {
            driver.poke();
        }
    }

    /** Something changed that rooms may have waited for. */
    public void pokeAll() {
        drivers.keySet().stream().sorted().toList().forEach(this::poke);
    }

    public void delivered(RoomId room, Delivered event) {
        RoomDriver driver = drivers.get(room);
        if (driver != null) {
            driver.delivered(event);
        }
    }

    /** Reads a room's lane to its end, whatever the node has told of it. */
    public void readOn(RoomId room) {
        RoomDriver driver = drivers.get(room);
        if (driver != null) {
            driver.readOn();
        }
    }

    public void fellBehind(RoomId room) {
        RoomDriver driver = drivers.get(room);
        if (driver != null) {
            driver.fellBehind();
        }
    }

    /** The node was restored from a backup: rooms that it does not show may be lost, and not be kept from this device. */
    public void nodeRestored() {
        drivers.entrySet().stream()
                .filter(entry -> entry.getValue().isNotShown())
                .map(Map.Entry::getKey)
                .sorted()
                .toList()
                .forEach(this::drive);
    }

    /** Whether everything that the node has of all rooms was taken in. */
    public boolean areSettled() {
        return drivers.values().stream().allMatch(RoomDriver::isSettled);
    }

    /** Why nothing is sent to a room at the moment, when something is in the way. */
    public java.util.Optional<chat.paloma.core.engine.api.Problem> obstacle(RoomId room) {
        return java.util.Optional.ofNullable(drivers.get(room)).flatMap(RoomDriver::obstacle);
    }
}
