package chat.paloma.core.mls.framing;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.proposal.Sender;

/**
 * Content with the group, epoch and sender that it is for (RFC 9420 section 6).
 *
 * @param epoch unsigned 64 bits
 * @param authenticatedData of the application, signed and readable by everybody
 */
public record FramedContent(GroupId groupId, long epoch, Sender sender, ByteString authenticatedData, Content content)
        implements TlsEncodable {
    @Override
    public void encode(TlsWriter out) {
        out.write(groupId)
                .writeUint64(epoch)
                .write(sender)
                .write(authenticatedData)
                .write(content.type())
                .write(content);
    }

    public static FramedContent decode(TlsReader in) throws DecodeException {
        return new FramedContent(
                GroupId.decode(in),
                in.readUint64(),
                Sender.decode(in),
                ByteString.decode(in, MlsLimits.MAX_AUTHENTICATED_DATA_LENGTH),
                Content.decode(ContentType.decode(in), in));
    }
}
