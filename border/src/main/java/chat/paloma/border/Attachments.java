package chat.paloma.border;

import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.room.operation.Attachment;
import chat.paloma.core.room.operation.ContentKey;
import chat.paloma.core.room.operation.Dimensions;
import chat.paloma.core.room.operation.EncryptedBlob;
import com.eclipsesource.json.JsonObject;

/** Attachments as the host of the browser has them: with the key of each blob, which the page never sees. */
final class Attachments {
    private Attachments() {}

    /** Reads what the host made of a file that it uploaded. */
    static Attachment read(String json) {
        Fields in = Fields.parse(json);
        return new Attachment(
                blob(in.fields("content")),
                in.text("mediaType"),
                in.text("name"),
                in.optionalFields("dimensions").map(Attachments::dimensions),
                in.optionalFields("thumbnail")
                        .map(small -> new Attachment.Thumbnail(
                                blob(small.fields("content")), dimensions(small.fields("dimensions")))));
    }

    private static EncryptedBlob blob(Fields in) {
        SecretBytes key = SecretBytes.adopt(in.bytes("key").toByteArray());
        return new EncryptedBlob(in.blob("blob"), in.integer("size"), new ContentKey(key), in.number("chunkSize"));
    }

    private static Dimensions dimensions(Fields in) {
        return new Dimensions(in.number("width"), in.number("height"));
    }

    /** What the host needs to download a blob. */
    static JsonObject write(EncryptedBlob blob) {
        SecretBytes key = blob.key().secret();
        try {
            return Texts.object()
                    .add("blob", blob.blob().toString())
                    .add("size", blob.size())
                    .add("key", Texts.hex(key.dangerouslyExpose()))
                    .add("chunkSize", blob.chunkSize());
        } finally {
            key.erase();
        }
    }
}
