package chat.paloma.core.engine.vault;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.room.operation.ContentKey;
import chat.paloma.core.wire.BlobId;

/** The newest segment of the account's archive of history, which leads to those before it, with the key that opens it. */
public record ArchiveHead(BlobId blob, ContentKey key) implements TlsEncodable {
    @Override
    public void encode(TlsWriter out) {
        out.write(blob).write(key);
    }

    public static ArchiveHead decode(TlsReader in) throws DecodeException {
        return new ArchiveHead(BlobId.decode(in), ContentKey.decode(in));
    }
}
