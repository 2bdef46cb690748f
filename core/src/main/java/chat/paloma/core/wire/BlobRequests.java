package chat.paloma.core.wire;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.membership.RoomId;

/** Capabilities for blobs, whose bytes travel over HTTP (docs/protocol.md, <i>Blobs</i>). */
public final class BlobRequests {
    public static final RequestType<BeginUpload, Capability> BEGIN_UPLOAD =
            new RequestType<>(96, "begin-upload", BeginUpload::decode, Capability::decode);
    public static final RequestType<BeginDownload, Capability> BEGIN_DOWNLOAD =
            new RequestType<>(97, "begin-download", BeginDownload::decode, Capability::decode);

    public static final RequestType<DeleteBlob, Done> DELETE_BLOB =
            new RequestType<>(98, "delete-blob", DeleteBlob::decode, Done::decode);

    private BlobRequests() {}

    /** Asks to upload the bytes with this hash for a room, or to go on with it. */
    public record BeginUpload(RoomId room, BlobId blob, long size) implements Request<Capability> {
        @Override
        public RequestType<?, Capability> type() {
            return BEGIN_UPLOAD;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(blob).writeUint64(size);
        }

        static BeginUpload decode(TlsReader in) throws DecodeException {
            return new BeginUpload(RoomId.decode(in), BlobId.decode(in), WireFields.readLong(in));
        }
    }

    /** Asks to download a blob of a room. */
    public record BeginDownload(RoomId room, BlobId blob) implements Request<Capability> {
        @Override
        public RequestType<?, Capability> type() {
            return BEGIN_DOWNLOAD;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(blob);
        }

        static BeginDownload decode(TlsReader in) throws DecodeException {
            return new BeginDownload(RoomId.decode(in), BlobId.decode(in));
        }
    }

    /** Deletes a blob of a room; done as well when the room has no such blob. */
    public record DeleteBlob(RoomId room, BlobId blob) implements Request<Done> {
        @Override
        public RequestType<?, Done> type() {
            return DELETE_BLOB;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(room).write(blob);
        }

        static DeleteBlob decode(TlsReader in) throws DecodeException {
            return new DeleteBlob(RoomId.decode(in), BlobId.decode(in));
        }
    }

    /**
     * Lets its holder move the bytes of one blob one way.
     *
     * @param token for the {@code Authorization: Bearer} header
     * @param present bytes that the node has already
     * @param size of the whole
     * @param expires in milliseconds since 1970
     */
    public record Capability(String token, long present, long size, long expires) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            WireText.write(out, token);
            out.writeUint64(present).writeUint64(size).writeUint64(expires);
        }

        static Capability decode(TlsReader in) throws DecodeException {
            return new Capability(
                    WireText.read(in, 2 * WireLimits.MAX_TEXT),
                    WireFields.readLong(in),
                    WireFields.readLong(in),
                    WireFields.readLong(in));
        }
    }
}
