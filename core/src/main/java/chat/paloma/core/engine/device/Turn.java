package chat.paloma.core.engine.device;

import chat.paloma.core.identity.DeviceEntry;
import java.util.List;
import java.util.OptionalLong;

/**
 * When this device does what every device of the account could do: each waits longer the later it stands on the
 * account's list, and then finds that it was done already.
 */
public final class Turn {
    private final Device device;
    private final Runnable again;
    /** Since when there is something to do; 0 when there is nothing. */
    private long since;

    /** @param again called when its turn may have come */
    public Turn(Device device, Runnable again) {
        this.device = device;
        this.again = again;
    }

    /** Whether it is this device's turn; it begins anew then. */
    public boolean hasCome(boolean somethingToDo) {
        return hasCome(somethingToDo ? OptionalLong.of(device.millis()) : OptionalLong.empty());
    }

    /**
     * The same for something that has a time, so that a device that is never on for long need not begin to wait each time.
     *
     * @param waitingSince when there began to be something to do, in milliseconds since 1970; nothing when there is nothing
     */
    public boolean hasCome(OptionalLong waitingSince) {
        if (waitingSince.isEmpty()) {
            since = 0;
            return false;
        }
        boolean news = since == 0;
        if (news) {
            since = waitingSince.getAsLong();
        }
        long left = since + patience() - device.millis();
        if (left <= 0) {
            since = 0;
            return true;
        }
        if (news) {
            device.whileConnected(left, again);
        }
        return false;
    }

    private long patience() {
        return device.settings().archiveAfter() * (rank(device) + 1L);
    }

    /** How many devices stand before this one. */
    private static int rank(Device device) {
        List<DeviceEntry> devices = device.identity().record().list().content().devices();
        int rank = 0;
        while (rank < devices.size()
                && !devices.get(rank).device().equals(device.address().device())) {
            rank++;
        }
        return rank;
    }
}
