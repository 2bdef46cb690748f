package chat.paloma.node.config;

import java.net.InetAddress;
import java.util.Arrays;

/** The IP addresses that begin with the same bits: {@code 10.0.0.0/8}, or one address. */
public final class AddressRange {
    private final byte[] network;
    private final int prefixBits;

    private AddressRange(byte[] network, int prefixBits) {
        this.network = network;
        this.prefixBits = prefixBits;
    }

    /**
     * Reads an address, or an address and the length of the prefix.
     *
     * @throws IllegalArgumentException for anything else, for a host name too
     */
    public static AddressRange of(String text) {
        int slash = text.indexOf('/');
        byte[] network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                .getAddress();
        int prefixBits = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
        if (prefixBits < 0 || prefixBits > network.length * 8) {
            throw new IllegalArgumentException("no such prefix: " + text);
        }
        return new AddressRange(network, prefixBits);
    }

    /** Whether the address is in this range. An address of the other family never is. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        int whole = prefixBits / 8;
        if (bytes.length != network.length || !Arrays.equals(bytes, 0, whole, network, 0, whole)) {
            return false;
        }
        int rest = prefixBits % 8;
        return rest == 0 || ((bytes[whole] ^ network[whole]) & 0xff) >> (8 - rest) == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range
                && prefixBits == range.prefixBits
                && Arrays.equals(network, range.network);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(network) + prefixBits;
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/" + prefixBits;
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
