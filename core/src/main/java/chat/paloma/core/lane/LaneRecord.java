package chat.paloma.core.lane;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import java.util.Optional;

/**
 * One entry of a lane. Nothing is checked until it went through a {@link LaneChain}.
 *
 * @param envelope absent once retention deleted it
 */
public record LaneRecord(RecordHeader header, Optional<Envelope> envelope) implements TlsEncodable {
    @Override
    public void encode(TlsWriter out) {
        out.write(header).writeOptional(envelope);
    }

    public static LaneRecord decode(TlsReader in) throws DecodeException {
        return new LaneRecord(RecordHeader.decode(in), in.readOptional(Envelope::decode));
    }
}
