package chat.paloma.core.room.snapshot;

import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.room.operation.Seen;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What members reported of a room's lanes in the {@code seen} of their operations, so that a snapshot, or what a node
 * shows, can be compared with it. It remembers the newest {@link #MAX_POSITIONS} positions of a region, and of each at
 * most {@link #MAX_REPORTERS} devices that report a head. Single-threaded.
 */
public final class LaneReports {
    /** The most positions of one region. */
    public static final int MAX_POSITIONS = 512;
    /** The most devices that are remembered for one head. */
    public static final int MAX_REPORTERS = 16;
    /** The most different heads of one position. */
    private static final int MAX_HEADS = 8;

    private final Map<RegionId, TreeMap<Place, Map<LaneHead, Set<DeviceAddress>>>> reports = new HashMap<>();

    private record Place(int incarnation, long sequence) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int bySequence = Long.compare(sequence, other.sequence);
            return bySequence != 0 ? bySequence : Integer.compare(incarnation, other.incarnation);
        }
    }

    /**
     * How something compares with what was reported.
     *
     * @param confirmedBy devices that report the same head at the same position
     * @param contradictedBy devices that report another head there: two histories were shown
     */
    public record Comparison(Set<DeviceAddress> confirmedBy, Set<DeviceAddress> contradictedBy) {
        public Comparison {
            confirmedBy = Collections.unmodifiableSet(new TreeSet<>(confirmedBy));
            contradictedBy = Collections.unmodifiableSet(new TreeSet<>(contradictedBy));
        }

        /** Whether somebody was shown another history. */
        public boolean isContradicted() {
            return !contradictedBy.isEmpty();
        }
    }

    private static Place place(Seen seen) {
        return new Place(seen.position().incarnation(), seen.position().sequence());
    }

    /** Takes in what a device reports. This device's own knowledge is a report as well. */
    public void add(DeviceAddress device, List<Seen> seen) {
        for (Seen one : seen) {
            TreeMap<Place, Map<LaneHead, Set<DeviceAddress>>> positions =
                    reports.computeIfAbsent(one.region(), region -> new TreeMap<>());
            Map<LaneHead, Set<DeviceAddress>> heads = positions.computeIfAbsent(place(one), place -> new HashMap<>());
            LaneHead head = one.position().head();
            if (heads.containsKey(head) || heads.size() < MAX_HEADS) {
                Set<DeviceAddress> devices = heads.computeIfAbsent(head, any -> new TreeSet<>());
                if (devices.size() < MAX_REPORTERS) {
                    devices.add(device);
                }
            }
            if (positions.size() > MAX_POSITIONS) {
                positions.pollFirstEntry();
            }
        }
    }

    /** Compares what a device says of lanes, such as a snapshot's author, with what others reported. */
    public Comparison compare(DeviceAddress device, List<Seen> seen) {
        Set<DeviceAddress> confirmedBy = new TreeSet<>();
        Set<DeviceAddress> contradictedBy = new TreeSet<>();
        for (Seen one : seen) {
            TreeMap<Place, Map<LaneHead, Set<DeviceAddress>>> positions = reports.get(one.region());
            Map<LaneHead, Set<DeviceAddress>> heads = positions == null ? null : positions.get(place(one));
            if (heads != null) {
                heads.forEach((head, devices) -> {
                    boolean same = head.equals(one.position().head());
                    (same ? confirmedBy : contradictedBy).addAll(devices);
                });
            }
        }
        confirmedBy.remove(device);
        return new Comparison(confirmedBy, contradictedBy);
    }
}
