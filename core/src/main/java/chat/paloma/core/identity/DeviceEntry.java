package chat.paloma.core.identity;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import java.util.List;
import java.util.Optional;

/**
 * A device on an account's list.
 *
 * @param addedAt in milliseconds since 1970, unsigned, as the device says that added it
 * @param keys from 1 to {@link #MAX_KEYS}, at most one of an algorithm
 */
public record DeviceEntry(DeviceId device, long addedAt, List<DeviceKey> keys) implements TlsEncodable {
    /** The most keys of a device. */
    public static final int MAX_KEYS = 4;

    public DeviceEntry {
        keys = List.copyOf(keys);
        if (!areKeys(keys)) {
            throw new IllegalArgumentException("not 1 to 4 keys of different algorithms");
        }
    }

    private static boolean areKeys(List<DeviceKey> keys) {
        return !keys.isEmpty()
                && keys.size() <= MAX_KEYS
                && keys.stream().map(DeviceKey::algorithm).distinct().count() == keys.size();
    }

    /** The key with which the device authenticates: its first. */
    public DeviceKey authenticationKey() {
        return keys.getFirst();
    }

    /** The key of this algorithm, with which the device signs its leaf in groups of that algorithm. */
    public Optional<DeviceKey> key(DeviceKeyAlgorithm algorithm) {
        return keys.stream().filter(key -> key.algorithm() == algorithm).findFirst();
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(device).writeUint64(addedAt).writeList(keys);
    }

    public static DeviceEntry decode(TlsReader in) throws DecodeException {
        DeviceId device = DeviceId.decode(in);
        long addedAt = in.readUint64();
        List<DeviceKey> keys = in.readList(MAX_KEYS, DeviceKey::decode);
        if (!areKeys(keys)) {
            throw new DecodeException(Reason.INVALID_VALUE, "no keys, or two of one algorithm");
        }
        return new DeviceEntry(device, addedAt, keys);
    }
}
