package chat.paloma.node.gateway;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections are open, in all and from each address, and never more than the limits say. An IPv6 address counts
 * with its /64 network, because whoever has one address of it has them all. Thread-safe.
 */
final class ConnectionCounts {
    private static final int NETWORK_BYTES = 8;

    private final int most;
    private final int mostPerAddress;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();

    ConnectionCounts(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /** Counts one more connection, unless that is one too many. */
    boolean tryOpen() {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    void close() {
        open.decrementAndGet();
    }

    /** Counts one more from this address, unless that is one too many. */
    boolean tryOpen(InetAddress address) {
        // The map forgets an address with its last connection, so it is never larger than the number of connections.
        boolean[] counted = {false};
        perAddress.compute(key(address), (key, count) -> {
            int before = count == null ? 0 : count;
            counted[0] = before < mostPerAddress;
            return counted[0] ? Integer.valueOf(before + 1) : count;
        });
        return counted[0];
    }

    void close(InetAddress address) {
        perAddress.computeIfPresent(key(address), (key, count) -> count == 1 ? null : count - 1);
    }

    int open() {
        return open.get();
    }

    /** What of an address is counted together. */
    static String key(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        byte[] network = Arrays.copyOf(bytes, NETWORK_BYTES);
        return HexFormat.of().formatHex(network) + "::/64";
    }
}
