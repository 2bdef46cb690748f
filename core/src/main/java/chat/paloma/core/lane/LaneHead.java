package chat.paloma.core.lane;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.labels.LabeledHash;

/** The chain's hash over a lane up to one record: whoever knows it knows that nothing before it was changed. */
public record LaneHead(ByteString bytes) implements TlsEncodable {
    public static final int LENGTH = 32;
    /** What stands where there was no lane before. */
    public static final LaneHead NONE = new LaneHead(ByteString.adopt(new byte[LENGTH]));

    public LaneHead {
        if (bytes.length() != LENGTH) {
            throw new IllegalArgumentException("a head of " + bytes.length() + " bytes");
        }
    }

    /** The head with which an incarnation begins. */
    public static LaneHead of(CryptoProvider crypto, LaneStart start) {
        return new LaneHead(LabeledHash.of(crypto, "lane start", start));
    }

    /** The head once a record is appended behind this one. */
    public LaneHead after(CryptoProvider crypto, RecordHeader header) {
        return new LaneHead(
                LabeledHash.of(crypto, "lane record", out -> out.write(this).write(header)));
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeBytes(bytes.toByteArray());
    }

    public static LaneHead decode(TlsReader in) throws DecodeException {
        return new LaneHead(ByteString.adopt(in.readBytes(LENGTH)));
    }

    @Override
    public String toString() {
        return bytes.toHex();
    }
}
