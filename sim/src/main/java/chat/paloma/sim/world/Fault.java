package chat.paloma.sim.world;

import java.util.Locale;

/** A kind of thing that goes wrong. */
public enum Fault {
    /** Connections break, with what is on its way. */
    BREAK("connections break"),
    /** A request is done twice: what lies between a device and the node tried again. */
    DUPLICATE("requests arrive twice"),
    /** A device can't reach the node for a while. */
    PARTITION("devices can't reach the node"),
    /** A device's process ends in the middle of a step. */
    CRASH("devices crash"),
    /** A device's disk takes no batch. */
    DISK_FULL("disks are full"),
    /** Devices have wrong clocks, which jump. */
    SKEW("clocks are wrong"),
    /** The node is started anew. */
    NODE_RESTART("the node is restarted"),
    /** The node is put back to a backup. */
    NODE_RESTORE("the node is restored from a backup"),
    /** The node no longer tells a device of a lane. */
    FALL_BEHIND("devices fall behind");

    private final String plain;

    Fault(String plain) {
        this.plain = plain;
    }

    /** As an option of the command, such as {@code disk-full}. */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** In plain words. */
    public String plain() {
        return plain;
    }
}
