package chat.paloma.sim.node;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.wire.FailureCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What a node keeps of a device: whether it is listed, the numbers of its messages, its key packages. */
final class DeviceRow {
    /** Messages of a device that are remembered. */
    static final int WINDOW = 1024;

    /** Where a message was appended. */
    record Place(LaneId lane, long sequence) {}

    final Deque<ByteString> keyPackages = new ArrayDeque<>();
    Optional<ByteString> lastResort = Optional.empty();
    boolean listed = true;
    private final NavigableMap<Long, Place> window = new TreeMap<>();
    private long lastMessage;

    DeviceRow copy() {
        DeviceRow copy = new DeviceRow();
        copy.keyPackages.addAll(keyPackages);
        copy.lastResort = lastResort;
        copy.listed = listed;
        copy.window.putAll(window);
        copy.lastMessage = lastMessage;
        return copy;
    }

    /** The lowest number above all that were appended. */
    long nextMessage() {
        return lastMessage + 1;
    }

    Optional<Place> find(long message) {
        if (message < 1) {
            throw new Refused(FailureCode.MALFORMED_REQUEST, "messages are numbered from 1");
        }
        Place place = window.get(message);
        if (place == null && message <= lastMessage - WINDOW) {
            throw new Refused(FailureCode.MESSAGE_NUMBER_TOO_OLD, "the newest is " + lastMessage);
        }
        return Optional.ofNullable(place);
    }

    void remember(long message, Place place) {
        window.put(message, place);
        lastMessage = Math.max(lastMessage, message);
        window.headMap(lastMessage - WINDOW, true).clear();
    }

    void forgetKeyPackages() {
        keyPackages.clear();
        lastResort = Optional.empty();
    }
}
