package chat.paloma.core.engine.archive;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.device.BlobSeal;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.room.operation.ContentKey;

/** Segments and the index as blobs, bound to the account. */
final class SegmentSeal {
    private final Device device;
    private final BlobSeal blobs;

    SegmentSeal(Device device) {
        this.device = device;
        this.blobs = new BlobSeal(device, "something that no device of this account sealed");
    }

    ContentKey newKey() {
        return blobs.newKey();
    }

    ByteString seal(TlsEncodable content, ContentKey key) {
        return blobs.seal(content.encoded(), key, bound());
    }

    Segment openSegment(ByteString blob, ContentKey key) throws DecodeException {
        Decoder<Segment> decoder = Segment::decode;
        return decoder.decodeAll(blobs.open(blob, key, bound()));
    }

    ArchiveIndex openIndex(ByteString blob, ContentKey key) throws DecodeException {
        Decoder<ArchiveIndex> decoder = ArchiveIndex::decode;
        return decoder.decodeAll(blobs.open(blob, key, bound()));
    }

    private byte[] bound() {
        return new TlsWriter()
                .write(ByteString.utf8("Paloma 1.0 archive"))
                .write(device.account())
                .toByteArray();
    }
}
