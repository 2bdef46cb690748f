package chat.paloma.core.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.DecodeException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteStringTest {
    @Test
    void isEqualByContent() {
        ByteString value = ByteString.copyOf(new byte[] {1, 2});
        assertEquals(value, ByteString.fromHex("0102"));
        assertEquals(value.hashCode(), ByteString.fromHex("0102").hashCode());
        assertNotEquals(value, ByteString.fromHex("0103"));
        assertNotEquals(value, ByteString.fromHex("010200"));
        assertSame(ByteString.EMPTY, ByteString.copyOf(new byte[0]));
    }

    @Test
    void isNotReachedThroughTheArraysAroundIt() {
        byte[] before = {1, 2};
        ByteString value = ByteString.copyOf(before);
        before[0] = 9;
        value.toByteArray()[1] = 9;
        assertEquals(ByteString.fromHex("0102"), value);
    }

    @Test
    void readsAndPrintsHexadecimal() {
        assertEquals("00ff7f80", ByteString.fromHex("00fF7f80").toHex());
        assertEquals("00ff7f80", ByteString.fromHex("00ff7f80").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0g", "-1", " 1", "0x", "\uff11\uff11", "\u0661\u0661"})
    void refusesWhatIsNotHexadecimal(String text) {
        assertThrows(IllegalArgumentException.class, () -> ByteString.fromHex(text));
    }

    @Test
    void comparesUnsignedBytesFromTheLeft() {
        assertTrue(ByteString.fromHex("7f").compareTo(ByteString.fromHex("80")) < 0);
        assertTrue(ByteString.fromHex("80").compareTo(ByteString.fromHex("7fff")) > 0);
        assertTrue(ByteString.fromHex("01").compareTo(ByteString.fromHex("0100")) < 0);
        assertEquals(0, ByteString.fromHex("01").compareTo(ByteString.fromHex("01")));
    }

    @Test
    void givesBytesAndSlicesWithinItsLength() {
        ByteString value = ByteString.fromHex("010203");
        assertEquals(3, value.at(2));
        assertEquals(ByteString.fromHex("0203"), value.slice(1, 3));
        assertTrue(value.slice(1, 1).isEmpty());
        assertThrows(IndexOutOfBoundsException.class, () -> value.at(3));
        assertThrows(IndexOutOfBoundsException.class, () -> value.at(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> value.slice(0, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> value.slice(2, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> value.slice(-1, 1));
    }

    @Test
    void encodesAsAVector() throws DecodeException {
        ByteString value = ByteString.utf8("\u00e9");
        assertArrayEquals(new byte[] {2, (byte) 0xc3, (byte) 0xa9}, value.encoded());
        Decoder<ByteString> decoder = in -> ByteString.decode(in, 2);
        assertEquals(value, decoder.decodeAll(value.encoded()));
        DecodeException error = assertThrows(DecodeException.class, () -> decoder.decodeAll(new byte[] {3, 1, 2, 3}));
        assertEquals(Reason.TOO_LARGE, error.reason());
    }
}
