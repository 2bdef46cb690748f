package chat.paloma.core.wire;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** Whether a request that failed may succeed when it is sent again. */
public enum Retry implements TlsEncodable {
    /** Never: the same bytes will be refused again. */
    NEVER(0),
    /** As it is, after the time that the failure names. */
    LATER(1),
    /** Once the device has caught up with the node and made the request anew. */
    REFRESH(2),
    /** On a new connection. */
    RECONNECT(3);

    private final int number;

    Retry(int number) {
        this.number = number;
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint8(number);
    }

    public static Retry decode(TlsReader in) throws DecodeException {
        int number = in.readUint8();
        for (Retry retry : values()) {
            if (retry.number == number) {
                return retry;
            }
        }
        throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "no way to retry: " + number);
    }
}
