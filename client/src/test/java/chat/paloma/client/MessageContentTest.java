package chat.paloma.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MessageContentTest {
    private static final Decoder<MessageContent> DECODER = MessageContent::decode;

    @Test
    void hasTheseBytes() throws Exception {
        byte[] bytes = ByteString.fromHex("00010103c3bc21").toByteArray();
        assertArrayEquals(bytes, new MessageContent("\u00fc!").encoded());
        assertEquals(new MessageContent("\u00fc!"), DECODER.decodeAll(bytes));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        for (String bad : new String[] {"00020100", "00010200", "000101", "00010102c3bc21", "00010101ff"}) {
            assertThrows(
                    DecodeException.class,
                    () -> DECODER.decodeAll(ByteString.fromHex(bad).toByteArray()),
                    bad);
        }
        assertThrows(IllegalArgumentException.class, () -> new MessageContent("\u00fc".repeat(40_000)));
    }

    @Property
    void isPaddedToAPowerOfTwoBesideItsSignature(@ForAll @IntRange(max = 100_000) int length) {
        int signature = 2 + 2420;
        int padded = MessageContent.PADDING.paddedLength(length + signature) - signature;
        assertEquals(1, Integer.bitCount(padded));
        assertEquals(Math.max(256, length <= 1 ? 1 : Integer.highestOneBit(length - 1) << 1), padded);
    }
}
