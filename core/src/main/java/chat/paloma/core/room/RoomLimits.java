package chat.paloma.core.room;

/**
 * How much a room keeps of what can't have its effect yet.
 *
 * @param maxWaiting operations that wait for others, at least 1
 * @param maxWaitingBytes bytes of those together
 */
public record RoomLimits(int maxWaiting, long maxWaitingBytes) {
    public static final RoomLimits DEFAULT = new RoomLimits(4096, 8 << 20);

    public RoomLimits {
        if (maxWaiting < 1 || maxWaitingBytes < 1) {
            throw new IllegalArgumentException("no room to wait");
        }
    }
}
