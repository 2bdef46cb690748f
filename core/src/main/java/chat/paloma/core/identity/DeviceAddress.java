package chat.paloma.core.identity;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import java.util.Comparator;

/** One device of one account, as all others know it. */
public record DeviceAddress(AccountId account, DeviceId device) implements TlsEncodable, Comparable<DeviceAddress> {
    /** Its length in bytes. */
    public static final int LENGTH = AccountId.LENGTH + DeviceId.LENGTH;

    private static final Comparator<DeviceAddress> ORDER =
            Comparator.comparing(DeviceAddress::account).thenComparing(DeviceAddress::device);

    @Override
    public void encode(TlsWriter out) {
        out.write(account).write(device);
    }

    public static DeviceAddress decode(TlsReader in) throws DecodeException {
        return new DeviceAddress(AccountId.decode(in), DeviceId.decode(in));
    }

    @Override
    public int compareTo(DeviceAddress other) {
        return ORDER.compare(this, other);
    }
}
