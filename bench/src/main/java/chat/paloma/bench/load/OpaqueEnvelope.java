package chat.paloma.bench.load;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.framing.ContentType;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.PrivateMessage;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Messages of 200 bytes that look encrypted and are random: no server can know. Every subject carries the same.
 */
public final class OpaqueEnvelope {
    /** The length of each, in bytes. */
    public static final int LENGTH = 200;

    private static final int SENDER_DATA = 28;

    private final byte[] template;

    /** Those of a room, in one epoch of its group. */
    public OpaqueEnvelope(GroupId group, long epoch) {
        this(group, epoch, LENGTH);
    }

    /** Such ones of another length, in bytes. */
    public OpaqueEnvelope(GroupId group, long epoch, int length) {
        int rest = length - encoded(group, epoch, 64).length + 64;
        template = encoded(group, epoch, length > 16_000 ? rest - 2 : rest);
        if (template.length != length) {
            throw new IllegalArgumentException("no envelope of " + length + " bytes: " + template.length);
        }
    }

    private static byte[] encoded(GroupId group, long epoch, int ciphertext) {
        Random random = new Random(ciphertext);
        byte[] senderData = new byte[SENDER_DATA];
        byte[] content = new byte[ciphertext];
        random.nextBytes(senderData);
        random.nextBytes(content);
        return new MlsMessage.OfPrivateMessage(new PrivateMessage(
                        group,
                        epoch,
                        ContentType.APPLICATION,
                        ByteString.EMPTY,
                        ByteString.adopt(senderData),
                        ByteString.adopt(content)))
                .encoded();
    }

    /** The one that ends with this number. */
    public Payload numbered(long number) {
        byte[] bytes = template.clone();
        ByteBuffer.wrap(bytes).putLong(bytes.length - Payload.MARK, number);
        return new Payload(bytes);
    }
}
