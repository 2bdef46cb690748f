package chat.paloma.core.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsWriterTest {
    @Test
    void writesNumbersAsBigEndian() {
        assertWrites("ff", out -> out.writeUint8(0xff));
        assertWrites("fffe", out -> out.writeUint16(0xfffe));
        assertWrites("fffffd", out -> out.writeUint24(0xfffffd));
        assertWrites("fffffffc", out -> out.writeUint32(0xfffffffcL));
        assertWrites("fffffffffffffffb", out -> out.writeUint64(-5));
    }

    @Test
    void refusesNumbersOutsideTheirRange() {
        TlsWriter out = new TlsWriter();
        assertThrows(IllegalArgumentException.class, () -> out.writeUint8(0x100));
        assertThrows(IllegalArgumentException.class, () -> out.writeUint8(-1));
        assertThrows(IllegalArgumentException.class, () -> out.writeUint16(0x10000));
        assertThrows(IllegalArgumentException.class, () -> out.writeUint24(0x1000000));
        assertThrows(IllegalArgumentException.class, () -> out.writeUint32(0x100000000L));
        assertThrows(IllegalArgumentException.class, () -> out.writeUint32(-1));
        assertEquals(0, out.length());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "37, 25",
        "63, 3f",
        "64, 4040",
        "15293, 7bbd",
        "16383, 7fff",
        "16384, 80004000",
        "494878333, 9d7f3e7d",
        "1073741823, bfffffff"
    })
    void writesTheShortestLength(int length, String hex) {
        assertWrites(hex, out -> out.writeVarint(length));
    }

    @Test
    void refusesWhatIsNoVectorLength() {
        TlsWriter out = new TlsWriter();
        assertThrows(IllegalArgumentException.class, () -> out.writeVarint(-1));
        assertThrows(IllegalArgumentException.class, () -> out.writeVarint(TlsWriter.MAX_VECTOR + 1));
    }

    @Test
    void writesVectors() {
        byte[] bytes = {1, 2};
        assertWrites("020102", out -> out.writeOpaque(bytes));
        assertWrites("020102", out -> out.writeOpaque8(bytes));
        assertWrites("00020102", out -> out.writeOpaque16(bytes));
        assertWrites("0000020102", out -> out.writeOpaque24(bytes));
        assertWrites("0102", out -> out.writeBytes(bytes));
        assertWrites("03020102", out -> out.writeList(List.of(ByteString.copyOf(bytes))));
        assertWrites("020102", out -> out.writeVector(inner -> inner.writeBytes(bytes)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 16_383, 16_384, 100_000})
    void aVectorIsWrittenInPlaceWhateverItsLengthTakes(int size) {
        byte[] content = new byte[size];
        Arrays.fill(content, (byte) 7);
        TlsWriter expected = new TlsWriter()
                .writeUint8(1)
                .writeOpaque(new TlsWriter()
                        .writeUint8(2)
                        .writeOpaque(content)
                        .writeUint8(3)
                        .toByteArray())
                .writeUint8(4);
        TlsWriter written = new TlsWriter()
                .writeUint8(1)
                .writeVector(outer -> outer.writeUint8(2)
                        .writeVector(inner -> inner.writeBytes(content))
                        .writeUint8(3))
                .writeUint8(4);
        assertArrayEquals(expected.toByteArray(), written.toByteArray());
    }

    @Test
    void refusesAVectorLongerThanItsLengthField() {
        TlsWriter out = new TlsWriter();
        assertThrows(IllegalArgumentException.class, () -> out.writeOpaque8(new byte[0x100]));
        assertThrows(IllegalArgumentException.class, () -> out.writeOpaque16(new byte[0x10000]));
        assertThrows(IllegalArgumentException.class, () -> out.writeOpaque24(new byte[0x1000000]));
    }

    @Test
    void writesOptionalValues() {
        assertWrites("00", out -> out.writeOptional(Optional.empty()));
        assertWrites("010107", out -> out.writeOptional(Optional.of(ByteString.fromHex("07"))));
    }

    @Test
    void growsBeyondItsFirstBuffer() {
        TlsWriter out = new TlsWriter();
        byte[] expected = new byte[1000];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) i;
            out.writeUint8(i & 0xff);
        }
        assertArrayEquals(expected, out.toByteArray());
    }

    @Test
    void erasesWhatWasWritten() {
        TlsWriter out = new TlsWriter().writeOpaque(new byte[] {1, 2, 3});
        out.erase();
        assertEquals(0, out.length());
        assertEquals(ByteString.EMPTY, out.toByteString());
    }

    private static void assertWrites(String hex, Consumer<TlsWriter> content) {
        TlsWriter out = new TlsWriter();
        content.accept(out);
        assertEquals(hex, out.toByteString().toHex());
        assertEquals(hex.length() / 2, out.length());
    }
}
