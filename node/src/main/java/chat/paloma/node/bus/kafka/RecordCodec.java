package chat.paloma.node.bus.kafka;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.Position;
import chat.paloma.node.bus.Committed;
import chat.paloma.node.bus.Numbered;

/** Records as they stand in a topic: a version, the number, the lane, the record, its place. */
final class RecordCodec {
    private static final int VERSION = 1;
    private static final Decoder<Numbered> DECODER = RecordCodec::read;

    private RecordCodec() {}

    static byte[] encode(Numbered record) {
        Committed committed = record.committed();
        return new TlsWriter()
                .writeUint8(VERSION)
                .writeUint64(record.number())
                .write(committed.lane())
                .write(committed.record())
                .write(committed.position())
                .toByteString()
                .toByteArray();
    }

    static Numbered decode(byte[] bytes) throws DecodeException {
        return DECODER.decodeAll(bytes);
    }

    private static Numbered read(TlsReader in) throws DecodeException {
        int version = in.readUint8();
        long number = in.readUint64();
        if (version != VERSION || number < 1) {
            throw new DecodeException(
                    DecodeException.Reason.INVALID_VALUE, "version " + version + ", number " + number);
        }
        return new Numbered(number, new Committed(LaneId.decode(in), LaneRecord.decode(in), Position.decode(in)));
    }
}
