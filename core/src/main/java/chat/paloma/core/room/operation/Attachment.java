package chat.paloma.core.room.operation;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.wire.WireText;
import java.util.Optional;

/**
 * A file that a message carries.
 *
 * @param mediaType visible ASCII; the sender's word, as everything here
 * @param name of the file, to be shown and never to be used as a path
 * @param dimensions of a picture or a video
 */
public record Attachment(
        EncryptedBlob content,
        String mediaType,
        String name,
        Optional<Dimensions> dimensions,
        Optional<Thumbnail> thumbnail)
        implements TlsEncodable {

    /** A small picture of what is attached. */
    public record Thumbnail(EncryptedBlob content, Dimensions dimensions) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(content).write(dimensions);
        }

        static Thumbnail decode(TlsReader in) throws DecodeException {
            return new Thumbnail(EncryptedBlob.decode(in), Dimensions.decode(in));
        }
    }

    public Attachment {
        Bounds.text("a media type", mediaType, 1, OperationLimits.MAX_MEDIA_TYPE);
        Bounds.require(mediaType.chars().allMatch(c -> c > ' ' && c < 0x7f), "a media type that is not visible ASCII");
        Bounds.text("a file name", name, 1, OperationLimits.MAX_FILE_NAME);
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(content)
                .write(ByteString.utf8(mediaType))
                .write(ByteString.utf8(name))
                .writeOptional(dimensions)
                .writeOptional(thumbnail);
    }

    static Attachment decode(TlsReader in) throws DecodeException {
        return new Attachment(
                EncryptedBlob.decode(in),
                WireText.read(in, OperationLimits.MAX_MEDIA_TYPE),
                WireText.read(in, OperationLimits.MAX_FILE_NAME),
                in.readOptional(Dimensions::decode),
                in.readOptional(Thumbnail::decode));
    }
}
