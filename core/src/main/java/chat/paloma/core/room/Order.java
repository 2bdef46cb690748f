package chat.paloma.core.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.OperationId;
import java.util.Arrays;

/**
 * Where an operation stands among all others: by effective time, then author, then id. Behind all that a lane has
 * accepted come those that none has yet, in the order in which they were made.
 *
 * <p>Its encoding has {@link #LENGTH} bytes and the same order as the value.
 *
 * @param accepted whether the time is effective; else it is that of the author's clock
 */
public record Order(boolean accepted, HybridTime time, AccountId author, OperationId id)
        implements TlsEncodable, Comparable<Order> {
    /** The length of its encoding in bytes. */
    public static final int LENGTH = 8 + AccountId.LENGTH + OperationId.LENGTH;

    /** Behind all that a lane can have accepted. */
    public static final Order END_OF_ACCEPTED = new Order(
            true,
            new HybridTime(Long.MAX_VALUE),
            new AccountId(ones(AccountId.LENGTH)),
            new OperationId(ones(OperationId.LENGTH)));

    private static ByteString ones(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xff);
        return ByteString.adopt(bytes);
    }

    @Override
    public int compareTo(Order other) {
        if (accepted != other.accepted) {
            return accepted ? -1 : 1;
        }
        int byTime = time.compareTo(other.time);
        int byAuthor = byTime != 0 ? byTime : author.compareTo(other.author);
        return byAuthor != 0 ? byAuthor : id.compareTo(other.id);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint64(accepted ? time.value() : time.value() | Long.MIN_VALUE)
                .write(author)
                .write(id);
    }

    public static Order decode(TlsReader in) throws DecodeException {
        long time = in.readUint64();
        return new Order(
                time >= 0, new HybridTime(time & Long.MAX_VALUE), AccountId.decode(in), OperationId.decode(in));
    }
}
